package org.sealward.envelope;

import java.util.ArrayList;
import java.util.List;

/**
 * Multiples of one point, computed once, by which a multiplication takes 43 doublings instead of
 * 256 (a fixed-base comb, Lim and Lee 1994). Row {@code r} of the 258 bits of a scalar starts at
 * bit {@code 43 r}; the six bits of a column choose a sum of the points 2^(43 r) P.
 */
final class PointMultiples {
  private static final int ROWS = 6;
  private static final int COLUMNS = 43;

  /** By the six bits of a column, less one. */
  private final List<EdwardsPoint.Summand> sums;

  private PointMultiples(List<EdwardsPoint.Summand> sums) {
    this.sums = sums;
  }

  static PointMultiples of(EdwardsPoint point) {
    List<EdwardsPoint.Summand> sums = new ArrayList<>((1 << ROWS) - 1);
    List<EdwardsPoint> points = new ArrayList<>((1 << ROWS) - 1);
    EdwardsPoint row = point.copy();
    for (int r = 0; r < ROWS; r++) {
      points.add(row.copy());
      EdwardsPoint.Summand power = row.summand();
      sums.add(power);
      for (int below = 0; below < (1 << r) - 1; below++) {
        EdwardsPoint sum = points.get(below).copy();
        sum.add(power);
        points.add(sum);
        sums.add(sum.summand());
      }
      for (int i = 0; i < COLUMNS; i++) {
        row.twice();
      }
    }
    return new PointMultiples(sums);
  }

  /**
   * [s]P + [k]Q.
   *
   * @param s little-endian, below 2^256
   * @param k the same
   */
  static EdwardsPoint sum(byte[] s, PointMultiples p, byte[] k, PointMultiples q) {
    EdwardsPoint result = EdwardsPoint.identity();
    for (int column = COLUMNS - 1; column >= 0; column--) {
      result.twice();
      p.addTo(result, s, column);
      q.addTo(result, k, column);
    }
    return result;
  }

  private void addTo(EdwardsPoint result, byte[] scalar, int column) {
    int chosen = 0;
    for (int r = 0; r < ROWS; r++) {
      int bit = r * COLUMNS + column;
      if (bit < scalar.length * Byte.SIZE) {
        chosen |= (scalar[bit >> 3] >> (bit & 7) & 1) << r;
      }
    }
    if (chosen != 0) {
      result.add(sums.get(chosen - 1));
    }
  }
}
