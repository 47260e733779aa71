package org.sealward.envelope;

import java.time.Instant;
import java.util.UUID;

/**
 * Takes a grant back (protocol §8.5). It stops the service from serving the wrap and the
 * ciphertext; what somebody already fetched cannot be undone.
 *
 * @param grantHash see {@link ImageGrant#grantHash()}
 * @param at whole milliseconds
 */
public record ImageRevocation(
    int suite, Bytes grantHash, UUID revokerId, Bytes revokerFingerprint, Instant at) {

  public ImageRevocation {
    Require.suite(suite);
    Require.hash("grantHash", grantHash);
    Require.hash("revokerFingerprint", revokerFingerprint);
    Require.time("at", at);
  }

  /** The bytes that the revoker signs. */
  public Bytes encoded() {
    return Pae.labelled("image-revocation")
        .bytes(grantHash)
        .id(revokerId)
        .bytes(revokerFingerprint)
        .time(at)
        .encode();
  }
}
