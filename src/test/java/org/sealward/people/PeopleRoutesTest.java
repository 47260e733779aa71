package org.sealward.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.Connection;
import org.sealward.api.Invitation;
import org.sealward.api.Me;
import org.sealward.api.NewConnection;
import org.sealward.api.NewInstitution;
import org.sealward.api.NewInvitation;
import org.sealward.api.Page;
import org.sealward.api.ProfileUpdate;
import org.sealward.api.SpecialistProfile;

final class PeopleRoutesTest {
  private static final Argument<Page<SpecialistProfile>> PROFILES = page(SpecialistProfile.class);
  private static final Argument<Page<Connection>> CONNECTIONS = page(Connection.class);

  private final TestService service = TestService.get();
  private final TestClinic clinic = TestClinic.open(service);

  @SuppressWarnings("unchecked")
  private static <T> Argument<Page<T>> page(Class<T> item) {
    return (Argument<Page<T>>) (Argument<?>) Argument.of(Page.class, item);
  }

  @Test
  void specialist_isFound_byInstitutionAndSpecialty_onceConfirmed() {
    TestUser patient = clinic.patient();
    TestUser specialist = clinic.specialist("cardiology");
    String here = "/v1/specialists?institution=" + clinic.institution();

    Page<SpecialistProfile> found = patient.get(here + "&specialty=cardiology").as(PROFILES);

    assertThat(found.items())
        .singleElement()
        .satisfies(
            profile -> {
              assertThat(profile.userId()).isEqualTo(specialist.id());
              assertThat(profile.institutionId()).isEqualTo(clinic.institution());
              assertThat(profile.languages()).containsExactly("en");
            });
    assertThat(patient.get(here + "&specialty=dermatology").as(PROFILES).items()).isEmpty();
    assertThat(patient.get("/v1/specialists?institution=" + UUID.randomUUID()).as(PROFILES).items())
        .isEmpty();
  }

  @Test
  void specialist_whomNobodyConfirmed_isNotFound() {
    TestUser patient = clinic.patient();
    TestUser pretender = TestUser.withKeys(service, "specialist");

    var update = new ProfileUpdate("Dr. No", "cardiology", List.of(), "", true);
    assertThat(pretender.put("/v1/me/profile", update).problem()).isEqualTo("specialist-not-found");
    assertThat(patient.get("/v1/specialists/" + pretender.id()).problem())
        .isEqualTo("specialist-not-found");
    assertThat(patient.post("/v1/connections", new NewConnection(pretender.id())).problem())
        .isEqualTo("specialist-not-found");
  }

  @Test
  void connection_isAsked_andDecided_once_byTheSpecialistAlone() {
    TestUser specialist = clinic.specialist("cardiology");
    TestUser other = clinic.specialist("cardiology");
    TestUser patient = clinic.patient();

    TestUser.Answer asked = patient.post("/v1/connections", new NewConnection(specialist.id()));
    assertThat(asked.status()).isEqualTo(201);
    String accept = "/v1/connections/" + asked.as(Connection.class).id() + "/accept";

    assertThat(patient.post("/v1/connections", new NewConnection(specialist.id())).problem())
        .isEqualTo("connection-exists");
    assertThat(other.post(accept).problem()).isEqualTo("connection-not-found");
    assertThat(patient.post(accept).status()).isEqualTo(403);
    assertThat(specialist.post(accept).as(Connection.class).state()).isEqualTo("accepted");
    assertThat(specialist.post(accept).problem()).isEqualTo("connection-decided");
    assertThat(patient.get("/v1/connections").as(CONNECTIONS).items())
        .singleElement()
        .satisfies(connection -> assertThat(connection.state()).isEqualTo("accepted"));
    assertThat(other.get("/v1/connections").as(CONNECTIONS).items()).isEmpty();
  }

  @Test
  void connection_thatWasDeclined_mayBeAskedForAgain() {
    TestUser specialist = clinic.specialist("cardiology");
    TestUser patient = clinic.patient();
    var ask = new NewConnection(specialist.id());

    Connection first = patient.post("/v1/connections", ask).as(Connection.class);
    assertThat(
            specialist
                .post("/v1/connections/" + first.id() + "/decline")
                .as(Connection.class)
                .state())
        .isEqualTo("declined");
    assertThat(patient.post("/v1/connections", ask).status()).isEqualTo(201);
  }

