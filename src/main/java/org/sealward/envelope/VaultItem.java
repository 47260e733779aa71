package org.sealward.envelope;

/**
 * A sealed private bundle as it lies in DynamoDB, behind a lock of its own: AES-256-GCM under a KMS
 * data key that KMS releases only for the encryption context {@code identityId} (protocol §5.5).
 * The component names are the attribute names.
 *
 * @param identityId partition key, the Cognito identity id
 * @param revision of the sealed private bundle, known without opening the item
 * @param encryptedDataKey as KMS GenerateDataKey returned it
 * @param nonce 12 bytes
 * @param ciphertext of the bundle's UTF-8 JSON, with the 16-byte tag
 */
public record VaultItem(
    String identityId, long revision, Bytes encryptedDataKey, Bytes nonce, Bytes ciphertext) {

  public VaultItem {
    Require.that(!identityId.isEmpty(), "identityId is empty");
    Require.integer("revision", revision);
    Require.length("nonce", nonce, DataKeyLock.NONCE);
    Require.that(ciphertext.length() >= DataKeyLock.TAG, "ciphertext is too short");
  }

  /**
   * Locks {@code content} under a data key that is used for nothing else.
   *
   * @param dataKey 32 bytes, plaintext of {@code encryptedDataKey}
   */
  public static VaultItem lock(
      String identityId,
      long revision,
      Bytes encryptedDataKey,
      SecretBytes dataKey,
      Bytes content) {
    Bytes nonce = DataKeyLock.randomNonce();
    Bytes ciphertext =
        DataKeyLock.lock(dataKey, nonce, associatedData(identityId, revision), content);
    return new VaultItem(identityId, revision, encryptedDataKey, nonce, ciphertext);
  }

  /** The sealed bundle's JSON, still sealed. Throws {@link DecryptionFailedException}. */
  public Bytes unlock(SecretBytes dataKey) {
    return DataKeyLock.unlock(dataKey, nonce, associatedData(identityId, revision), ciphertext);
  }

  static Bytes associatedData(String identityId, long revision) {
    return Pae.labelled("vault-item").text(identityId).number(revision).encode();
  }
}
