package org.sealward.envelope;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Edwards25519 by the book (RFC 8032 §5.1), slow and open, to make the keys and signatures that a
 * library refuses to make.
 */
record Edwards(BigInteger x, BigInteger y) {
  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  static final Edwards IDENTITY = new Edwards(BigInteger.ZERO, BigInteger.ONE);
  static final Edwards BASE = decode(Bytes.fromHex("58" + "66".repeat(31)));

  /** A point of order 8; its multiples are all eight of small order. */
  static final Edwards TORSION =
      decode(Bytes.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));

  Edwards add(Edwards other) {
    BigInteger crossed = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
    BigInteger sumX = x.multiply(other.y).add(y.multiply(other.x));
    BigInteger sumY = y.multiply(other.y).add(x.multiply(other.x));
    return new Edwards(
        sumX.multiply(BigInteger.ONE.add(crossed).modInverse(P)).mod(P),
        sumY.multiply(BigInteger.ONE.subtract(crossed).modInverse(P)).mod(P));
  }

  Edwards times(BigInteger scalar) {
    Edwards result = IDENTITY;
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      result = result.add(result);
      if (scalar.testBit(bit)) {
        result = result.add(this);
      }
    }
    return result;
  }

  Edwards times(long scalar) {
    return times(BigInteger.valueOf(scalar));
  }

  Bytes encode() {
    byte[] encoded = littleEndian(y);
    encoded[31] |= (byte) (x.testBit(0) ? 0x80 : 0);
    return Bytes.of(encoded);
  }

  static Edwards decode(Bytes encoded) {
    byte[] bytes = encoded.toArray();
    boolean odd = bytes[31] < 0;
    bytes[31] &= 0x7f;
    BigInteger y = fromLittleEndian(bytes);
    BigInteger ySquared = y.multiply(y);
    BigInteger xSquared =
        ySquared
            .subtract(BigInteger.ONE)
            .multiply(D.multiply(ySquared).add(BigInteger.ONE).modInverse(P))
            .mod(P);
    BigInteger x = xSquared.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(xSquared)) {
      x = x.multiply(BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P)).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(xSquared)) {
      throw new IllegalArgumentException("not on the curve");
    }
    return new Edwards(x.testBit(0) == odd ? x : P.subtract(x), y);
  }

  static byte[] littleEndian(BigInteger value) {
    byte[] big = value.toByteArray();
    byte[] little = new byte[32];
    for (int i = 0; i < Math.min(32, big.length); i++) {
      little[i] = big[big.length - 1 - i];
    }
    return little;
  }

  static BigInteger fromLittleEndian(byte[] little) {
    byte[] big = new byte[little.length];
    for (int i = 0; i < little.length; i++) {
      big[i] = little[little.length - 1 - i];
    }
    return new BigInteger(1, big);
  }

  /**
   * A signature over {@code message} whose S is {@code nonce + k·secret}, for whatever R and A are
   * claimed; {@code k} as RFC 8032 says.
   */
  static Bytes sign(
      BigInteger secret, BigInteger nonce, Bytes claimedR, Bytes claimedA, Bytes message) {
    BigInteger k = challenge(claimedR, claimedA, message);
    return join(claimedR, nonce.add(k.multiply(secret)).mod(L));
  }

  static BigInteger challenge(Bytes r, Bytes a, Bytes message) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-512");
      sha.update(r.toArray());
      sha.update(a.toArray());
      sha.update(message.toArray());
      return fromLittleEndian(sha.digest()).mod(L);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Bytes join(Bytes r, BigInteger s) {
    byte[] signature = Arrays.copyOf(r.toArray(), 64);
    System.arraycopy(littleEndian(s), 0, signature, 32, 32);
    return Bytes.of(signature);
  }
}
