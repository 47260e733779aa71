package org.sealward.local.aws.cognito;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.agreement.srp.SRP6StandardGroups;
import org.sealward.local.aws.signature.Digests;

/**
 * SRP-6a as Cognito speaks it: the 3072-bit prime of RFC 3526 with generator 2, SHA-256, numbers
 * hashed in their shortest two's-complement form, and a 16-byte session key by HKDF with the info
 * {@code Caldera Derived Key}.
 */
final class Srp {
  static final BigInteger N = SRP6StandardGroups.rfc5054_3072.getN();
  static final BigInteger G = BigInteger.TWO;
  private static final BigInteger K = hash(N.toByteArray(), G.toByteArray());
  private static final byte[] INFO = "Caldera Derived Key\u0001".getBytes(StandardCharsets.UTF_8);
  private static final int KEY_LENGTH = 16;
  private static final int SECRET_BITS = 512;

  private Srp() {}

  /**
   * What is kept instead of a password.
   *
   * @param verifier g^x mod N
   */
  record Verifier(BigInteger salt, BigInteger verifier) {
    @Override
    public String toString() {
      return "Verifier[REDACTED]";
    }
  }

  /** The server's half of one exchange. */
  record Challenge(BigInteger privateB, BigInteger publicB) {
    @Override
    public String toString() {
      return "Challenge[REDACTED]";
    }
  }

  /**
   * @param poolName the pool id after its underscore
   * @param userId as sent to the client in {@code USER_ID_FOR_SRP}
   */
  static Verifier verifier(BigInteger salt, String poolName, String userId, String password) {
    byte[] identity = Digests.sha256(utf8(poolName), utf8(userId), utf8(":"), utf8(password));
    BigInteger x = hash(salt.toByteArray(), identity);
    Arrays.fill(identity, (byte) 0);
    return new Verifier(salt, G.modPow(x, N));
  }

  static BigInteger randomSalt(SecureRandom random) {
    return new BigInteger(128, random);
  }

  static Challenge challenge(SecureRandom random, Verifier verifier) {
    return challenge(new BigInteger(SECRET_BITS, random), verifier);
  }

  static Challenge challenge(BigInteger b, Verifier verifier) {
    return new Challenge(b, K.multiply(verifier.verifier()).add(G.modPow(b, N)).mod(N));
  }

  /**
   * @return the 16-byte key that signs the client's answer
   * @throws IllegalArgumentException when A is a multiple of N, which would make the key known
   */
  static byte[] sessionKey(BigInteger publicA, Challenge challenge, Verifier verifier) {
    requireUsable(publicA);
    BigInteger u = hash(publicA.toByteArray(), challenge.publicB().toByteArray());
    requireUsable(u);
    BigInteger secret =
        publicA.multiply(verifier.verifier().modPow(u, N)).modPow(challenge.privateB(), N);
    byte[] pseudoRandomKey = Digests.hmac(u.toByteArray(), secret.toByteArray());
    return Arrays.copyOf(Digests.hmac(pseudoRandomKey, INFO), KEY_LENGTH);
  }

  static void requireUsable(BigInteger value) {
    if (value.signum() <= 0 || value.mod(N).signum() == 0) {
      throw new IllegalArgumentException("SRP value is out of range");
    }
  }

  private static BigInteger hash(byte[]... parts) {
    return new BigInteger(1, Digests.sha256(parts));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
