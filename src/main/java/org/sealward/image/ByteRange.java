package org.sealward.image;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@code Range} header asks of a body (RFC 9110 §14). */
sealed interface ByteRange {

  /** No range, or one that a server ignores: another unit, a malformed one, several at once. */
  record Whole() implements ByteRange {}

  /** Bytes {@code first} to {@code last}, both included. */
  record Part(long first, long last) implements ByteRange {
    long length() {
      return last - first + 1;
    }
  }

  /** Well-formed, but the body has no byte in it. */
  record Unsatisfiable() implements ByteRange {}

  Pattern SINGLE = Pattern.compile("bytes=[ \\t]*(?:(\\d+)-(\\d*)|-(\\d+))[ \\t]*");

  /**
   * Reads the header; it is absent when null.
   *
   * @param length of the body in bytes, at least 1
   */
  static ByteRange parse(@Nullable String header, long length) {
    if (header == null) {
      return new Whole();
    }
    Matcher range = SINGLE.matcher(header.toLowerCase(Locale.ROOT));
    if (!range.matches()) {
      return new Whole();
    }
    String suffix = range.group(3);
    if (suffix != null) {
      long count = number(suffix);
      return count == 0 ? new Unsatisfiable() : new Part(Math.max(0, length - count), length - 1);
    }
    long first = number(range.group(1));
    long last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
    if (last < first) {
      return new Whole();
    }
    return first >= length ? new Unsatisfiable() : new Part(first, Math.min(last, length - 1));
  }

  /** Numbers beyond a long lie behind the end of every body, as does the largest long. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException _) {
      return Long.MAX_VALUE;
    }
  }
}
