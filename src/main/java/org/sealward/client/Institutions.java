package org.sealward.client;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.Affiliation;
import org.sealward.api.Institution;
import org.sealward.api.Invitation;
import org.sealward.api.LegalHold;
import org.sealward.api.NewInstitution;
import org.sealward.api.NewInvitation;
import org.sealward.api.NewLegalHold;
import org.sealward.api.Retention;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;

/** Medical institutions and who belongs to them. */
public final class Institutions {
  private static final String PATH = "/v1/institutions";
  private static final String SPECIALIST = "specialist";
  private static final String ADMIN = "institution-admin";

  private final ServiceApi api;

  Institutions(ServiceApi api) {
    this.api = api;
  }

  public List<Institution> list() {
    return api.all(Call.get(PATH), "cursor", Institution.class);
  }

  /** For operators. */
  public Institution create(String name) {
    return create(name, null);
  }

  /**
   * Registers one for probers: others do not find it or its specialists, and what is sent there is
   * kept for a day. For operators.
   */
  public Institution createCanary(String name) {
    return create(name, true);
  }

  private Institution create(String name, @Nullable Boolean canary) {
    return api.send(Call.post(PATH, new NewInstitution(name, canary)), Institution.class);
  }

  /** Makes a one-time code by which a specialist joins. For the institution's admins. */
  public Invitation inviteSpecialist(UUID institutionId) {
    return invite(institutionId, SPECIALIST);
  }

  /** Makes a one-time code by which an admin joins. For operators and the institution's admins. */
  public Invitation inviteAdmin(UUID institutionId) {
    return invite(institutionId, ADMIN);
  }

  private Invitation invite(UUID institutionId, String role) {
    String path = PATH + "/" + institutionId + "/invitations";
    return api.send(Call.post(path, new NewInvitation(role)), Invitation.class);
  }

  /**
   * Uses an invitation. A specialist then waits to be confirmed; the role counts after {@link
   * Session#renewRoles()}.
   */
  public Affiliation accept(String code) {
    return api.send(
        Call.post("/v1/invitations/accept", new AcceptInvitation(code)), Affiliation.class);
  }

  /** Specialists who wait for confirmation. For the institution's admins. */
  public List<Affiliation> pending(UUID institutionId) {
    return specialists(institutionId, "pending");
  }

  /** Confirmed specialists. For the institution's admins. */
  public List<Affiliation> confirmed(UUID institutionId) {
    return specialists(institutionId, "active");
  }

  private List<Affiliation> specialists(UUID institutionId, String state) {
    Call query = Call.get(PATH + "/" + institutionId + "/specialists").query("state", state);
    return api.all(query, "cursor", Affiliation.class);
  }

  /**
   * Sets how many days messages and images of the institution's conversations are kept. For the
   * institution's admins.
   */
  public void keepFor(UUID institutionId, int days) {
    api.send(Call.put(PATH + "/" + institutionId + "/retention", new Retention(days)));
  }

  /** Keeps them for ever, as it is before anything was set. For the institution's admins. */
  public void keepForEver(UUID institutionId) {
    api.send(Call.put(PATH + "/" + institutionId + "/retention", new Retention(null)));
  }

  /**
   * Forbids to delete what the institution has of a person; see {@link Session#legalHolds}. For the
   * institution's admins.
   *
   * @param holdId a new one; a call that broke off is repeated with the same
   */
  public LegalHold hold(UUID institutionId, UUID holdId, UUID userId, LegalHold.Reason reason) {
    return api.send(
        Call.put(hold(institutionId, holdId), new NewLegalHold(userId, reason)), LegalHold.class);
  }

  /** Lifts a legal hold. For the institution's admins. */
  public LegalHold lift(UUID institutionId, UUID holdId, LegalHold.LiftReason reason) {
    return api.send(
        Call.of("DELETE", hold(institutionId, holdId), true).query("reason", reason.name()),
        LegalHold.class);
  }

  /** Every legal hold of the institution, lifted ones too. For the institution's admins. */
  public List<LegalHold> legalHolds(UUID institutionId) {
    return api.all(Call.get(PATH + "/" + institutionId + "/legal-holds"), "after", LegalHold.class);
  }

  private static String hold(UUID institutionId, UUID holdId) {
    return PATH + "/" + institutionId + "/legal-holds/" + holdId;
  }

  /** Vouches that the person is who they say. For the institution's admins. */
  public Affiliation confirm(UUID institutionId, UUID userId) {
    String path = PATH + "/" + institutionId + "/specialists/" + userId + "/confirm";
    return api.send(Call.post(path).idempotent(), Affiliation.class);
  }
}
