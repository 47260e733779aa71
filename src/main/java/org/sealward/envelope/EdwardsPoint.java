package org.sealward.envelope;

import org.bouncycastle.math.ec.rfc7748.X25519Field;
import org.jspecify.annotations.Nullable;

/**
 * A point of edwards25519 in extended coordinates (X : Y : Z : T), x = X/Z, y = Y/Z, xy = T/Z, on
 * Bouncy Castle's field arithmetic. The formulas are those of RFC 8032 §5.1.4, which hold for every
 * pair of points. For verification only: the time depends on the values, so none may be secret.
 *
 * <p>A sum or difference of two products may go into the next product as it is; what has more terms
 * is carried first.
 */
final class EdwardsPoint {
  static final int ENCODED = 32;

  private static final int[] D = fraction(-121665, 121666);
  private static final int[] TWICE_D = twice(D);

  private final int[] x = X25519Field.create();
  private final int[] y = X25519Field.create();
  private final int[] z = X25519Field.create();
  private final int[] t = X25519Field.create();
  private final int[] a = X25519Field.create();
  private final int[] b = X25519Field.create();
  private final int[] c = X25519Field.create();
  private final int[] e = X25519Field.create();
  private final int[] f = X25519Field.create();
  private final int[] g = X25519Field.create();
  private final int[] h = X25519Field.create();

  /** A summand with what an addition needs of it: y − x, y + x, 2dxy, where Z is 1. */
  static final class Summand {
    private final int[] difference = X25519Field.create();
    private final int[] sum = X25519Field.create();
    private final int[] product = X25519Field.create();
  }

  private EdwardsPoint() {}

  static EdwardsPoint identity() {
    EdwardsPoint point = new EdwardsPoint();
    X25519Field.one(point.y);
    X25519Field.one(point.z);
    return point;
  }

  /** The point of an encoding whose y is below the field's prime; null when there is none. */
  static @Nullable EdwardsPoint decode(byte[] encoded) {
    EdwardsPoint point = identity();
    X25519Field.decode255(encoded, point.y);
    int[] numerator = X25519Field.create();
    int[] denominator = X25519Field.create();
    X25519Field.sqr(point.y, numerator);
    X25519Field.mul(numerator, D, denominator);
    X25519Field.subOne(numerator);
    X25519Field.addOne(denominator);
    if (!X25519Field.sqrtRatioVar(numerator, denominator, point.x)) {
      return null;
    }
    X25519Field.normalize(point.x);
    boolean odd = encoded[ENCODED - 1] < 0;
    if (odd != ((point.x[0] & 1) != 0)) {
      X25519Field.negate(point.x, point.x);
      X25519Field.normalize(point.x);
    }
    X25519Field.mul(point.x, point.y, point.t);
    return point;
  }

  EdwardsPoint copy() {
    EdwardsPoint copy = new EdwardsPoint();
    X25519Field.copy(x, 0, copy.x, 0);
    X25519Field.copy(y, 0, copy.y, 0);
    X25519Field.copy(z, 0, copy.z, 0);
    X25519Field.copy(t, 0, copy.t, 0);
    return copy;
  }

  void negate() {
    X25519Field.negate(x, x);
    X25519Field.negate(t, t);
    X25519Field.carry(x);
    X25519Field.carry(t);
  }

  void twice() {
    X25519Field.sqr(x, a);
    X25519Field.sqr(y, b);
    X25519Field.sqr(z, c);
    X25519Field.add(c, c, c);
    X25519Field.add(x, y, e);
    X25519Field.sqr(e, e);
    X25519Field.apm(a, b, h, g);
    X25519Field.sub(h, e, e);
    X25519Field.carry(e);
    X25519Field.add(c, g, f);
    X25519Field.carry(f);
    multiplyOut();
  }

  void add(Summand other) {
    X25519Field.apm(y, x, b, a);
    X25519Field.mul(a, other.difference, a);
    X25519Field.mul(b, other.sum, b);
    X25519Field.mul(t, other.product, c);
    X25519Field.apm(b, a, h, e);
    X25519Field.add(z, z, a);
    X25519Field.apm(a, c, g, f);
    X25519Field.carry(f);
    X25519Field.carry(g);
    multiplyOut();
  }

  private void multiplyOut() {
    X25519Field.mul(e, f, x);
    X25519Field.mul(g, h, y);
    X25519Field.mul(f, g, z);
    X25519Field.mul(e, h, t);
  }

  Summand summand() {
    int[] inverse = X25519Field.create();
    X25519Field.invVar(z, inverse);
    X25519Field.mul(x, inverse, a);
    X25519Field.mul(y, inverse, b);
    Summand summand = new Summand();
    X25519Field.apm(b, a, summand.sum, summand.difference);
    X25519Field.carry(summand.sum);
    X25519Field.carry(summand.difference);
    X25519Field.mul(a, b, summand.product);
    X25519Field.mul(summand.product, TWICE_D, summand.product);
    return summand;
  }

  /** RFC 8032 §5.1.2. */
  byte[] encode() {
    int[] inverse = X25519Field.create();
    X25519Field.invVar(z, inverse);
    X25519Field.mul(x, inverse, a);
    X25519Field.mul(y, inverse, b);
    X25519Field.normalize(a);
    X25519Field.normalize(b);
    byte[] encoded = new byte[ENCODED];
    X25519Field.encode(b, encoded);
    encoded[ENCODED - 1] |= (byte) ((a[0] & 1) << 7);
    return encoded;
  }

  private static int[] fraction(int numerator, int denominator) {
    int[] above = X25519Field.create();
    int[] below = X25519Field.create();
    above[0] = numerator;
    below[0] = denominator;
    X25519Field.inv(below, below);
    X25519Field.mul(above, below, above);
    X25519Field.normalize(above);
    return above;
  }

  private static int[] twice(int[] element) {
    int[] result = X25519Field.create();
    X25519Field.add(element, element, result);
    X25519Field.normalize(result);
    return result;
  }
}
