package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.Institution;
import org.sealward.api.Invitation;
import org.sealward.api.NewInstitution;
import org.sealward.api.NewInvitation;
import org.sealward.api.ProfileUpdate;
import org.sealward.client.AttestedName.Reason;
import org.sealward.client.error.AttestationException;
import org.sealward.client.error.ProblemException;
import org.sealward.envelope.Attestation;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.OwnInstitutionKey;
import org.sealward.envelope.SignedAttestation;

/** A specialist's name, signed by the institution and checked by a patient. */
final class AttestationsTest {
  private final Instant later =
      Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS).plus(Duration.ofDays(30));

  private volatile Duration ahead = Duration.ZERO;
  private final InstantSource clock = () -> Clock.systemUTC().instant().plus(ahead);
  private final TestService service = TestService.get();
  private UUID institution;
  private Person admin;
  private Person specialist;
  private Person patient;

  /** The patient's client, behind a line that may lie. */
  private LyingService line;

  private SealwardClient client;
  private Session patients;

  @BeforeEach
  void meet() {
    TestUser operator = TestUser.in(service, "operator");
    institution =
        operator
            .post("/v1/institutions", new NewInstitution("Clinic " + UUID.randomUUID(), null))
            .as(Institution.class)
            .id();
    admin = Person.inGroup(service, "institution-admin");
    admin
        .session()
        .institutions()
        .accept(
            operator
                .post(
                    "/v1/institutions/" + institution + "/invitations",
                    new NewInvitation("institution-admin"))
                .as(Invitation.class)
                .code());
    specialist = Person.inGroup(service, "specialist");
    Institutions clinic = admin.session().institutions();
    specialist.session().institutions().accept(clinic.inviteSpecialist(institution).code());
    clinic.confirm(institution, specialist.id());
    specialist
        .session()
        .specialists()
        .publish(new ProfileUpdate("Dr. Anything", "cardiology", List.of(), "", true));
    patient = Person.loggedIn(service);
    line = new LyingService(service.url());
    client =
        SealwardClient.of(line.url(), DeviceStore.inMemory())
            .vaultAccess(VaultAccess.THROUGH_SERVICE)
            .clock(clock.withZone(ZoneOffset.UTC))
            .connect();
    patients = patient.logIn(client);
  }

  @AfterEach
  void part() {
    patients.close();
    client.close();
    line.close();
    patient.close();
    specialist.close();
    admin.close();
  }

  private AttestedName check() {
    return patients
        .attestations()
        .check(patients.specialists().find(specialist.id()).orElseThrow());
  }

  private static AttestedName unverified(Reason reason) {
    return new AttestedName.Unverified(reason);
  }

  private AttestedName verified() {
    return new AttestedName.Verified(institution, "Dr. Ada Example", "Cardiology", later);
  }

  private SignedAttestation attest() {
    return admin
        .session()
        .attestations()
        .attest(institution, specialist.id(), "Dr. Ada Example", "Cardiology", later);
  }

  @Test
  void name_countsOnce_theInstitutionsKeyWasCompared() {
    assertThat(patients.attestations().digits(institution)).isEmpty();
    String digits = admin.session().attestations().makeKey(institution);
    assertThat(digits).matches("\\d{5}( \\d{5}){5}");
    assertThat(check()).isEqualTo(unverified(Reason.NOT_ATTESTED));

    attest();
    assertThat(check()).isEqualTo(unverified(Reason.INSTITUTION_NOT_COMPARED));
    assertThat(patients.attestations().digits(institution)).contains(digits);
    assertThat(patients.attestations().trust(institution, "0" + digits.substring(1) + "1"))
        .isFalse();
    assertThat(check()).isEqualTo(unverified(Reason.INSTITUTION_NOT_COMPARED));
    assertThat(patients.attestations().trust(institution, digits)).isTrue();
    assertThat(check()).isEqualTo(verified());
  }

  @Test
  void name_doesNotCount_whenExpiredOrOfOtherKeysOrOfAnotherInstitution() {
    String digits = admin.session().attestations().makeKey(institution);
    attest();
    patients.attestations().trust(institution, digits);
    assertThat(check()).isEqualTo(verified());

    UUID other = UUID.randomUUID();
    assertThat(patients.attestations().check(other, specialist.id()))
        .isEqualTo(unverified(Reason.INSTITUTION_NOT_COMPARED));
    lie(
        signed ->
            SignedAttestation.issue(
                OwnInstitutionKey.first(institution, Instant.EPOCH),
                specialist.id(),
                signed.attestation().fingerprint(),
                "Dr. Mallory",
                "Cardiology",
                later));
    assertThat(check()).isEqualTo(unverified(Reason.NOT_VALID));
    lie(signed -> changed(signed, institution, specialist.id(), "Dr. Mallory"));
    assertThat(check()).isEqualTo(unverified(Reason.NOT_VALID));
    lie(signed -> changed(signed, other, specialist.id(), "Dr. Ada Example"));
    assertThat(check()).isEqualTo(unverified(Reason.OTHER_INSTITUTION));
    lie(signed -> changed(signed, institution, patients.userId(), "Dr. Ada Example"));
    assertThat(check()).isEqualTo(unverified(Reason.OTHER_KEYS));
    line.tellsTheTruth();
    assertThat(check()).isEqualTo(verified());

    ahead = Duration.ofDays(31);
    assertThat(check()).isEqualTo(unverified(Reason.EXPIRED));
  }

  @Test
  void rotatedSpecialist_isVouchedForAgain() {
    patients.attestations().trust(institution, admin.session().attestations().makeKey(institution));
    attest();
    specialist.session().keys().rotate();
    assertThat(check()).isEqualTo(unverified(Reason.OTHER_KEYS));

    assertThat(admin.session().attestations().renew(institution)).isEqualTo(1);
    assertThat(check()).isEqualTo(verified());
    assertThat(admin.session().attestations().renew(institution)).isZero();
  }

  @Test
  void rotatedInstitution_isFollowed_andOneThatBeganAnewIsNot() {
    Attestations clinic = admin.session().attestations();
    String first = clinic.makeKey(institution);
    assertThatThrownBy(() -> clinic.makeKey(institution))
        .isInstanceOfSatisfying(
            AttestationException.class,
            e -> assertThat(e.reason()).isEqualTo(AttestationException.Reason.KEY_EXISTS));
    attest();
    patients.attestations().trust(institution, first);

    // On another device of the admin: the key is in the vault.
    String second = admin.onNewDevice().attestations().rotateKey(institution);
    assertThat(second).isNotEqualTo(first);
    assertThat(check()).isEqualTo(verified());

    String third = clinic.resetKey(institution);
    assertThat(check()).isEqualTo(unverified(Reason.INSTITUTION_RESET));
    assertThat(clinic.renew(institution)).as("what a lost key signed").isZero();
    assertThat(patients.attestations().trust(institution, third)).isTrue();
    assertThat(check()).isEqualTo(unverified(Reason.NOT_VALID));
    attest();
    assertThat(check()).isEqualTo(verified());
  }

  @Test
  void key_thatWasSealedAndNotPublished_isPublishedNext() {
    try (SealwardClient broken =
            SealwardClient.of(line.url(), DeviceStore.inMemory())
                .vaultAccess(VaultAccess.THROUGH_SERVICE)
                .connect();
        Session session = admin.logIn(broken)) {
      line.fails("PUT /v1/institutions/.*/keys/1");
      assertThatThrownBy(() -> session.attestations().makeKey(institution))
          .isInstanceOf(ProblemException.class);
      line.tellsTheTruth();
    }
    attest();
    patients
        .attestations()
        .trust(institution, patients.attestations().digits(institution).orElseThrow());
    assertThat(check()).isEqualTo(verified());
  }

  @Test
  void attestation_isTakenFromTheInstitutionsAdminsAlone_andChecked() {
    Attestations clinic = admin.session().attestations();
    clinic.makeKey(institution);
    String path = "/v1/institutions/" + institution + "/attestations/" + specialist.id();
    SignedAttestation signed = attest();
    TestUser stranger = TestUser.in(service, "institution-admin");
    assertThat(stranger.put(path, signed).problem()).isEqualTo("forbidden");
    assertThat(stranger.get("/v1/institutions/" + institution + "/attestations").problem())
        .isEqualTo("forbidden");
    assertThat(stranger.put("/v1/institutions/" + institution + "/keys/1", "{}").status())
        .isIn(400, 403);
    assertThat(specialistsOwn().put(path, signed).status()).isEqualTo(403);

    assertThatThrownBy(
            () -> clinic.attest(institution, patients.userId(), "Dr. Patient", "none", later))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is("not-a-specialist-there")).isTrue());
    assertThatThrownBy(
            () -> clinic.attest(institution, specialist.id(), "Dr. Ada", "none", Instant.EPOCH))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is("invalid-envelope")).isTrue());
    assertThatThrownBy(
            () ->
                specialist
                    .session()
                    .attestations()
                    .attest(institution, specialist.id(), "Dr. Self", "none", later))
        .isInstanceOfSatisfying(
            AttestationException.class,
            e -> assertThat(e.reason()).isEqualTo(AttestationException.Reason.KEY_NOT_HELD));
    assertThat(Set.of(attest().attestation().name())).containsExactly("Dr. Ada Example");
  }

  private TestUser specialistsOwn() {
    return TestUser.in(service, "specialist");
  }

  private void lie(UnaryOperator<SignedAttestation> change) {
    line.tellsTheTruth();
    line.aboutOne("/v1/specialists/.*/attestation", SignedAttestation.class, change);
  }

  /** The signature stays, and is not of this. */
  private static SignedAttestation changed(
      SignedAttestation signed, UUID institutionId, UUID userId, String name) {
    Attestation said = signed.attestation();
    Bytes fingerprint = said.fingerprint();
    return new SignedAttestation(
        new Attestation(
            1, institutionId, userId, fingerprint, name, said.specialty(), said.notAfter()),
        signed.signature());
  }
}
