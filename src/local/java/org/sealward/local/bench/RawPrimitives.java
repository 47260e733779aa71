package org.sealward.local.bench;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The primitives of a sealed image as the libraries offer them, with no format around them. */
final class RawPrimitives {
  private static final int CHUNK = 16 * 1024;
  private static final int TAG = 16;
  private static final int NONCE = 12;
  private static final byte[] NOTHING = {};

  private final byte[] image;
  private final byte[] ciphertext;
  private final byte[] opened;
  private final SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
  private final HPKE hpke =
      new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  private final AsymmetricCipherKeyPair recipient = hpke.generatePrivateKey();
  private final byte[][] wrap;
  private final byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
  private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
  private final byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
  private final byte[] signed = new byte[400];
  private long nonce;
  private long sealedFrom;
  private int sealedLength;

  RawPrimitives(byte[] image) throws GeneralSecurityException {
    this.image = image;
    int chunks = image.length / CHUNK + 1;
    this.ciphertext = new byte[image.length + chunks * TAG];
    this.opened = new byte[image.length];
    this.wrap = wrap();
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    seal(1);
  }

  /** AES-256-GCM over the image, SHA-256 over its ciphertext, a wrap and a signature for each. */
  void seal(int recipients) throws GeneralSecurityException {
    encrypt();
    MessageDigest.getInstance("SHA-256").digest(ciphertext);
    for (int i = 0; i < recipients; i++) {
      wrap();
      Ed25519.sign(seed, 0, signed, 0, signed.length, signature, 0);
    }
  }

  /** A verification, an unwrap, SHA-256 over the ciphertext, AES-256-GCM. */
  void open() throws GeneralSecurityException {
    if (!Ed25519.verify(signature, 0, publicKey, 0, signed, 0, signed.length)) {
      throw new IllegalStateException("the signature does not verify");
    }
    try {
      hpke.setupBaseR(wrap[1], recipient, NOTHING).open(NOTHING, wrap[0]);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e);
    }
    MessageDigest.getInstance("SHA-256").digest(ciphertext);
    decrypt();
  }

  private byte[][] wrap() {
    try {
      var sender = hpke.setupBaseS(recipient.getPublic(), NOTHING);
      return new byte[][] {sender.seal(NOTHING, new byte[32]), sender.getEncapsulation()};
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e);
    }
  }

  void encrypt() throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    sealedFrom = nonce;
    int to = 0;
    for (int from = 0; from < image.length; from += CHUNK) {
      cipher.init(Cipher.ENCRYPT_MODE, key, parameters(nonce++));
      to += cipher.doFinal(image, from, Math.min(CHUNK, image.length - from), ciphertext, to);
    }
    sealedLength = to;
  }

  private void decrypt() throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    long number = sealedFrom;
    int to = 0;
    for (int from = 0; from < sealedLength; from += CHUNK + TAG) {
      cipher.init(Cipher.DECRYPT_MODE, key, parameters(number++));
      to +=
          cipher.doFinal(ciphertext, from, Math.min(CHUNK + TAG, sealedLength - from), opened, to);
    }
  }

  private static GCMParameterSpec parameters(long number) {
    byte[] iv = new byte[NONCE];
    for (int i = 0; i < Long.BYTES; i++) {
      iv[i] = (byte) (number >>> (8 * i));
    }
    return new GCMParameterSpec(TAG * Byte.SIZE, iv);
  }
}
