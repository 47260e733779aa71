package org.sealward.objects;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
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
  private final List<CompletedPart> parts = new ArrayList<>();
  private long noted;
  private S3Bucket.Stamp stamp;
  private @Nullable String uploadId;

  /** What stands behind the last part: the bytes before {@code kept} lie beside it. */
  private final byte[] part;

  private int filled;
  private int kept;

  /**
   * @param beside the content of the object beside
   * @param length bytes of it
   * @param room for how many more bytes; negative when the bytes do not matter
   */
  private UnfinishedObject(
      S3Bucket bucket, UUID key, S3Bucket.Stamp stamp, InputStream beside, long length, long room)
      throws IOException {
    this.bucket = bucket;
    this.key = key;
    this.stamp = stamp;
    String header = header(beside);
    String[] words = header.split(" ", 2);
    noted = Long.parseLong(words[0]);
    uploadId = words[1].equals(NO_UPLOAD) ? null : words[1];
    int tail = (int) length - header.length() - 1;
    part = room < 0 ? NOTHING : new byte[(int) Math.min(PART, tail + room)];
    filled = beside.readNBytes(part, 0, part.length);
    kept = filled;
    // At the end, and not earlier, the SDK compares the checksum.
    if (room >= 0 && beside.read() >= 0) {
      throw new IOException("longer than it was announced");
    }
  }

  private static String header(InputStream beside) throws IOException {
    StringBuilder header = new StringBuilder();
    for (int next = beside.read(); next != '\n'; next = beside.read()) {
      if (next < 0) {
        throw new EOFException("no header");
      }
      header.append((char) next);
    }
    return header.toString();
  }

  private static byte[] header(long length, @Nullable String uploadId) {
    return (length + " " + (uploadId == null ? NO_UPLOAD : uploadId) + "\n").getBytes(US_ASCII);
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
    return bucket.put(unfinished(key), null, header(0, null), NOTHING, 0).isPresent();
  }

  /**
   * None, too, when it is finished, and only the object beside is left of it.
   *
   * @param room for how many more bytes
   */
  static Optional<UnfinishedObject> find(S3Bucket bucket, UUID key, long room) {
    return bucket
        .get(
            unfinished(key),
            (stamp, beside, length) ->
                new UnfinishedObject(bucket, key, stamp, beside, length, room))
        .filter(UnfinishedObject::findParts);
  }

  /** The same without bytes: for its length. */
  static Optional<UnfinishedObject> look(S3Bucket bucket, UUID key) {
    return bucket
        .getStart(
            unfinished(key),
            LONGEST_HEADER,
            (stamp, beside, length) -> new UnfinishedObject(bucket, key, stamp, beside, length, -1))
        .filter(UnfinishedObject::findParts);
  }

  private boolean findParts() {
    if (uploadId == null) {
      return true;
    }
    Optional<List<CompletedPart>> found = bucket.parts(finished(key), uploadId, PART);
    found.ifPresent(parts::addAll);
    if (whole() > noted) {
      filled = 0;
      kept = 0;
    }
    return found.isPresent();
  }

  /** Bytes in parts. */
  private long whole() {
    return (long) parts.size() * PART;
  }

  /** Of everything that is durable, in bytes. */
  long length() {
    return Math.max(noted, whole());
  }

  /**
   * Takes bytes, which are durable when a part is full, or after {@link #store}.
   *
   * @param most how many; not more in all than there is room for
   * @return how many; negative at the end of the source
   */
  int take(InputStream source, long most) throws IOException {
    int count = source.read(part, filled, (int) Math.min(part.length - filled, most));
    filled += Math.max(count, 0);
    return count;
  }

  /** Stores the part when it is full. */
  void storePart() throws ChangedException {
    if (filled < PART) {
      return;
    }
    String upload = uploadId;
    if (upload == null) {
      upload = bucket.beginUpload(finished(key));
      // Noted before there is a part, or nobody would find it.
      write(upload, kept);
    }
    parts.add(bucket.uploadPart(finished(key), upload, parts.size() + 1, part, PART));
    filled = 0;
    kept = 0;
  }

  /** Stores what is too little for a part. */
  void store() throws ChangedException {
    if (filled > kept) {
      write(uploadId, filled);
      kept = filled;
    }
  }

  private void write(@Nullable String upload, int tail) throws ChangedException {
    long length = whole() + tail;
    S3Bucket.Stamp written =
        bucket
            .put(unfinished(key), stamp, header(length, upload), part, tail)
            .orElseThrow(ChangedException::new);
    bucket.discard(unfinished(key), stamp);
    stamp = written;
    uploadId = upload;
    noted = length;
  }

  /** Makes it one object. Whether that was done before does not matter. */
  void finish() {
    String upload = uploadId;
    if (upload == null) {
      bucket.put(finished(key), part, filled);
      return;
    }
    List<CompletedPart> all = new ArrayList<>(parts);
    if (filled > 0) {
      all.add(bucket.uploadPart(finished(key), upload, parts.size() + 1, part, filled));
    }
    bucket.completeUpload(finished(key), upload, all, length());
  }
}
