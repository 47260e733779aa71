package org.sealward.envelope;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The three 32-byte seeds behind one bundle (protocol §3.1). A KEM seed is the X-Wing private key
 * itself.
 */
public final class PrivateKeys implements AutoCloseable {
  private final SecretBytes kemSeed;
  private final SecretBytes imageKemSeed;
  private final SecretBytes signSeed;

  private PrivateKeys(SecretBytes kemSeed, SecretBytes imageKemSeed, SecretBytes signSeed) {
    this.kemSeed = kemSeed;
    this.imageKemSeed = imageKemSeed;
    this.signSeed = signSeed;
  }

  public static PrivateKeys generate() {
    return new PrivateKeys(
        SecretBytes.random(Suite.KEY),
        SecretBytes.random(Suite.KEY),
        SecretBytes.random(Suite.KEY));
  }

  /** Copies the seeds; each is 32 bytes. */
  public static PrivateKeys of(
      SecretBytes kemSeed, SecretBytes imageKemSeed, SecretBytes signSeed) {
    for (SecretBytes seed : new SecretBytes[] {kemSeed, imageKemSeed, signSeed}) {
      Require.that(seed.length() == Suite.KEY, "a seed is not 32 bytes long");
    }
    return new PrivateKeys(kemSeed.copy(), imageKemSeed.copy(), signSeed.copy());
  }

  SecretBytes kemSeed() {
    return kemSeed;
  }

  SecretBytes imageKemSeed() {
    return imageKemSeed;
  }

  SecretBytes signSeed() {
    return signSeed;
  }

  PrivateKeys copy() {
    return of(kemSeed, imageKemSeed, signSeed);
  }

  Bytes kemPublicKey() {
    return KeyWrap.publicKey(kemSeed);
  }

  Bytes imageKemPublicKey() {
    return KeyWrap.publicKey(imageKemSeed);
  }

  Bytes signPublicKey() {
    return signPublicKey(signSeed);
  }

  Bytes sign(Bytes message) {
    return sign(signSeed, message);
  }

  static Bytes signPublicKey(SecretBytes signSeed) {
    return signSeed.lend(
        seed -> {
          byte[] encoded = new byte[Suite.SIGN_PUBLIC_KEY];
          Ed25519.generatePublicKey(seed, 0, encoded, 0);
          return Bytes.adopt(encoded);
        });
  }

  static Bytes sign(SecretBytes signSeed, Bytes message) {
    return signSeed.lend(
        seed -> {
          byte[] text = message.shared();
          byte[] signature = new byte[Require.SIGNATURE];
          Ed25519.sign(seed, 0, text, 0, text.length, signature, 0);
          return Bytes.adopt(signature);
        });
  }

  @Override
  public void close() {
    kemSeed.close();
    imageKemSeed.close();
    signSeed.close();
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
