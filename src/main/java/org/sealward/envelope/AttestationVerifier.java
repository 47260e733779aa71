package org.sealward.envelope;

import java.time.Instant;

/**
 * Decides whether an institution's keys and what they sign may be believed (protocol §3.8). Throws
 * {@link InvalidEnvelopeException} otherwise.
 */
public final class AttestationVerifier {
  private AttestationVerifier() {}

  /** Accepts the first key of an institution, as far as it speaks for itself. */
  public static void verifyFirst(SignedInstitutionKey presented) {
    follows(presented.key().kind() == BundleKind.FIRST, "the institution's first key is missing");
    verifyAlone(presented);
  }

  /**
   * Accepts {@code presented} as the successor of the accepted {@code newest}. After a reset a
   * person must compare it again, which is not decided here.
   */
  public static void verifyNext(SignedInstitutionKey newest, SignedInstitutionKey presented) {
    InstitutionKey before = newest.key();
    InstitutionKey after = presented.key();
    follows(after.institutionId().equals(before.institutionId()), "another institution's key");
    follows(after.version() == before.version() + 1, "version does not follow the newest one");
    follows(
        before.fingerprint().equals(after.previousFingerprint()),
        "previousFingerprint is not the newest key's");
    follows(
        !after.signPublicKey().equals(before.signPublicKey()),
        "the key of the previous version is used again");
    verifyAlone(presented);
    Bytes continuity = presented.continuitySignature();
    if (continuity != null) {
      follows(
          VerifyingKey.ofAccepted(before).verifies(continuity, after.continuitySigned()),
          "continuitySignature does not verify");
    }
  }

  /**
   * Accepts what an institution says of a user's keys.
   *
   * @param institution the newest key of the institution that the verifier knows to be its own
   * @param subject the user's newest accepted bundle
   */
  public static void verify(
      SignedAttestation signed, InstitutionKey institution, PublicBundle subject, Instant now) {
    Attestation attestation = signed.attestation();
    addressed(
        attestation.institutionId().equals(institution.institutionId()),
        "attestation by another institution");
    addressed(attestation.userId().equals(subject.userId()), "attestation of another user");
    addressed(attestation.fingerprint().equals(subject.fingerprint()), "attestation of other keys");
    VerifyingKey.ofAccepted(institution)
        .require(signed.signature(), attestation.encoded(), "the attestation's signature");
    if (now.isAfter(attestation.notAfter())) {
      throw new InvalidEnvelopeException(Failure.EXPIRED, "the attestation has expired");
    }
  }

  private static void verifyAlone(SignedInstitutionKey presented) {
    InstitutionKey key = presented.key();
    VerifyingKey.checked(key.signPublicKey())
        .require(presented.selfSignature(), key.selfSigned(), "selfSignature");
  }

  private static void follows(boolean condition, String otherwise) {
    if (!condition) {
      throw new InvalidEnvelopeException(Failure.BROKEN_CONTINUITY, otherwise);
    }
  }

  private static void addressed(boolean condition, String otherwise) {
    if (!condition) {
      throw new InvalidEnvelopeException(Failure.WRONG_ADDRESS, otherwise);
    }
  }
}
