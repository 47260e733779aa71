package org.sealward.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Strict decoding of a pre-authentication encoding; {@link Failure#MALFORMED} otherwise. */
final class PaeReader {
  private PaeReader() {}

  /** Copies of all parts; nothing may follow the last. */
  static List<byte[]> parts(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    long count = number(in);
    Require.that(count >= 0 && count <= in.remaining() / Long.BYTES, "more parts than bytes");
    List<byte[]> parts = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long length = number(in);
      Require.that(length >= 0 && length <= in.remaining(), "a part is cut off");
      byte[] part = new byte[(int) length];
      in.get(part);
      parts.add(part);
    }
    Require.that(!in.hasRemaining(), "bytes after the last part");
    return parts;
  }

  static long number(byte[] part) {
    Require.that(part.length == Long.BYTES, "a number is not 8 bytes long");
    return ByteBuffer.wrap(part).getLong();
  }

  static Instant time(byte[] part) {
    long millis = number(part);
    Require.that(
        millis >= 0 && millis <= Require.MAX_JSON_INTEGER, "a time is no number of milliseconds");
    return Instant.ofEpochMilli(millis);
  }

  static UUID id(byte[] part) {
    Require.that(part.length == 2 * Long.BYTES, "an id is not 16 bytes long");
    ByteBuffer in = ByteBuffer.wrap(part);
    return new UUID(in.getLong(), in.getLong());
  }

  /** Text whose alphabet the reader of a record limits further. */
  static String ascii(byte[] part) {
    String text = new String(part, StandardCharsets.US_ASCII);
    Require.that(
        Arrays.equals(text.getBytes(StandardCharsets.US_ASCII), part), "a text is not ASCII");
    return text;
  }

  private static long number(ByteBuffer in) {
    Require.that(in.remaining() >= Long.BYTES, "an encoding is cut off");
    return in.getLong();
  }
}
