package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.image.ActsOnRecord.NONE;
import static org.sealward.image.ActsOnRecord.act;
import static org.sealward.image.ActsOnRecord.delete;
import static org.sealward.image.ActsOnRecord.expect;
import static org.sealward.image.ActsOnRecord.readVault;
import static org.sealward.image.ActsOnRecord.said;
import static org.sealward.image.ActsOnRecord.sealed;
import static org.sealward.image.ActsOnRecord.session;
import static org.sealward.image.ActsOnRecord.writeVault;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.AssistedDecryptionPolicy;
import org.sealward.api.Institution;
import org.sealward.api.Invitation;
import org.sealward.api.LegalHold;
import org.sealward.api.MessageStored;
import org.sealward.api.NewAvailabilityExclusion;
import org.sealward.api.NewConnection;
import org.sealward.api.NewInstitution;
import org.sealward.api.NewInvitation;
import org.sealward.api.NewLegalHold;
import org.sealward.api.NewStatusIncident;
import org.sealward.api.NewStatusMaintenance;
import org.sealward.api.NewStatusPost;
import org.sealward.api.NewStatusWebhook;
import org.sealward.api.ProfileUpdate;
import org.sealward.api.Retention;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.OwnInstitutionKey;
import org.sealward.envelope.SignedAttestation;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedLeave;
import org.sealward.envelope.SignedRevocation;
import org.sealward.platform.Act;

/** Every act through the API is on record once, and none happens that cannot be. */
class RecordedActsTest {
  private static final TestService SERVICE = TestService.get();

  private final Scene scene = new Scene();
  private final ActsOnRecord trail = new ActsOnRecord();

  private final TestUser operator = TestUser.in(SERVICE, "operator");
  private final TestUser admin = TestUser.in(SERVICE, "institution-admin");
  private final TestUser specialist = TestUser.withKeys(SERVICE, "specialist");
  private final TestUser patient = TestUser.withKeys(SERVICE);
  private UUID institution;
  private String home;

  @BeforeEach
  void operatorRegistersInstitutions() throws Exception {
    expect(200, operator.get("/v1/me"));
    String name = "Recorded " + UUID.randomUUID();
    institution =
        act(201, operator, () -> operator.post("/v1/institutions", new NewInstitution(name, null)))
            .as(Institution.class)
            .id();
    trail.acted(
        operator,
        said(Act.Kind.SESSION_BEGUN, NONE, NONE, NONE, session(operator), 0),
        said(Act.Kind.INSTITUTION_REGISTERED, institution, NONE, NONE, NONE, 0));
    expect(409, operator.post("/v1/institutions", new NewInstitution(name, null)));
    trail.acted(operator);
    var forProbers = new NewInstitution("Canary " + UUID.randomUUID(), true);
    UUID canary =
        expect(201, operator.post("/v1/institutions", forProbers)).as(Institution.class).id();
    trail.acted(operator, said(Act.Kind.INSTITUTION_REGISTERED, canary, NONE, NONE, NONE, 1));

    home = "/v1/institutions/" + institution;
  }

