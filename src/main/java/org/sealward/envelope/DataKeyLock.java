package org.sealward.envelope;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM under a data key that a key service handed out for this item alone. */
final class DataKeyLock {
  static final int NONCE = 12;
  static final int TAG = 16;

  private DataKeyLock() {}

  static Bytes randomNonce() {
    return Bytes.adopt(SecretBytes.random(NONCE).toArray());
  }

  static Bytes lock(SecretBytes dataKey, Bytes nonce, Bytes associatedData, Bytes content) {
    try {
      return run(Cipher.ENCRYPT_MODE, dataKey, nonce, associatedData, content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Throws {@link Failure#WRONG_KEY_OR_CONTEXT}. */
  static Bytes unlock(SecretBytes dataKey, Bytes nonce, Bytes associatedData, Bytes ciphertext) {
    try {
      return run(Cipher.DECRYPT_MODE, dataKey, nonce, associatedData, ciphertext);
    } catch (AEADBadTagException e) {
      throw new DecryptionFailedException(Failure.WRONG_KEY_OR_CONTEXT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Bytes run(
      int mode, SecretBytes dataKey, Bytes nonce, Bytes associatedData, Bytes input)
      throws GeneralSecurityException {
    Require.that(dataKey.length() == Suite.KEY, "the data key is not 32 bytes long");
    byte[] lent = dataKey.toArray();
    try (AesKey key = new AesKey(lent, 0, lent.length)) {
      Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
      aes.init(mode, key, new GCMParameterSpec(8 * TAG, nonce.shared()));
      aes.updateAAD(associatedData.shared());
      return Bytes.adopt(aes.doFinal(input.shared()));
    } finally {
      Arrays.fill(lent, (byte) 0);
    }
  }
}
