package org.sealward.envelope;

import java.time.Instant;

/**
 * A revocation with the revoker's signature; it counts only after {@link GrantVerifier} accepted
 * it.
 */
public record SignedRevocation(ImageRevocation revocation, Bytes signature) {
  public SignedRevocation {
    Require.signature("signature", signature);
  }

  public static SignedRevocation issue(ImageGrant grant, OwnKeys revoker, Instant at) {
    ImageRevocation revocation =
        new ImageRevocation(
            Suite.ONE, grant.grantHash(), revoker.userId(), revoker.fingerprint(), at);
    return new SignedRevocation(revocation, revoker.sign(revocation.encoded()));
  }
}
