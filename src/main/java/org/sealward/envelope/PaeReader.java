package org.sealward.envelope;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

  private static long number(ByteBuffer in) {
    Require.that(in.remaining() >= Long.BYTES, "an encoding is cut off");
    return in.getLong();
  }
}
