package org.sealward.envelope;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Strict Ed25519 verification (protocol §2.3): A and R canonical, of prime order and not the
 * identity; S below the group order; the cofactorless equation.
 *
 * <p>R is never decoded: [S]B − [k]A is encoded and compared with it. B and A are of prime order,
 * so that point is too, unless it is the identity, and its encoding is canonical: whatever R breaks
 * a rule differs. This also takes a fifth of the time of Bouncy Castle's verification followed by
 * its check of the order of R.
 */
final class VerifyingKey {
  private static final int SCALAR = 32;
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final byte[] IDENTITY = EdwardsPoint.identity().encode();
  private static final PointMultiples BASE =
      PointMultiples.of(point(Bytes.fromHex("58" + "66".repeat(31)).shared()));

  /** Keys of some hundred active senders; 11 KB each. */
  static final int KEPT = 1_000;

  private static final Map<Bytes, VerifyingKey> RECENT =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, VerifyingKey> eldest) {
          return size() > KEPT;
        }
      };

  private final byte[] encoded;
  private final PointMultiples negative;

  private VerifyingKey(byte[] encoded) {
    this.encoded = encoded;
    EdwardsPoint point = point(encoded);
    point.negate();
    negative = PointMultiples.of(point);
  }

  private static EdwardsPoint point(byte[] encoded) {
    EdwardsPoint point = EdwardsPoint.decode(encoded);
    if (point == null) {
      throw new IllegalStateException("an accepted key is not on the curve");
    }
    return point;
  }

  /** Throws {@link Failure#WEAK_KEY} unless the key passes every check on A. */
  static VerifyingKey checked(Bytes encoded) {
    if (encoded.length() != Suite.SIGN_PUBLIC_KEY
        || !Ed25519.validatePublicKeyFull(encoded.shared(), 0)) {
      throw new InvalidEnvelopeException(
          Failure.WEAK_KEY, "signPublicKey is not a canonical point of prime order");
    }
    return known(encoded);
  }

  /** A key of a bundle that was accepted before; spares the scalar multiplication of the check. */
  static VerifyingKey ofAccepted(PublicBundle bundle) {
    return known(bundle.signPublicKey());
  }

  private static VerifyingKey known(Bytes encoded) {
    synchronized (RECENT) {
      VerifyingKey recent = RECENT.get(encoded);
      if (recent != null) {
        return recent;
      }
    }
    VerifyingKey key = new VerifyingKey(encoded.shared());
    synchronized (RECENT) {
      RECENT.put(encoded, key);
    }
    return key;
  }

  static VerifyingKey ofAccepted(InstitutionKey key) {
    return new VerifyingKey(key.signPublicKey().shared());
  }

  boolean verifies(Bytes signature, Bytes message) {
    byte[] rs = signature.shared();
    if (rs.length != Require.SIGNATURE) {
      return false;
    }
    byte[] r = Arrays.copyOf(rs, EdwardsPoint.ENCODED);
    byte[] s = Arrays.copyOfRange(rs, EdwardsPoint.ENCODED, Require.SIGNATURE);
    if (number(s).compareTo(ORDER) >= 0 || Arrays.equals(r, IDENTITY)) {
      return false;
    }
    byte[] k = challenge(r, message);
    return Arrays.equals(PointMultiples.sum(s, BASE, k, negative).encode(), r);
  }

  /** SHA-512(R || A || M) modulo the group order, little-endian. */
  private byte[] challenge(byte[] r, Bytes message) {
    MessageDigest sha = Hash.sha512();
    sha.update(r);
    sha.update(encoded);
    return bytes(number(sha.digest(message.shared())).mod(ORDER));
  }

  private static BigInteger number(byte[] littleEndian) {
    return new BigInteger(1, reversed(littleEndian, littleEndian.length));
  }

  private static byte[] bytes(BigInteger number) {
    return reversed(number.toByteArray(), SCALAR);
  }

  /** The last bytes first; filled up with zeros. */
  private static byte[] reversed(byte[] bytes, int length) {
    byte[] reversed = new byte[length];
    for (int i = 0; i < Math.min(length, bytes.length); i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  /** Throws {@link Failure#BAD_SIGNATURE}. */
  void require(Bytes signature, Bytes message, String name) {
    if (!verifies(signature, message)) {
      throw new InvalidEnvelopeException(Failure.BAD_SIGNATURE, name + " does not verify");
    }
  }
}
