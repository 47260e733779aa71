package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys of institutions and what they sign, protocol §3.8. What is changed is signed anew. */
class AttestationVerifierTest {
  private final OwnInstitutionKey first =
      OwnInstitutionKey.first(Cast.id(8), Cast.seed(80), Cast.NOW);
  private final OwnInstitutionKey second = first.rotate(Cast.seed(81), Cast.NOW);
  private final OwnKeys specialist = Cast.person(2);
  private final SignedAttestation attestation = attest(specialist);

  @Test
  void keys_asPublished_areAccepted() {
    AttestationVerifier.verifyFirst(first.signedKey());
    AttestationVerifier.verifyNext(first.signedKey(), second.signedKey());
    OwnInstitutionKey reset = OwnInstitutionKey.reset(first.key(), Cast.seed(82), Cast.NOW);
    AttestationVerifier.verifyNext(first.signedKey(), reset.signedKey());
    assertThat(reset.key().kind()).isEqualTo(BundleKind.RESET);
    assertThat(reset.signedKey().continuitySignature()).isNull();
  }

  @Test
  void firstKey_thatIsNoneOrNotSignedByItself_isRefused() {
    assertThat(Refusals.of(() -> AttestationVerifier.verifyFirst(second.signedKey())))
        .isEqualTo(Failure.BROKEN_CONTINUITY);
    SignedInstitutionKey forged =
        new SignedInstitutionKey(first.key(), second.sign(first.key().selfSigned()), null);
    assertThat(Refusals.of(() -> AttestationVerifier.verifyFirst(forged)))
        .isEqualTo(Failure.BAD_SIGNATURE);
  }

  @Test
  void rotation_ofAnotherInstitutionVersionOrPredecessor_isRefused() {
    InstitutionKey honest = second.key();
    AttestationVerifier.verifyNext(first.signedKey(), rotation(honest));
    for (InstitutionKey wrong :
        List.of(
            Altered.with(honest, "institutionId", Cast.id(9)),
            Altered.with(honest, "version", 3),
            Altered.with(honest, "previousFingerprint", honest.fingerprint()))) {
      assertThat(refusalAfterFirst(rotation(wrong))).isEqualTo(Failure.BROKEN_CONTINUITY);
    }
  }

  @Test
  void rotation_toTheSameKey_isRefused() {
    OwnInstitutionKey same = first.rotate(Cast.seed(80), Cast.NOW);
    assertThat(refusalAfterFirst(same.signedKey())).isEqualTo(Failure.BROKEN_CONTINUITY);
  }

  @Test
  void rotation_signedByOnlyOneOfTheTwoKeys_isRefused() {
    InstitutionKey key = second.key();
    Bytes self = second.sign(key.selfSigned());
    Bytes continuity = first.sign(key.continuitySigned());
    assertThat(
            refusalAfterFirst(
                new SignedInstitutionKey(key, first.sign(key.selfSigned()), continuity)))
        .isEqualTo(Failure.BAD_SIGNATURE);
    assertThat(
            refusalAfterFirst(
                new SignedInstitutionKey(key, self, second.sign(key.continuitySigned()))))
        .isEqualTo(Failure.BROKEN_CONTINUITY);
    assertThat(Refusals.of(() -> new SignedInstitutionKey(key, self, null)))
        .isEqualTo(Failure.BROKEN_CONTINUITY);
  }

  @Test
  void attestation_untilItsLastMoment_isAccepted() {
    verify(attestation, specialist, Cast.NOW.plusSeconds(60));
    assertThat(
            Refusals.of(
                () -> verify(attestation, specialist, Cast.NOW.plusSeconds(60).plusMillis(1))))
        .isEqualTo(Failure.EXPIRED);
  }

  @Test
  void attestation_ofAnotherInstitutionUserOrKey_isRefused() {
    Attestation honest = attestation.attestation();
    verify(signed(honest), specialist, Cast.NOW);
    for (Attestation wrong :
        List.of(
            Altered.with(honest, "institutionId", Cast.id(9)),
            Altered.with(honest, "userId", Cast.id(3)),
            Altered.with(honest, "fingerprint", Cast.person(3).fingerprint()))) {
      assertThat(Refusals.of(() -> verify(signed(wrong), specialist, Cast.NOW)))
          .isEqualTo(Failure.WRONG_ADDRESS);
    }
  }

  @Test
  void attestation_signedByAnother_isRefused() {
    SignedAttestation forged =
        new SignedAttestation(
            attestation.attestation(), specialist.sign(attestation.attestation().encoded()));
    assertThat(Refusals.of(() -> verify(forged, specialist, Cast.NOW)))
        .isEqualTo(Failure.BAD_SIGNATURE);
  }

  private SignedAttestation attest(OwnKeys subject) {
    return SignedAttestation.issue(
        first,
        subject.userId(),
        subject.fingerprint(),
        "Dr. A",
        "cardiology",
        Cast.NOW.plusSeconds(60));
  }

  private SignedAttestation signed(Attestation content) {
    return new SignedAttestation(content, first.sign(content.encoded()));
  }

  private void verify(SignedAttestation signed, OwnKeys subject, Instant now) {
    AttestationVerifier.verify(signed, first.key(), subject.bundle(), now);
  }

  private SignedInstitutionKey rotation(InstitutionKey key) {
    return new SignedInstitutionKey(
        key, second.sign(key.selfSigned()), first.sign(key.continuitySigned()));
  }

  private Failure refusalAfterFirst(SignedInstitutionKey presented) {
    return Refusals.of(() -> AttestationVerifier.verifyNext(first.signedKey(), presented));
  }
}
