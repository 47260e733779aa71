package org.sealward.envelope;

/** A grant with the granter's signature; it counts only after {@link GrantVerifier} accepted it. */
public record SignedGrant(ImageGrant grant, Bytes signature) {
  public SignedGrant {
    Require.signature("signature", signature);
  }
}
