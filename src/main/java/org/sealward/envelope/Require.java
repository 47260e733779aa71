package org.sealward.envelope;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks that the compact constructors share; each failure is {@link Failure#MALFORMED}. */
final class Require {
  /** The largest integer that every JSON reader keeps exactly, 2⁵³−1. */
  static final long MAX_JSON_INTEGER = (1L << 53) - 1;

  static final int HASH = 32;
  static final int SIGNATURE = 64;

  private Require() {}

  static void suite(long suite) {
    if (suite != Suite.ONE) {
      throw new InvalidEnvelopeException(Failure.UNSUPPORTED_SUITE, "suite is not 1");
    }
  }

  static void that(boolean condition, String otherwise) {
    if (!condition) {
      throw InvalidEnvelopeException.malformed(otherwise);
    }
  }

  static void length(String name, Bytes value, int length) {
    that(value.length() == length, name + " is not " + length + " bytes long");
  }

  static void hash(String name, Bytes value) {
    length(name, value, HASH);
  }

  static void optionalHash(String name, @Nullable Bytes value) {
    if (value != null) {
      hash(name, value);
    }
  }

  static void signature(String name, Bytes value) {
    length(name, value, SIGNATURE);
  }

  static void integer(String name, long value) {
    that(value >= 0 && value <= MAX_JSON_INTEGER, name + " is not within 0 to 2^53-1");
  }

  /** Whole milliseconds since 1970, as the protocol writes times. */
  static void time(String name, Instant value) {
    that(value.getNano() % 1_000_000 == 0, name + " is finer than a millisecond");
    that(
        value.getEpochSecond() >= 0 && value.getEpochSecond() <= MAX_JSON_INTEGER / 1000 - 1,
        name + " is out of range");
  }

  static <T> List<T> atMost(String name, int limit, List<T> values) {
    that(values.size() <= limit, name + " has more than " + limit + " elements");
    return List.copyOf(values);
  }
}
