package org.sealward.local;

import java.util.HashMap;
import java.util.Map;

/**
 * A scale bar and a line of text below it, in letters of 5 by 7 dots: text through Java2D would
 * need fonts, which small systems do not have.
 */
final class Caption {
  /** Pixels of a dot. */
  private static final int DOT = 8;

  private static final int MARGIN = 120;
  private static final int INK = 0xf4efe6;

  /** A letter and its seven rows from the top, the leftmost dot as the highest of five bits. */
  private static final String LETTERS =
      """
      A 0E 11 11 1F 11 11 11
      C 0E 11 10 10 10 11 0E
      D 1E 11 11 11 11 11 1E
      E 1F 10 10 1E 10 10 1F
      I 0E 04 04 04 04 04 0E
      L 10 10 10 10 10 10 1F
      M 11 1B 15 15 11 11 11
      O 0E 11 11 11 11 11 0E
      P 1E 11 11 1E 10 10 10
      R 1E 11 11 1E 14 12 11
      S 0F 10 10 0E 01 01 1E
      T 1F 04 04 04 04 04 04
      U 11 11 11 11 11 11 0E
      W 11 11 11 15 15 1B 11
      0 0E 11 13 15 19 11 0E
      1 04 0C 04 04 04 04 0E
      2 0E 11 01 06 08 10 1F
      3 1E 01 01 0E 01 01 1E
      4 02 06 0A 12 1F 02 02
      5 1F 10 1E 01 01 11 0E
      6 06 08 10 1E 11 11 0E
      7 1F 01 02 04 08 08 08
      8 0E 11 11 0E 11 11 0E
      9 0E 11 11 0F 01 02 0C
      """;

  private Caption() {}

  /**
   * Draws into the lower left corner.
   *
   * @param text of the letters above and spaces; others are left blank
   * @param scale length of the bar in pixels
   * @param pixels RGB, row by row
   */
  static void draw(String text, int scale, int[] pixels, int width, int height) {
    Map<Character, int[]> letters = letters();
    int top = height - MARGIN - 7 * DOT;
    fill(MARGIN, top - 6 * DOT, scale, DOT, pixels, width);
    fill(MARGIN, top - 8 * DOT, DOT, 5 * DOT, pixels, width);
    fill(MARGIN + scale - DOT, top - 8 * DOT, DOT, 5 * DOT, pixels, width);
    for (int i = 0; i < text.length(); i++) {
      int[] rows = letters.getOrDefault(text.charAt(i), new int[7]);
      for (int dot = 0; dot < 35; dot++) {
        if ((rows[dot / 5] >> (4 - dot % 5) & 1) == 1) {
          int x = MARGIN + (6 * i + dot % 5) * DOT;
          fill(x, top + dot / 5 * DOT, DOT, DOT, pixels, width);
        }
      }
    }
  }

  private static void fill(int x, int y, int w, int h, int[] pixels, int width) {
    for (int row = y; row < y + h; row++) {
      for (int column = x; column < x + w; column++) {
        pixels[row * width + column] = INK;
      }
    }
  }

  private static Map<Character, int[]> letters() {
    Map<Character, int[]> letters = new HashMap<>();
    LETTERS
        .lines()
        .forEach(
            line -> {
              int[] rows = new int[7];
              for (int row = 0; row < rows.length; row++) {
                rows[row] = Integer.parseInt(line.substring(2 + 3 * row, 4 + 3 * row), 16);
              }
              letters.put(line.charAt(0), rows);
            });
    return letters;
  }
}
