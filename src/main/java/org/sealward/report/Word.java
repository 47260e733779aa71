package org.sealward.report;

import java.util.Locale;

/** How constants are written in files: {@code hosting-provider}. */
final class Word {
  private Word() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The constant that is written so.
   *
   * @throws PolicyException when none is
   */
  static <E extends Enum<E>> E parse(Class<E> type, String field, String word) {
    for (E constant : type.getEnumConstants()) {
      if (of(constant).equals(word)) {
        return constant;
      }
    }
    throw new PolicyException(field + " has what it cannot have: " + word);
  }
}
