package org.sealward.local.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The bytes to look for: one form of one fragment of one needle. Its content is never printed. */
final class Pattern {
  private final Needle needle;
  private final Encoding encoding;
  private final int alignment;
  private final byte[] bytes;

  Pattern(Needle needle, Encoding encoding, int alignment, byte[] bytes) {
    this.needle = needle;
    this.encoding = encoding;
    this.alignment = alignment;
    this.bytes = bytes;
  }

  /** Every form of every fragment, each once per needle. */
  static List<Pattern> of(Collection<Needle> needles) {
    List<Pattern> patterns = new ArrayList<>();
    for (Needle needle : needles) {
      for (Fragment fragment : needle.fragments()) {
        List<Pattern> own = new ArrayList<>();
        for (Encoding encoding : Encoding.values()) {
          for (int alignment = 0; alignment < encoding.alignments(); alignment++) {
            for (byte[] form : encoding.forms(fragment, alignment)) {
              if (own.stream().noneMatch(other -> Arrays.equals(other.bytes, form))) {
                own.add(new Pattern(needle, encoding, alignment, form));
              }
            }
          }
        }
        patterns.addAll(own);
      }
    }
    return patterns;
  }

  Needle needle() {
    return needle;
  }

  Encoding encoding() {
    return encoding;
  }

  /** Bytes of a group before the fragment, 0 to 2; 0 where an encoding has no groups. */
  int alignment() {
    return alignment;
  }

  int length() {
    return bytes.length;
  }

  byte at(int index) {
    return bytes[index];
  }

  @Override
  public String toString() {
    return needle + ", " + encoding.label();
  }
}
