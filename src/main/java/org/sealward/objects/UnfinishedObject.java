package org.sealward.objects;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object in S3 that grows. Its bytes are parts of a multipart upload, {@link #PART} each, and
 * what is too little for a part lies in an object beside it:
 *
 * <pre>
 * unfinished/&lt;uuid&gt;   length, space, id of the upload or "-", newline, the bytes behind the last part
 * finished/&lt;uuid&gt;     what the upload becomes; an object without a part is put there at once
 * </pre>
 *
 * <p>The object beside says how long it was when it was written, and each part that came after it
 * counts too. It is replaced only by who has read it, so of two nodes that go on with one object
 * none takes away what the other has acknowledged.
 */
final class UnfinishedObject {
  /** In bytes: the smallest that S3 takes, as this much is in memory for each append. */
  static final int PART = 5 * 1024 * 1024;

  private static final String NO_UPLOAD = "-";
  private static final int LONGEST_HEADER = 2048;
  private static final byte[] NOTHING = {};

  private final S3Bucket bucket;
  private final UUID key;
  private final List<CompletedPart> parts;
  private long noted;
  private S3Bucket.Stamp stamp;
  private @Nullable String uploadId;
  private byte[] tail;

  private UnfinishedObject(
      S3Bucket bucket, UUID key, Header header, S3Bucket.Stored stored, List<CompletedPart> parts) {
    this.bucket = bucket;
    this.key = key;
    this.parts = new ArrayList<>(parts);
    this.noted = header.length;
    this.stamp = stored.stamp();
    this.uploadId = header.uploadId;
    byte[] content = stored.content();
    boolean outdated = (long) parts.size() * PART > noted;
    this.tail = outdated ? NOTHING : Arrays.copyOfRange(content, header.end, content.length);
  }

  /**
   * @param end where the bytes begin
   */
  private record Header(long length, @Nullable String uploadId, int end) {
    static Header parse(byte[] content) {
      int end = 0;
      while (content[end] != '\n') {
        end++;
      }
      String[] words = new String(content, 0, end, US_ASCII).split(" ", 2);
      String uploadId = words[1].equals(NO_UPLOAD) ? null : words[1];
      return new Header(Long.parseLong(words[0]), uploadId, end + 1);
    }

    static byte[] format(long length, @Nullable String uploadId) {
      return (length + " " + (uploadId == null ? NO_UPLOAD : uploadId) + "\n").getBytes(US_ASCII);
    }
  }

  /** Somebody else has gone on with the object. */
  static final class ChangedException extends Exception {}

  static String unfinished(UUID key) {
    return "unfinished/" + key;
  }

  static String finished(UUID key) {
    return "finished/" + key;
  }

  /**
   * Begins an empty one.
   *
   * @return false when there is one of that key
   */
  static boolean begin(S3Bucket bucket, UUID key) {
    return bucket.put(unfinished(key), null, Header.format(0, null), NOTHING, 0).isPresent();
  }

  /** None, too, when it is finished, and only the object beside is left of it. */
  static Optional<UnfinishedObject> find(S3Bucket bucket, UUID key) {
    return bucket.get(unfinished(key)).flatMap(stored -> of(bucket, key, stored));
  }

  /** The same without bytes: for its length. */
  static Optional<UnfinishedObject> look(S3Bucket bucket, UUID key) {
    return bucket
        .getStart(unfinished(key), LONGEST_HEADER)
        .flatMap(stored -> of(bucket, key, stored));
  }

  private static Optional<UnfinishedObject> of(S3Bucket bucket, UUID key, S3Bucket.Stored stored) {
    Header header = Header.parse(stored.content());
    Optional<List<CompletedPart>> parts =
        header.uploadId == null
            ? Optional.of(List.of())
            : bucket.parts(finished(key), header.uploadId, PART);
    return parts.map(found -> new UnfinishedObject(bucket, key, header, stored, found));
  }

  /** Of everything that is durable, in bytes. */
  long length() {
    return Math.max(noted, (long) parts.size() * PART);
  }

  /** What stands behind the last part; shorter than one. */
  byte[] tail() {
    return tail;
  }

  /** Stores one more part, which begins with the tail. */
  void addPart(byte[] part) throws ChangedException {
    String upload = uploadId;
    if (upload == null) {
      upload = bucket.beginUpload(finished(key));
      // Noted before there is a part, or nobody would find it.
      write(upload, tail, tail.length);
    }
    parts.add(bucket.uploadPart(finished(key), upload, parts.size() + 1, part, PART));
    tail = NOTHING;
  }

  /**
   * Stores a longer tail.
   *
   * @param bytes it begins there, and may go on behind it
   */
  void store(byte[] bytes, int length) throws ChangedException {
    write(uploadId, bytes, length);
    tail = Arrays.copyOf(bytes, length);
  }

  private void write(@Nullable String upload, byte[] bytes, int length) throws ChangedException {
    long whole = (long) parts.size() * PART + length;
    S3Bucket.Stamp written =
        bucket
            .put(unfinished(key), stamp, Header.format(whole, upload), bytes, length)
            .orElseThrow(ChangedException::new);
    bucket.discard(unfinished(key), stamp);
    stamp = written;
    uploadId = upload;
    noted = whole;
  }

  /** Makes it one object. Whether that was done before does not matter. */
  void finish() {
    String upload = uploadId;
    if (upload == null) {
      bucket.put(finished(key), tail);
      return;
    }
    List<CompletedPart> all = new ArrayList<>(parts);
    if (tail.length > 0) {
      all.add(bucket.uploadPart(finished(key), upload, parts.size() + 1, tail, tail.length));
    }
    bucket.completeUpload(finished(key), upload, all, length());
  }
}
