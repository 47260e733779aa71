package org.sealward.local.aws.kms;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 key. */
final class SigningKey implements KeyMaterial {
  static final String ALGORITHM = "ED25519_SHA_512";

  /** What DER puts before a public key, RFC 8410. */
  private static final byte[] DER = HexFormat.of().parseHex("302a300506032b6570032100");

  private final UUID id;
  private final byte[] seed;

  /**
   * @param seed 32 bytes
   */
  SigningKey(UUID id, byte[] seed) {
    if (seed.length != Ed25519.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException("a signing key has 32 bytes");
    }
    this.id = id;
    this.seed = seed.clone();
  }

  @Override
  public String id() {
    return id.toString();
  }

  @Override
  public String spec() {
    return "ECC_NIST_EDWARDS25519";
  }

  @Override
  public String usage() {
    return "SIGN_VERIFY";
  }

  /** As SubjectPublicKeyInfo. */
  byte[] publicKey() {
    byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, key, 0);
    return ByteBuffer.allocate(DER.length + key.length).put(DER).put(key).array();
  }

  byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }
}
