package org.sealward.envelope;

import java.time.Instant;

/** A grant with the granter's signature; it counts only after {@link GrantVerifier} accepted it. */
public record SignedGrant(ImageGrant grant, Bytes signature) {
  public SignedGrant {
    Require.signature("signature", signature);
  }

  /**
   * Wraps {@code key} to the recipient's image KEM key and signs the grant. The owner grants to
   * itself first, to keep the key.
   *
   * @param recipient an accepted bundle, whose owner the granter means
   */
  public static SignedGrant issue(
      ImageContext image,
      SealedContent content,
      ImageKey key,
      OwnKeys granter,
      PublicBundle recipient,
      Instant createdAt) {
    Bytes fingerprint = recipient.fingerprint();
    Bytes info =
        ImageGrant.wrapInfo(image.imageId(), image.subjectId(), recipient.userId(), fingerprint);
    ImageGrant grant =
        new ImageGrant(
            Suite.ONE,
            image.imageId(),
            image.subjectId(),
            image.ownerId(),
            image.conversationId(),
            content.contentDigest(),
            content.ciphertextLength(),
            granter.userId(),
            granter.fingerprint(),
            recipient.userId(),
            fingerprint,
            createdAt,
            KeyWrap.wrap(recipient.imageKemPublicKey(), info, key.key()));
    return new SignedGrant(grant, granter.sign(grant.encoded()));
  }
}
