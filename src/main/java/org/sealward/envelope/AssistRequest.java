package org.sealward.envelope;

import java.util.UUID;

/**
 * What a secret that is handed over for assisted decryption is bound to (protocol §10.2): it opens
 * for nothing else, and once.
 *
 * @param callerId who asks, and whom the grant names as recipient
 * @param grantHash of the caller's grant
 * @param nonce 32 bytes, random, for this request alone
 */
public record AssistRequest(
    int suite, UUID imageId, UUID callerId, Bytes grantHash, AssistSecret secret, Bytes nonce) {
  /** Bytes of a nonce. */
  public static final int NONCE = 32;

  public AssistRequest {
    Require.suite(suite);
    Require.hash("grantHash", grantHash);
    Require.length("nonce", nonce, NONCE);
  }

  /** A new request, with a nonce of its own. */
  public static AssistRequest of(ImageGrant grant, AssistSecret secret) {
    return new AssistRequest(
        Suite.ONE,
        grant.imageId(),
        grant.recipientId(),
        grant.grantHash(),
        secret,
        Bytes.adopt(SecretBytes.random(NONCE).toArray()));
  }

  /** Seals the image key; 1168 bytes. */
  public Bytes seal(AssistKey to, ImageKey key) {
    requireSecret(AssistSecret.IMAGE_KEY);
    return KeyWrap.wrap(to.publicKey(), info(to.keyId()), key.key());
  }

  /** Seals the image KEM seed of the keys that the grant names; 1168 bytes. */
  public Bytes seal(AssistKey to, OwnKeys keys) {
    requireSecret(AssistSecret.IMAGE_KEM_SEED);
    return KeyWrap.wrap(to.publicKey(), info(to.keyId()), keys.privateKeys().imageKemSeed());
  }

  /**
   * The key of the image, by the assist key's private half.
   *
   * @param grant as {@link GrantVerifier} accepted it
   */
  ImageKey open(UUID keyId, SecretBytes assistSeed, Bytes sealed, ImageGrant grant) {
    if (!grantHash.equals(grant.grantHash())
        || !imageId.equals(grant.imageId())
        || !callerId.equals(grant.recipientId())) {
      throw new InvalidEnvelopeException(Failure.WRONG_ADDRESS, "the request is of another grant");
    }
    if (sealed.length() != Suite.WRAP) {
      throw new DecryptionFailedException(Failure.WRAP_NOT_OPENED);
    }
    SecretBytes opened = KeyWrap.unwrap(assistSeed, info(keyId), sealed);
    return switch (secret) {
      case IMAGE_KEY -> ImageKey.of(requireKey(opened));
      case IMAGE_KEM_SEED -> {
        try (SecretBytes seed = requireKey(opened)) {
          yield ImageKey.of(KeyWrap.unwrap(seed, grant.wrapInfo(), grant.wrap()));
        }
      }
    };
  }

  private static SecretBytes requireKey(SecretBytes opened) {
    if (opened.length() != Suite.KEY) {
      throw new DecryptionFailedException(Failure.WRAP_NOT_OPENED);
    }
    return opened;
  }

  private void requireSecret(AssistSecret wanted) {
    if (secret != wanted) {
      throw new IllegalArgumentException("the request is for another kind of secret");
    }
  }

  /** What a seal is bound to. */
  Bytes info(UUID keyId) {
    return Pae.labelled("assist-request")
        .id(imageId)
        .id(callerId)
        .bytes(grantHash)
        .id(keyId)
        .number(secret.number())
        .bytes(nonce)
        .encode();
  }
}