  @Test
  void connection_isEnded_byEitherSide_once() {
    TestUser specialist = clinic.specialist("cardiology");
    TestUser other = clinic.specialist("cardiology");
    TestUser patient = clinic.patient();
    var ask = new NewConnection(specialist.id());

    for (TestUser side : List.of(patient, specialist)) {
      Connection asked = patient.post("/v1/connections", ask).as(Connection.class);
      String at = "/v1/connections/" + asked.id();
      assertThat(side.post(at + "/end").problem()).isEqualTo("connection-not-accepted");
      assertThat(specialist.post(at + "/accept").status()).isEqualTo(200);
      for (TestUser stranger : List.of(other, clinic.patient())) {
        assertThat(stranger.post(at + "/end").problem()).isEqualTo("connection-not-found");
      }

      Connection ended = side.post(at + "/end").as(Connection.class);
      assertThat(ended.state()).isEqualTo("ended");
      assertThat(ended.decidedAt()).isNotNull();
      assertThat(ended.endedAt()).isAfterOrEqualTo(ended.decidedAt());
      for (TestUser either : List.of(patient, specialist)) {
        assertThat(either.post(at + "/end").problem()).isEqualTo("connection-not-accepted");
      }
      assertThat(specialist.post(at + "/accept").problem()).isEqualTo("connection-decided");
      assertThat(patient.get("/v1/connections").as(CONNECTIONS).items()).contains(ended);
    }

    // What was ended once is asked for and accepted as if for the first time.
    Connection declined = patient.post("/v1/connections", ask).as(Connection.class);
    String at = "/v1/connections/" + declined.id();
    assertThat(specialist.post(at + "/decline").status()).isEqualTo(200);
    assertThat(patient.post(at + "/end").problem()).isEqualTo("connection-not-accepted");
    assertThat(patient.get("/v1/connections").as(CONNECTIONS).items())
        .extracting(Connection::state)
        .containsExactlyInAnyOrder("ended", "ended", "declined");
  }

  @Test
  void specialist_whoTakesNoPatients_cannotBeAsked() {
    TestUser specialist = clinic.specialist("cardiology");
    TestUser patient = clinic.patient();
    specialist.put(
        "/v1/me/profile", new ProfileUpdate("Dr. Full", "cardiology", List.of(), "", false));

    assertThat(patient.post("/v1/connections", new NewConnection(specialist.id())).problem())
        .isEqualTo("specialist-not-accepting");
  }

  @Test
  void invitation_worksOnce_andOnlyForItsInstitution() {
    TestUser admin = clinic.admin();
    TestUser stranger = TestClinic.open(service).admin();
    String invitations = "/v1/institutions/" + clinic.institution() + "/invitations";
    var forSpecialist = new NewInvitation("specialist");

    assertThat(stranger.post(invitations, forSpecialist).status()).isEqualTo(403);
    Invitation invitation = admin.post(invitations, forSpecialist).as(Invitation.class);
    TestUser first = TestUser.in(service).enrolled();
    TestUser second = TestUser.in(service).enrolled();
    var accept = new AcceptInvitation(invitation.code().toLowerCase(java.util.Locale.ROOT));

    assertThat(first.post("/v1/invitations/accept", accept).status()).isEqualTo(200);
    assertThat(second.post("/v1/invitations/accept", accept).problem())
        .isEqualTo("invitation-not-valid");
    assertThat(first.get("/v1/me").as(Me.class).affiliations())
        .singleElement()
        .satisfies(affiliation -> assertThat(affiliation.state()).isEqualTo("pending"));
  }

  @Test
  void confirmation_makesASpecialist_inCognitoToo() throws InterruptedException {
    TestUser admin = clinic.admin();
    TestUser newcomer = TestUser.withKeys(service).enrolled();
    String at = "/v1/institutions/" + clinic.institution();
    Invitation invitation =
        admin.post(at + "/invitations", new NewInvitation("specialist")).as(Invitation.class);
    newcomer.post("/v1/invitations/accept", new AcceptInvitation(invitation.code()));
    assertThat(newcomer.get("/v1/me").as(Me.class).roles()).containsExactly("patient");

    assertThat(admin.post(at + "/specialists/" + newcomer.id() + "/confirm").status())
        .isEqualTo(200);

    List<String> roles = List.of();
    for (int i = 0; i < 100 && !roles.contains("specialist"); i++) {
      Thread.sleep(50);
      newcomer.renewTokens();
      roles = newcomer.get("/v1/me").as(Me.class).roles();
    }
    assertThat(roles).containsExactly("specialist");
  }

  @Test
  void institution_isMade_byOperatorsOnly_underItsOwnName() {
    TestUser operator = TestUser.in(service, "operator");
    var clinicOnce = new NewInstitution("Only once " + UUID.randomUUID(), null);

    assertThat(clinic.patient().post("/v1/institutions", clinicOnce).status()).isEqualTo(403);
    assertThat(clinic.admin().post("/v1/institutions", clinicOnce).status()).isEqualTo(403);
    assertThat(operator.post("/v1/institutions", clinicOnce).status()).isEqualTo(201);
    assertThat(operator.post("/v1/institutions", clinicOnce).problem())
        .isEqualTo("institution-exists");
    assertThat(operator.post("/v1/institutions", new NewInstitution(" ", null)).status())
        .isEqualTo(400);
  }

  @Test
  void cursor_thatNobodyGave_isRefused() {
    assertThat(clinic.patient().get("/v1/specialists?cursor=AAAA").problem())
        .isEqualTo("invalid-cursor");
  }
}
