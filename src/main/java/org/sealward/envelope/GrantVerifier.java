package org.sealward.envelope;

import java.util.UUID;

/**
 * Decides whether grants and revocations are their signers' (protocol §8.4). Whether the granter
 * holds a right to pass on is for the caller to know. Throws {@link InvalidEnvelopeException}.
 */
public final class GrantVerifier {
  private GrantVerifier() {}

  /**
   * Accepts a grant by its signature.
   *
   * @param granter the accepted bundle that the grant names
   */
  public static void verify(SignedGrant signed, PublicBundle granter) {
    ImageGrant grant = signed.grant();
    requireSigner(granter, grant.granterId(), grant.granterFingerprint());
    VerifyingKey.ofAccepted(granter)
        .require(signed.signature(), grant.encoded(), "the grant's signature");
  }

  /**
   * Accepts a revocation of {@code grant} by its owner, granter or subject.
   *
   * @param revoker the accepted bundle that the revocation names
   */
  public static void verify(SignedRevocation signed, ImageGrant grant, PublicBundle revoker) {
    ImageRevocation revocation = signed.revocation();
    if (!revocation.grantHash().equals(grant.grantHash())) {
      throw new InvalidEnvelopeException(Failure.WRONG_ADDRESS, "revocation of another grant");
    }
    UUID id = revocation.revokerId();
    if (!id.equals(grant.ownerId())
        && !id.equals(grant.granterId())
        && !id.equals(grant.subjectId())) {
      throw new InvalidEnvelopeException(
          Failure.NOT_ENTITLED, "only owner, granter or subject revoke a grant");
    }
    requireSigner(revoker, id, revocation.revokerFingerprint());
    VerifyingKey.ofAccepted(revoker)
        .require(signed.signature(), revocation.encoded(), "the revocation's signature");
  }

  private static void requireSigner(PublicBundle bundle, UUID id, Bytes fingerprint) {
    if (!bundle.userId().equals(id) || !bundle.fingerprint().equals(fingerprint)) {
      throw new InvalidEnvelopeException(
          Failure.UNKNOWN_KEY, "the bundle is not the one that is named as signer");
    }
  }
}