  /** Nothing that is done through the API is left out. */
  @Test
  void act_ofEachKind_isOnRecordOnce() throws Exception {
    adminJoinsAndDecides();
    specialistJoins();
    UUID connection = patientsConnect();
    TestConversation conversation = peopleTalk();
    Scene.Picture picture = imageIsShared(conversation);
    vaultIsUsed();
    connectionEnds(connection);
    availabilityIsLeftOut();
    statusPageIsWritten();
    thingsAreDeleted(picture);

    // Tested where they are: decryption needs a node that offers it.
    Set<Act.Kind> elsewhere = EnumSet.of(Act.Kind.IMAGE_DECRYPTED, Act.Kind.AUDIT_EXPORTED);
    assertThat(trail.kinds()).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(elsewhere)));
  }

  private void adminJoinsAndDecides() throws Exception {
    Invitation forAdmin =
        act(
                201,
                operator,
                () -> operator.post(home + "/invitations", new NewInvitation("institution-admin")))
            .as(Invitation.class);
    trail.acted(
        operator, said(Act.Kind.INVITATION_MADE, institution, NONE, NONE, forAdmin.id(), 2));

    expect(200, admin.get("/v1/me"));
    var accept = new AcceptInvitation(forAdmin.code());
    act(200, admin, () -> admin.post("/v1/invitations/accept", accept));
    trail.acted(
        admin,
        said(Act.Kind.SESSION_BEGUN, NONE, NONE, NONE, session(admin), 0),
        said(Act.Kind.INVITATION_ACCEPTED, institution, NONE, NONE, forAdmin.id(), 2));
    admin.renewTokens();
    act(200, admin, () -> admin.put(home + "/retention", new Retention(400)));
    expect(200, admin.put(home + "/retention", new Retention(null)));
    var policy = new AssistedDecryptionPolicy(true);
    act(200, admin, () -> admin.put(home + "/assisted-decryption", policy));
    trail.acted(
        admin,
        said(Act.Kind.RETENTION_SET, institution, NONE, NONE, NONE, 400),
        said(Act.Kind.RETENTION_SET, institution, NONE, NONE, NONE, 0),
        said(Act.Kind.ASSISTED_DECRYPTION_SET, institution, NONE, NONE, NONE, 1));
  }

  private void specialistJoins() throws Exception {
    Invitation invited =
        expect(201, admin.post(home + "/invitations", new NewInvitation("specialist")))
            .as(Invitation.class);
    expect(200, specialist.post("/v1/invitations/accept", new AcceptInvitation(invited.code())));
    trail.acted(
        specialist,
        said(Act.Kind.SESSION_BEGUN, NONE, NONE, NONE, session(specialist), 0),
        said(Act.Kind.BUNDLE_PUBLISHED, NONE, NONE, NONE, NONE, 1),
        said(Act.Kind.INVITATION_ACCEPTED, institution, NONE, NONE, invited.id(), 1));
    String confirm = home + "/specialists/" + specialist.id() + "/confirm";
    act(200, admin, () -> admin.post(confirm));
    expect(200, admin.post(confirm)); // changes nothing
    try (OwnInstitutionKey key = OwnInstitutionKey.first(institution, Scene.now())) {
      act(204, admin, () -> admin.put(home + "/keys/1", key.signedKey()));
      expect(204, admin.put(home + "/keys/1", key.signedKey())); // changes nothing
      SignedAttestation attestation =
          SignedAttestation.issue(
              key,
              specialist.id(),
              specialist.keys().fingerprint(),
              "Dr. Test",
              "dermatology",
              Scene.now().plusSeconds(3600));
      String at = home + "/attestations/" + specialist.id();
      act(204, admin, () -> admin.put(at, attestation));
    }
    trail.acted(
        admin,
        said(Act.Kind.INVITATION_MADE, institution, NONE, NONE, invited.id(), 1),
        said(Act.Kind.SPECIALIST_CONFIRMED, institution, NONE, specialist.id(), NONE, 0),
        said(Act.Kind.INSTITUTION_KEY_PUBLISHED, institution, NONE, NONE, NONE, 1),
        said(Act.Kind.SPECIALIST_ATTESTED, institution, NONE, specialist.id(), NONE, 0));
    expect(
        200,
        specialist.put(
            "/v1/me/profile",
            new ProfileUpdate("Dr. Test", "dermatology", List.of("en"), "", true)));
    trail.acted(specialist);
  }

  private UUID patientsConnect() throws Exception {
    UUID connection = connect(patient, specialist, "accept");
    trail.acted(
        patient,
        said(Act.Kind.SESSION_BEGUN, NONE, NONE, NONE, session(patient), 0),
        said(Act.Kind.BUNDLE_PUBLISHED, NONE, NONE, NONE, NONE, 1),
        said(Act.Kind.CONNECTION_REQUESTED, NONE, patient.id(), specialist.id(), connection, 0));
    TestUser other = TestUser.in(SERVICE);
    UUID declined = connect(other, specialist, "decline");
    trail.acted(
        specialist,
        said(
            Act.Kind.CONNECTION_ACCEPTED,
            institution,
            patient.id(),
            specialist.id(),
            connection,
            0),
        said(Act.Kind.CONNECTION_DECLINED, institution, other.id(), specialist.id(), declined, 0));
    return connection;
  }

  private TestConversation peopleTalk() throws Exception {
    TestConversation conversation = TestConversation.begin(patient, specialist);
    conversation.change(specialist);
    String talk = conversation.path();
    act(201, patient, () -> patient.post(talk + "/entries", conversation.body()));
    trail.acted(
        patient,
        said(Act.Kind.CONVERSATION_BEGUN, NONE, NONE, NONE, conversation.id(), 0),
        said(Act.Kind.MEMBERS_CHANGED, NONE, NONE, NONE, conversation.id(), 1));
    expect(200, specialist.get(talk + "/wraps"));
    trail.acted(specialist);
    MessageStored sent =
        expect(201, patient.post(talk + "/messages", conversation.message(patient, "text")))
            .as(MessageStored.class);
    String message = talk + "/messages/" + sent.seq();
    act(204, patient, () -> delete(patient, message));
    expect(204, delete(patient, message)); // changes nothing
    trail.acted(
        patient, said(Act.Kind.MESSAGES_ERASED, NONE, NONE, NONE, conversation.id(), sent.seq()));
    return conversation;
  }

  private Scene.Picture imageIsShared(TestConversation conversation) throws Exception {
    Scene.Person owner = new Scene.Person(patient, patient.keys());
    Scene.Person reader = new Scene.Person(specialist, specialist.keys());
    Scene.Picture picture =
        scene.stored(scene.picture(owner, patient.id(), conversation.id(), 1000));
    String grants = "/v1/images/" + picture.id() + "/grants";
    SignedGrant grant = scene.grant(picture, owner, reader);
    expect(204, patient.post(grants, grant));
    expect(204, patient.post(grants, grant)); // changes nothing
    expect(200, patient.get(grants)); // has nobody's wrap for the patient
    trail.acted(
        patient,
        said(Act.Kind.IMAGE_GRANTED, NONE, patient.id(), specialist.id(), picture.id(), 0));
    expect(200, specialist.get(grants));
    expect(200, specialist.get("/v1/images/" + picture.id()));
    trail.acted(
        specialist, said(Act.Kind.WRAP_FETCHED, institution, patient.id(), NONE, picture.id(), 0));
    SignedRevocation revocation =
        SignedRevocation.issue(grant.grant(), patient.keys(), Scene.now());
    String revocations = "/v1/images/" + picture.id() + "/revocations";
    act(204, patient, () -> patient.post(revocations, revocation));
    expect(204, patient.post(revocations, revocation)); // changes nothing
    expect(404, specialist.get(grants));
    trail.acted(
        patient,
        said(Act.Kind.GRANT_REVOKED, NONE, patient.id(), specialist.id(), picture.id(), 0));
    SignedLeave leave = conversation.leave(specialist);
    act(204, specialist, () -> specialist.post(conversation.path() + "/leaves", leave));
    trail.acted(
        specialist, said(Act.Kind.MEMBER_LEFT, institution, NONE, NONE, conversation.id(), 1));
    return picture;
  }

  private void vaultIsUsed() throws Exception {
    expect(404, readVault(patient));
    trail.acted(patient);
    expect(204, writeVault(scene, patient, sealed(patient, 7)));
    expect(200, readVault(patient));
    trail.acted(
        patient,
        said(Act.Kind.VAULT_WRITE, NONE, NONE, NONE, NONE, 7),
        said(Act.Kind.VAULT_READ, NONE, NONE, NONE, NONE, 7));
  }

  private void connectionEnds(UUID connection) throws Exception {
    String end = "/v1/connections/" + connection + "/end";
    act(200, patient, () -> patient.post(end));
    expect(409, patient.post(end));
    trail.acted(
        patient,
        said(Act.Kind.CONNECTION_ENDED, NONE, patient.id(), specialist.id(), connection, 0));
  }

  private void availabilityIsLeftOut() throws Exception {
    UUID excludedId = UUID.randomUUID();
    String excluded = "/v1/availability/standard/exclusions/" + excludedId;
    var away =
        new NewAvailabilityExclusion(
            Instant.parse("2026-03-02T00:00:00Z"),
            Instant.parse("2026-03-02T01:00:00Z"),
            "hosting-provider",
            "The region was away.",
            null,
            "An operator");
    act(200, operator, () -> operator.put(excluded, away));
    expect(200, operator.put(excluded, away)); // changes nothing
    act(200, operator, () -> delete(operator, excluded));
    expect(404, delete(operator, excluded));
    expect(409, operator.put(excluded, away));
    trail.acted(
        operator,
        said(Act.Kind.AVAILABILITY_EXCLUDED, NONE, NONE, NONE, excludedId, 0),
        said(Act.Kind.EXCLUSION_WITHDRAWN, NONE, NONE, NONE, excludedId, 0));
  }

  private void statusPageIsWritten() throws Exception {
    List<String> parts = List.of("assisted-decryption");
    Instant minuteAgo = Scene.now().minusSeconds(60);
    UUID incidentId = UUID.randomUUID();
    String incident = "/v1/status/incidents/" + incidentId;
    var outage = new NewStatusIncident("An outage", "minor", minuteAgo, parts);
    act(204, operator, () -> operator.put(incident, outage));
    expect(204, operator.put(incident, outage)); // changes nothing
    UUID postId = UUID.randomUUID();
    String post = "/v1/status/posts/" + postId;
    var words = new NewStatusPost(incidentId, null, "identified", "A disk is full.");
    act(204, operator, () -> operator.put(post, words));
    expect(204, operator.put(post, words)); // changes nothing
    act(204, operator, () -> delete(operator, post));
    expect(404, delete(operator, post));
    act(204, operator, () -> delete(operator, incident));
    UUID workId = UUID.randomUUID();
    String work = "/v1/status/maintenances/" + workId;
    var later =
        new NewStatusMaintenance(
            "Work", minuteAgo.plusSeconds(3600), minuteAgo.plusSeconds(7200), parts);
    act(204, operator, () -> operator.put(work, later));
    act(204, operator, () -> delete(operator, work));
    UUID webhookId = UUID.randomUUID();
    String webhook = "/v1/status/webhooks/" + webhookId;
    var receiver = new NewStatusWebhook("https://hooks.example.org/");
    act(200, operator, () -> operator.put(webhook, receiver));
    expect(200, operator.put(webhook, receiver)); // changes nothing
    act(204, operator, () -> delete(operator, webhook));
    expect(404, delete(operator, webhook));
    trail.acted(
        operator,
        said(Act.Kind.STATUS_INCIDENT_OPENED, NONE, NONE, NONE, incidentId, 0),
        said(Act.Kind.STATUS_POSTED, NONE, NONE, NONE, postId, 0),
        said(Act.Kind.STATUS_WITHDRAWN, NONE, NONE, NONE, postId, 0),
        said(Act.Kind.STATUS_WITHDRAWN, NONE, NONE, NONE, incidentId, 0),
        said(Act.Kind.STATUS_MAINTENANCE_ANNOUNCED, NONE, NONE, NONE, workId, 0),
        said(Act.Kind.STATUS_WITHDRAWN, NONE, NONE, NONE, workId, 0),
        said(Act.Kind.STATUS_WEBHOOK_ADDED, NONE, NONE, NONE, webhookId, 0),
        said(Act.Kind.STATUS_WEBHOOK_REMOVED, NONE, NONE, NONE, webhookId, 0));
  }

  private void thingsAreDeleted(Scene.Picture picture) throws Exception {
    UUID holdId = UUID.randomUUID();
    String hold = home + "/legal-holds/" + holdId;
    var held = new NewLegalHold(patient.id(), LegalHold.Reason.OTHER);
    String image = "/v1/images/" + picture.id();
    act(200, admin, () -> admin.put(hold, held));
    expect(200, admin.put(hold, held)); // changes nothing
    expect(409, delete(patient, image));
    expect(409, delete(patient, "/v1/me"));
    act(200, admin, () -> delete(admin, hold + "?reason=CLOSED"));
    expect(200, delete(admin, hold + "?reason=CLOSED")); // changes nothing
    trail.acted(
        admin,
        said(Act.Kind.LEGAL_HOLD_SET, institution, patient.id(), NONE, holdId, 0),
        said(Act.Kind.LEGAL_HOLD_LIFTED, institution, patient.id(), NONE, holdId, 0));
    act(204, patient, () -> delete(patient, image));
    expect(404, delete(patient, image));
    trail.acted(
        patient, said(Act.Kind.IMAGE_ERASED, NONE, patient.id(), patient.id(), picture.id(), 0));
    TestUser leaver = TestUser.withKeys(SERVICE);
    UUID alone = TestConversation.begin(leaver).id();
    UUID left =
        scene
            .stored(
                scene.picture(new Scene.Person(leaver, leaver.keys()), leaver.id(), alone, 1000))
            .id();
    act(204, leaver, () -> delete(leaver, "/v1/me"));
    trail.acted(
        leaver,
        said(Act.Kind.SESSION_BEGUN, NONE, NONE, NONE, session(leaver), 0),
        said(Act.Kind.BUNDLE_PUBLISHED, NONE, NONE, NONE, NONE, 1),
        said(Act.Kind.CONVERSATION_BEGUN, NONE, NONE, NONE, alone, 0),
        said(Act.Kind.ACCOUNT_ERASED, NONE, leaver.id(), NONE, leaver.id(), 0),
        said(Act.Kind.MESSAGES_ERASED, NONE, NONE, NONE, alone, 1),
        said(Act.Kind.IMAGE_ERASED, NONE, leaver.id(), leaver.id(), left, 0));
  }

  private static UUID connect(TestUser patient, TestUser specialist, String answer) {
    UUID id =
        act(201, patient, () -> patient.post("/v1/connections", new NewConnection(specialist.id())))
            .as(org.sealward.api.Connection.class)
            .id();
    act(200, specialist, () -> specialist.post("/v1/connections/" + id + "/" + answer));
    return id;
  }
}
