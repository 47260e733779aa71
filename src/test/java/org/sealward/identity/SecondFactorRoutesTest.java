package org.sealward.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.Affiliation;
import org.sealward.api.ClientFrame;
import org.sealward.api.Invitation;
import org.sealward.api.Me;
import org.sealward.api.NewInstitution;
import org.sealward.api.NewInvitation;
import org.sealward.api.ProfileUpdate;
import org.sealward.api.ServerFrame;
import org.sealward.delivery.TestSocket;

/** Roles over HTTP and WebSocket: with an authenticator app, and without. */
final class SecondFactorRoutesTest {
  private static final ProfileUpdate PROFILE =
      new ProfileUpdate("Dr. Test", "cardiology", List.of("en"), "", true);

  private final TestService service = TestService.get();

  private static String answer(TestUser.Answer answer) {
    return answer.status() < 400
        ? String.valueOf(answer.status())
        : answer.status() + " " + answer.problem();
  }

  private TestUser in(String group) {
    return TestUser.in(service, group);
  }

  @Test
  void role_withoutAnAuthenticatorApp_opensNoRouteOfTheRole() {
    String refused = "403 second-factor-required";
    NewInstitution institution = new NewInstitution("Clinic " + UUID.randomUUID(), null);
    TestUser specialist = in("specialist").withoutAuthenticator();

    assertThat(answer(specialist.put("/v1/me/profile", PROFILE))).isEqualTo(refused);
    assertThat(answer(specialist.get("/v1/conversations"))).isEqualTo(refused);
    assertThat(answer(in("operator").withoutAuthenticator().post("/v1/institutions", institution)))
        .isEqualTo(refused);
    String specialists = "/v1/institutions/" + UUID.randomUUID() + "/specialists";
    assertThat(answer(in("institution-admin").withoutAuthenticator().get(specialists)))
        .isEqualTo(refused);

    // The controls: the same with one, and what is no route of a role.
    assertThat(answer(in("specialist").get("/v1/conversations"))).isEqualTo("200");
    assertThat(answer(in("operator").post("/v1/institutions", institution))).isEqualTo("201");
    assertThat(answer(in("institution-admin").get(specialists))).isEqualTo("403 forbidden");
    assertThat(specialist.get("/v1/me").as(Me.class).roles()).isEmpty();
    assertThat(in("specialist").get("/v1/me").as(Me.class).roles()).containsExactly("specialist");
  }

  @Test
  void socket_withoutAnAuthenticatorApp_isRefused() throws Exception {
    try (TestSocket socket = TestSocket.connect(service);
        TestSocket control = TestSocket.connect(service)) {
      socket.say(
          new ClientFrame.Authenticate(in("specialist").withoutAuthenticator().accessToken()));
      assertThat(socket.next())
          .isInstanceOfSatisfying(
              ServerFrame.Refused.class,
              refused -> assertThat(refused.problem()).endsWith(":second-factor-required"));
      control.say(new ClientFrame.Authenticate(in("specialist").accessToken()));
      assertThat(control.next()).isInstanceOf(ServerFrame.Ready.class);
    }
  }

  @Test
  void invitation_withoutAnAuthenticatorApp_isNotTaken_andGoodAfterwards() {
    TestClinic clinic = TestClinic.open(service);
    String code =
        clinic
            .admin()
            .post(
                "/v1/institutions/" + clinic.institution() + "/invitations",
                new NewInvitation("specialist"))
            .as(Invitation.class)
            .code();
    TestUser newcomer = TestUser.withKeys(service);
    var accept = new AcceptInvitation(code);

    assertThat(answer(newcomer.post("/v1/invitations/accept", accept)))
        .isEqualTo("403 second-factor-required");
    assertThat(newcomer.get("/v1/me").as(Me.class).affiliations()).isEmpty();

    newcomer.enrolled();
    assertThat(newcomer.post("/v1/invitations/accept", accept).as(Affiliation.class).state())
        .isEqualTo("pending");

    String confirm =
        "/v1/institutions/" + clinic.institution() + "/specialists/" + newcomer.id() + "/confirm";
    newcomer.withoutAuthenticator();
    assertThat(answer(clinic.admin().post(confirm))).isEqualTo("403 second-factor-required");
    assertThat(newcomer.get("/v1/me").as(Me.class).affiliations().getFirst().state())
        .isEqualTo("pending");
    newcomer.enrolled();
    assertThat(answer(clinic.admin().post(confirm))).isEqualTo("200");
  }
}
