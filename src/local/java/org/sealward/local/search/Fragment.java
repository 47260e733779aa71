package org.sealward.local.search;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part of a needle that is looked for as a whole. Its content is never printed. */
final class Fragment {
  /** Fewer bytes would turn up by chance. */
  static final int MIN_BYTES = 8;

  private static final int MIN_DISTINCT_BYTES = 5;

  private final byte[] bytes;
  private final @Nullable String text;

  Fragment(byte[] bytes, @Nullable String text) {
    this.bytes = bytes;
    this.text = text;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The same as a text, when it is one. */
  Optional<String> text() {
    return Optional.ofNullable(text);
  }

  boolean isDistinctive() {
    return isDistinctive(bytes);
  }

  /** Whether finding these bytes means something: long enough, and not the same few repeated. */
  static boolean isDistinctive(byte[] bytes) {
    if (bytes.length < MIN_BYTES) {
      return false;
    }
    boolean[] seen = new boolean[256];
    int distinct = 0;
    for (byte b : bytes) {
      if (!seen[b & 0xff]) {
        seen[b & 0xff] = true;
        distinct++;
      }
    }
    return distinct >= MIN_DISTINCT_BYTES;
  }
}
