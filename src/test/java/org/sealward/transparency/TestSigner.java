package org.sealward.transparency;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.sealward.envelope.Bytes;

/** Signs with a seed of 32 times one byte. */
public record TestSigner(VerifierKey key, byte seed) implements NoteSigner {
  public static final String ORIGIN = "log.example/keys";

  public static TestSigner log(int seed) {
    return of(ORIGIN, SignatureType.ED25519, seed);
  }

  public static TestSigner witness(String name, int seed) {
    return of(name, SignatureType.COSIGNATURE, seed);
  }

  public static TestSigner of(String name, SignatureType type, int seed) {
    return new TestSigner(VerifierKey.of(name, type, publicKey((byte) seed)), (byte) seed);
  }

  private static Bytes publicKey(byte seed) {
    byte[] publicKey = new byte[32];
    Ed25519.generatePublicKey(repeated(seed), 0, publicKey, 0);
    return Bytes.of(publicKey);
  }

  private static byte[] repeated(byte seed) {
    byte[] whole = new byte[32];
    Arrays.fill(whole, seed);
    return whole;
  }

  @Override
  public Bytes sign(Bytes message) {
    byte[] signature = new byte[64];
    Ed25519.sign(repeated(seed), 0, message.toArray(), 0, message.length(), signature, 0);
    return Bytes.of(signature);
  }
}
