package org.sealward.envelope;

import java.time.Instant;
import java.util.UUID;

/** Vectors of institutions' keys and what they sign. */
final class AttestationVectors {
  private static final UUID CLINIC = Cast.id(70);
  private static final Instant NOT_AFTER = Cast.NOW.plusSeconds(3600);

  private final VectorFile file = new VectorFile("attestations", "3.8");
  private final OwnKeys specialist = Cast.person(2);
  private final OwnInstitutionKey first =
      OwnInstitutionKey.first(CLINIC, Cast.seed(0x70), Cast.NOW);
  private final OwnInstitutionKey rotated = first.rotate(Cast.seed(0x71), Cast.NOW);
  private final OwnInstitutionKey reset =
      OwnInstitutionKey.reset(first.key(), Cast.seed(0x72), Cast.NOW);

  private AttestationVectors() {}

  static VectorFile attestations() {
    return new AttestationVectors().vectors();
  }

  private VectorFile vectors() {
    key("first key", first, Cast.seed(0x70));
    key("rotation", rotated, Cast.seed(0x71));
    key("reset", reset, Cast.seed(0x72));
    SignedInstitutionKey signed = rotated.signedKey();
    successor("rotation follows", first, signed, false);
    successor("reset follows", first, reset.signedKey(), false);
    successor("the same again", first, first.signedKey(), true);
    successor(
        "another institution's",
        OwnInstitutionKey.first(Cast.id(71), Cast.seed(0x70), Cast.NOW),
        signed,
        true);
    successor(
        "a version is left out",
        first,
        rotated.rotate(Cast.seed(0x73), Cast.NOW).signedKey(),
        true);
    successor(
        "continuity by the new key",
        first,
        new SignedInstitutionKey(
            signed.key(), signed.selfSignature(), rotated.sign(signed.key().continuitySigned())),
        true);
    successor(
        "self-signature by the old key",
        first,
        new SignedInstitutionKey(
            signed.key(), first.sign(signed.key().selfSigned()), signed.continuitySignature()),
        true);
    successor("the key is kept", first, first.rotate(Cast.seed(0x70), Cast.NOW).signedKey(), true);
    attestationCases();
    return file;
  }

  private void attestationCases() {
    SignedAttestation signed =
        SignedAttestation.issue(
            first,
            specialist.userId(),
            specialist.fingerprint(),
            "Dr. Zoë Example",
            "Cardiology",
            NOT_AFTER);
    attestation("attestation", signed, first, specialist, NOT_AFTER)
        .hex("encoded", signed.attestation().encoded());
    refused("expired", signed, first, specialist, NOT_AFTER.plusMillis(1));
    refused("after a rotation of the institution's key", signed, rotated, specialist, Cast.NOW);
    OwnKeys next = specialist.rotate(Cast.keys(5), Cast.NOW);
    refused("of earlier keys of the user", signed, first, next, Cast.NOW);
    refused("of another user", signed, first, Cast.person(3), Cast.NOW);
    OwnInstitutionKey other = OwnInstitutionKey.first(Cast.id(71), Cast.seed(0x70), Cast.NOW);
    refused("by another institution with the same key", signed, other, specialist, Cast.NOW);
    Attestation said = signed.attestation();
    SignedAttestation renamed =
        new SignedAttestation(
            new Attestation(
                Suite.ONE,
                said.institutionId(),
                said.userId(),
                said.fingerprint(),
                "Dr. Zoe Example",
                said.specialty(),
                said.notAfter()),
            signed.signature());
    refused("another name", renamed, first, specialist, Cast.NOW);
  }

  private void key(String name, OwnInstitutionKey own, SecretBytes seed) {
    file.add(name)
        .hex("signSeed", seed)
        .put("signedKey", own.signedKey())
        .hex("encoded", own.key().encoded())
        .hex("fingerprint", own.key().fingerprint())
        .hex("selfSigned", own.key().selfSigned())
        .put("digits", own.key().digits());
  }

  private void successor(
      String name, OwnInstitutionKey newest, SignedInstitutionKey presented, boolean refused) {
    VectorFile.Case added =
        file.add(name).put("newest", newest.signedKey()).put("presented", presented);
    if (refused) {
      added.failure(() -> AttestationVerifier.verifyNext(newest.signedKey(), presented));
    } else {
      AttestationVerifier.verifyNext(newest.signedKey(), presented);
    }
  }

  private VectorFile.Case attestation(
      String name,
      SignedAttestation signed,
      OwnInstitutionKey institution,
      OwnKeys subject,
      Instant now) {
    return file.add(name)
        .put("signedAttestation", signed)
        .put("institutionKey", institution.key())
        .put("subject", subject.bundle())
        .put("now", now);
  }

  private void refused(
      String name,
      SignedAttestation signed,
      OwnInstitutionKey institution,
      OwnKeys subject,
      Instant now) {
    attestation(name, signed, institution, subject, now)
        .failure(
            () -> AttestationVerifier.verify(signed, institution.key(), subject.bundle(), now));
  }
}
