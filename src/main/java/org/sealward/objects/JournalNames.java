package org.sealward.objects;

/** What records of a journal are called, so that names have the order of numbers. */
final class JournalNames {
  static final String FOLDER = "journal";

  /** Of 2⁵³−1. */
  private static final int DIGITS = 16;

  private JournalNames() {}

  static String requireSeries(String series) {
    if (!series.matches("[a-z0-9-]+(/[a-z0-9-]+)*")) {
      throw new IllegalArgumentException("not the name of a series: " + series);
    }
    return series;
  }

  static String of(long number) {
    return ("%0" + DIGITS + "d").formatted(number);
  }

  static boolean is(String name) {
    return name.matches("[0-9]{" + DIGITS + "}");
  }
}
