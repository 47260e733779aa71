package org.sealward.envelope;

/** A {@link Leave} with the leaver's signature. */
public record SignedLeave(Leave leave, Bytes signature) {
  public SignedLeave {
    Require.signature("signature", signature);
  }
}
