package org.sealward.envelope;

import org.jspecify.annotations.Nullable;

/**
 * A bundle as it is published (protocol §3.3). Its signatures count only after {@link
 * BundleVerifier} accepted it.
 *
 * @param selfSignature by the bundle's own signing key
 * @param continuitySignature by the previous version's signing key; present for a rotation only
 */
public record SignedBundle(
    PublicBundle bundle, Bytes selfSignature, @Nullable Bytes continuitySignature) {

  public SignedBundle {
    Require.signature("selfSignature", selfSignature);
    if (continuitySignature != null) {
      Require.signature("continuitySignature", continuitySignature);
    }
    boolean rotation = bundle.kind() == BundleKind.ROTATION;
    if (rotation && continuitySignature == null) {
      throw new InvalidEnvelopeException(
          Failure.BROKEN_CONTINUITY, "a rotation carries the previous key's signature");
    }
    Require.that(
        rotation || continuitySignature == null, "only a rotation carries a continuitySignature");
  }
}
