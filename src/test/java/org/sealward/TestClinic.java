package org.sealward;

import java.util.List;
import java.util.UUID;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.Connection;
import org.sealward.api.Institution;
import org.sealward.api.Invitation;
import org.sealward.api.NewConnection;
import org.sealward.api.NewInstitution;
import org.sealward.api.NewInvitation;
import org.sealward.api.ProfileUpdate;

/** An institution with its admin, and people around it who have published keys. */
public final class TestClinic {
  private final TestServer service;
  private final TestUser admin;
  private final UUID institution;

  private TestClinic(TestServer service, boolean canary) {
    this.service = service;
    TestUser operator = TestUser.in(service, "operator");
    institution =
        operator
            .post("/v1/institutions", new NewInstitution("Clinic " + UUID.randomUUID(), canary))
            .as(Institution.class)
            .id();
    admin = TestUser.in(service, "institution-admin");
    join(operator, admin, "institution-admin");
  }

  public static TestClinic open(TestServer service) {
    return new TestClinic(service, false);
  }

  /** One for probers. */
  public static TestClinic openCanary(TestServer service) {
    return new TestClinic(service, true);
  }

  public UUID institution() {
    return institution;
  }

  public TestUser admin() {
    return admin;
  }

  /** A confirmed specialist with a profile, who accepts patients. */
  public TestUser specialist(String specialty) {
    return welcome(TestUser.withKeys(service, "specialist"), specialty);
  }

  /** Confirms somebody of the Cognito group {@code specialist}, who then accepts patients. */
  public TestUser welcome(TestUser specialist, String specialty) {
    join(admin, specialist, "specialist");
    expect(
        200,
        admin.post(
            "/v1/institutions/" + institution + "/specialists/" + specialist.id() + "/confirm"));
    expect(
        200,
        specialist.put(
            "/v1/me/profile", new ProfileUpdate("Dr. Test", specialty, List.of("en"), "", true)));
    return specialist;
  }

  public TestUser patient() {
    return TestUser.withKeys(service);
  }

  /** A patient who is connected with the specialist. */
  public TestUser patientOf(TestUser specialist) {
    TestUser patient = patient();
    Connection asked =
        patient.post("/v1/connections", new NewConnection(specialist.id())).as(Connection.class);
    expect(200, specialist.post("/v1/connections/" + asked.id() + "/accept"));
    return patient;
  }

  private void join(TestUser inviter, TestUser invited, String role) {
    Invitation invitation =
        inviter
            .post("/v1/institutions/" + institution + "/invitations", new NewInvitation(role))
            .as(Invitation.class);
    expect(200, invited.post("/v1/invitations/accept", new AcceptInvitation(invitation.code())));
  }

  private static void expect(int status, TestUser.Answer answer) {
    if (answer.status() != status) {
      throw new IllegalStateException(answer.toString());
    }
  }
}
