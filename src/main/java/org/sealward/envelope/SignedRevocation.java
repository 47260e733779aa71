package org.sealward.envelope;

/**
 * A revocation with the revoker's signature; it counts only after {@link GrantVerifier} accepted
 * it.
 */
public record SignedRevocation(ImageRevocation revocation, Bytes signature) {
  public SignedRevocation {
    Require.signature("signature", signature);
  }
}
