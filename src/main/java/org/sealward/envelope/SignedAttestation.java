package org.sealward.envelope;

import java.time.Instant;
import java.util.UUID;

/**
 * An attestation with the institution's signature; it counts only after {@link AttestationVerifier}
 * accepted it.
 */
public record SignedAttestation(Attestation attestation, Bytes signature) {
  public SignedAttestation {
    Require.signature("signature", signature);
  }

  public static SignedAttestation issue(
      OwnInstitutionKey institution,
      UUID userId,
      Bytes fingerprint,
      String name,
      String specialty,
      Instant notAfter) {
    Attestation attestation =
        new Attestation(
            Suite.ONE,
            institution.key().institutionId(),
            userId,
            fingerprint,
            name,
            specialty,
            notAfter);
    return new SignedAttestation(attestation, institution.sign(attestation.encoded()));
  }
}
