package org.sealward.envelope;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;

/**
 * HPKE base mode with X-Wing, HKDF-SHA256 and AES-256-GCM (protocol §2.2). A wrap is {@code
 * enc[1120] || ciphertext[48]}; {@code info} carries the whole context and there is no associated
 * data. HPKE says nothing about who made a wrap: signatures and commitments do.
 *
 * <p>No handler here names an exception of Bouncy Castle: it would be loaded whenever this class
 * is, so at each start of the service, and a signed jar be verified for it.
 */
final class KeyWrap {
  private static final byte[] NO_AAD = new byte[0];

  private KeyWrap() {}

  static Bytes publicKey(SecretBytes seed) {
    HPKE hpke = hpke();
    return Bytes.adopt(hpke.serializePublicKey(keyPair(hpke, seed).getPublic()));
  }

  /** Throws {@link Failure#WEAK_KEY} when nothing can be wrapped to {@code publicKey}. */
  static Bytes wrap(Bytes publicKey, Bytes info, SecretBytes key) {
    HPKEContextWithEncapsulation sender = encapsulate(publicKey, info);
    byte[] sealed =
        key.lend(
            k -> {
              try {
                return sender.seal(NO_AAD, k);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    return concat(sender.getEncapsulation(), sealed);
  }

  /** Throws {@link Failure#WRAP_NOT_OPENED}, whatever the cause. */
  static SecretBytes unwrap(SecretBytes seed, Bytes info, Bytes wrap) {
    HPKE hpke = hpke();
    AsymmetricCipherKeyPair keyPair = keyPair(hpke, seed);
    byte[] enc = wrap.slice(0, Suite.ENCAPSULATION).shared();
    byte[] sealed = wrap.slice(Suite.ENCAPSULATION, wrap.length()).shared();
    try {
      return SecretBytes.adopt(hpke.setupBaseR(enc, keyPair, info.shared()).open(NO_AAD, sealed));
    } catch (Exception e) {
      throw new DecryptionFailedException(Failure.WRAP_NOT_OPENED);
    }
  }

  /** Encapsulates once and throws the result away, to find a key that nobody could wrap to. */
  static void tryOut(Bytes publicKey) {
    encapsulate(publicKey, Bytes.EMPTY);
  }

  private static HPKEContextWithEncapsulation encapsulate(Bytes publicKey, Bytes info) {
    HPKE hpke = hpke();
    try {
      return hpke.setupBaseS(hpke.deserializePublicKey(publicKey.shared()), info.shared());
    } catch (RuntimeException e) {
      throw new InvalidEnvelopeException(
          Failure.WEAK_KEY, "nothing can be wrapped to this public key");
    }
  }

  private static AsymmetricCipherKeyPair keyPair(HPKE hpke, SecretBytes seed) {
    return seed.lend(s -> hpke.deserializePrivateKey(s, null));
  }

  private static Bytes concat(byte[] enc, byte[] sealed) {
    byte[] wrap = new byte[enc.length + sealed.length];
    System.arraycopy(enc, 0, wrap, 0, enc.length);
    System.arraycopy(sealed, 0, wrap, enc.length, sealed.length);
    return Bytes.adopt(wrap);
  }

  private static HPKE hpke() {
    return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }
}
