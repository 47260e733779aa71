package org.sealward.objects;

import java.util.Optional;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Journal;

/** An object for each record, which S3 takes only where there is none of its name. */
final class S3Journal implements Journal {
  private final S3Bucket bucket;

  S3Journal(S3Bucket bucket) {
    this.bucket = bucket;
  }

  @Override
  public boolean create(String series, long number, Bytes content) {
    byte[] bytes = content.toArray();
    return bucket
        .put(prefix(series) + JournalNames.of(number), null, new byte[0], bytes, bytes.length)
        .isPresent();
  }

  @Override
  public Optional<Entry> firstFrom(String series, long number) {
    String prefix = prefix(series);
    // What S3 is told is the last name that is not wanted.
    String before = number == 0 ? prefix : prefix + JournalNames.of(number - 1);
    return bucket
        .firstAfter(prefix, before)
        .map(
            name ->
                new Entry(
                    Long.parseLong(name.substring(prefix.length())),
                    bucket
                        .get(name, (_, content, _) -> Bytes.of(content.readAllBytes()))
                        .orElseThrow(
                            () -> new ObjectStoreException("a record of the journal went away"))));
  }

  private static String prefix(String series) {
    return JournalNames.FOLDER + "/" + JournalNames.requireSeries(series) + "/";
  }
}
