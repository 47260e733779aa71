package org.sealward.envelope;

import org.jspecify.annotations.Nullable;

/**
 * An institution's key as it is published; it counts only after {@link AttestationVerifier}
 * accepted it.
 *
 * @param selfSignature by the key itself
 * @param continuitySignature by the previous version's key; present for a rotation only
 */
public record SignedInstitutionKey(
    InstitutionKey key, Bytes selfSignature, @Nullable Bytes continuitySignature) {

  public SignedInstitutionKey {
    Require.signature("selfSignature", selfSignature);
    if (continuitySignature != null) {
      Require.signature("continuitySignature", continuitySignature);
    }
    boolean rotation = key.kind() == BundleKind.ROTATION;
    if (rotation && continuitySignature == null) {
      throw new InvalidEnvelopeException(
          Failure.BROKEN_CONTINUITY, "a rotation carries the previous key's signature");
    }
    Require.that(
        rotation || continuitySignature == null, "only a rotation carries a continuitySignature");
  }
}
