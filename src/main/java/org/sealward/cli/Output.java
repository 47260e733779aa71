package org.sealward.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.sealward.json.JsonText;

/** Standard output: lines for people, or one JSON object a line for programs. */
final class Output {
  private final PrintWriter out;
  private final boolean json;

  Output(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * One thing.
   *
   * @param fields for programs, in order; null values are left out
   * @param text for people, one line or more
   */
  void item(Map<String, ?> fields, String text) {
    out.println(json ? JsonText.of(fields) : printable(text));
    out.flush();
  }

  /** For people alone. */
  void remark(String text) {
    if (!json) {
      out.println(printable(text));
      out.flush();
    }
  }

  /**
   * What others wrote must not steer the reader's terminal: control characters other than line
   * breaks and tabs, and those that turn the direction of writing, are shown as U+FFFD.
   */
  static String printable(String text) {
    var shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.appendCodePoint(steers(c) ? 0xFFFD : c));
    return shown.toString();
  }

  private static boolean steers(int character) {
    return switch (character) {
      case '\n', '\t' -> false;
      case 0x061C, 0x200E, 0x200F, 0x2028, 0x2029 -> true;
      default ->
          Character.isISOControl(character)
              || (character >= 0x202A && character <= 0x202E)
              || (character >= 0x2066 && character <= 0x2069);
    };
  }
}
