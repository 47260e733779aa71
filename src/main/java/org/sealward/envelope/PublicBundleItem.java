package org.sealward.envelope;

import java.util.UUID;

/**
 * The copy of a public bundle in DynamoDB, encrypted under a KMS data key (protocol §5.6). The
 * component names are the attribute names.
 *
 * @param userId partition key, lower-case text
 * @param version sort key
 * @param encryptedDataKey as KMS GenerateDataKey returned it
 * @param nonce 12 bytes
 * @param ciphertext of the signed bundle's UTF-8 JSON, with the 16-byte tag
 */
public record PublicBundleItem(
    UUID userId, int version, Bytes encryptedDataKey, Bytes nonce, Bytes ciphertext) {

  public PublicBundleItem {
    Require.that(version >= 1, "version is below 1");
    Require.length("nonce", nonce, DataKeyLock.NONCE);
    Require.that(ciphertext.length() >= DataKeyLock.TAG, "ciphertext is too short");
  }

  /** As {@link VaultItem#lock}. */
  public static PublicBundleItem lock(
      UUID userId, int version, Bytes encryptedDataKey, SecretBytes dataKey, Bytes content) {
    Bytes nonce = DataKeyLock.randomNonce();
    Bytes ciphertext = DataKeyLock.lock(dataKey, nonce, associatedData(userId, version), content);
    return new PublicBundleItem(userId, version, encryptedDataKey, nonce, ciphertext);
  }

  /** The signed bundle's JSON. Throws {@link DecryptionFailedException}. */
  public Bytes unlock(SecretBytes dataKey) {
    return DataKeyLock.unlock(dataKey, nonce, associatedData(userId, version), ciphertext);
  }

  static Bytes associatedData(UUID userId, int version) {
    return Pae.labelled("public-bundle-item").id(userId).number(version).encode();
  }
}
