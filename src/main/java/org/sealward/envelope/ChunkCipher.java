package org.sealward.envelope;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of one message of C2SP chunked encryption as Cobblestone-256: HKDF-Expand with SHA-512
 * derives key, base nonce and commitment from the input key, the salt and the context; chunk {@code
 * i} is AES-256-GCM under the base nonce XOR {@code i} (https://c2sp.org/chunked-encryption,
 * protocol §2.1). Not thread-safe.
 */
final class ChunkCipher implements AutoCloseable {
  private static final byte[] INFO =
      Bytes.utf8("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0").shared();
  private static final int NONCE = 12;
  private static final long MAX_CHUNKS = 1L << 38;

  private final Cipher aes;
  private final AesKey key;
  private final byte[] baseNonce;
  private final Bytes salt;
  private final Bytes commitment;

  private ChunkCipher(SecretBytes inputKey, Bytes salt, Bytes context) {
    this.salt = salt;
    byte[] derived = derive(inputKey, salt, context);
    try {
      aes = Cipher.getInstance("AES/GCM/NoPadding");
      key = new AesKey(derived, 0, Suite.KEY);
      baseNonce = Arrays.copyOfRange(derived, Suite.KEY, Suite.KEY + NONCE);
      commitment =
          Bytes.adopt(
              Arrays.copyOfRange(
                  derived, Suite.KEY + NONCE, Suite.KEY + NONCE + Chunks.COMMITMENT));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  /** For sealing one message, with a fresh random salt. */
  static ChunkCipher sealing(SecretBytes inputKey, Bytes context) {
    byte[] salt = new byte[Chunks.SALT];
    new SecureRandom().nextBytes(salt);
    return withSalt(inputKey, Bytes.adopt(salt), context);
  }

  /** For sealing with a chosen salt, which must never repeat under a key. */
  static ChunkCipher withSalt(SecretBytes inputKey, Bytes salt, Bytes context) {
    Require.that(inputKey.length() == Suite.KEY, "the input key is not 32 bytes long");
    return new ChunkCipher(inputKey, salt, context);
  }

  /**
   * For opening what starts with {@code prefix}; checks the commitment, {@link
   * Failure#WRONG_KEY_OR_CONTEXT} when it does not match.
   *
   * @param prefix salt and commitment, 56 bytes
   */
  static ChunkCipher opening(SecretBytes inputKey, Bytes prefix, Bytes context) {
    ChunkCipher cipher = withSalt(inputKey, prefix.slice(0, Chunks.SALT), context);
    if (!cipher.commitment.equals(prefix.slice(Chunks.SALT, Chunks.PREFIX))) {
      cipher.close();
      throw new DecryptionFailedException(Failure.WRONG_KEY_OR_CONTEXT);
    }
    return cipher;
  }

  /** Writes salt and commitment, 56 bytes. */
  void writePrefix(byte[] out, int offset) {
    System.arraycopy(salt.shared(), 0, out, offset, Chunks.SALT);
    System.arraycopy(commitment.shared(), 0, out, offset + Chunks.SALT, Chunks.COMMITMENT);
  }

  /** Encrypts chunk {@code index} into {@code out}; returns {@code length + 16}. */
  int seal(long index, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    try {
      aes.init(Cipher.ENCRYPT_MODE, key, nonce(index));
      return aes.doFinal(in, inOffset, length, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Decrypts a chunk of {@code length} bytes, 16 to 16 400, into {@code out}; returns {@code length
   * − 16}. Throws {@link Failure#CORRUPT_CHUNK} and has written nothing then.
   */
  int open(long index, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    try {
      aes.init(Cipher.DECRYPT_MODE, key, nonce(index));
      return aes.doFinal(in, inOffset, length, out, outOffset);
    } catch (AEADBadTagException e) {
      throw new DecryptionFailedException(Failure.CORRUPT_CHUNK);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private GCMParameterSpec nonce(long index) {
    if (index < 0 || index >= MAX_CHUNKS) {
      throw InvalidEnvelopeException.malformed("more than 2^38 chunks");
    }
    byte[] nonce = baseNonce.clone();
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[NONCE - 1 - i] ^= (byte) (index >>> (8 * i));
    }
    return new GCMParameterSpec(8 * Chunks.TAG, nonce);
  }

  /** HKDF-Expand (RFC 5869) of 76 bytes: two blocks of HMAC-SHA-512. */
  private static byte[] derive(SecretBytes inputKey, Bytes salt, Bytes context) {
    return inputKey.lend(
        prk -> {
          try {
            Mac hmac = Mac.getInstance("HmacSHA512");
            hmac.init(new SecretKeySpec(prk, "HmacSHA512"));
            byte[] derived = new byte[2 * hmac.getMacLength()];
            expand(hmac, salt, context, 1);
            hmac.doFinal(derived, 0);
            hmac.update(derived, 0, hmac.getMacLength());
            expand(hmac, salt, context, 2);
            hmac.doFinal(derived, hmac.getMacLength());
            return derived;
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-512", e);
          }
        });
  }

  private static void expand(Mac hmac, Bytes salt, Bytes context, int block) {
    hmac.update(INFO);
    hmac.update(salt.shared());
    hmac.update(context.shared());
    hmac.update((byte) block);
  }

  @Override
  public void close() {
    key.close();
    Arrays.fill(baseNonce, (byte) 0);
  }
}
