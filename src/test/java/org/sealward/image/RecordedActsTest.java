package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.sealward.RefusedRecords;
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
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.OwnInstitutionKey;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.QuickPassphrase;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SignedAttestation;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedLeave;
import org.sealward.envelope.SignedRevocation;
import org.sealward.envelope.UnlockKey;
import org.sealward.platform.Act;

/** Every act through the API is on record once, and none happens that cannot be. */
class RecordedActsTest {
  private static final TestService SERVICE = TestService.get();
  private static final UUID NONE = AuditRecord.NONE;
  private static final String VAULT = "/v1/me/private-key";

  private final Scene scene = new Scene();
  private final Map<UUID, Integer> seen = new HashMap<>();
  private final Set<Act.Kind> kinds = EnumSet.noneOf(Act.Kind.class);

  /** What a record says, but for its salt, id and time. */
  private record Said(
      Act.Kind kind, UUID institution, UUID subject, UUID target, UUID object, long number) {}

  private static List<AuditRecord> records(UUID actor) throws SQLException {
    try (Connection connection = SERVICE.database().asService();
        PreparedStatement select =
            connection.prepareStatement(
                "select record from audit_record where actor = ? order by position")) {
      select.setObject(1, actor);
      List<AuditRecord> records = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          records.add(AuditRecord.decode(Bytes.of(rows.getBytes(1))));
        }
      }
      return records;
    }
  }

  /** That the user's acts since the last time are these. */
  private void acted(TestUser user, Said... expected) throws SQLException {
    List<AuditRecord> all = records(user.id());
    List<AuditRecord> fresh = all.subList(seen.getOrDefault(user.id(), 0), all.size());
    assertThat(fresh)
        .extracting(
            r ->
                new Said(
                    kind(r.kind()),
                    r.institution(),
                    r.subject(),
                    r.target(),
                    r.object(),
                    r.number()))
        .containsExactlyInAnyOrder(expected); // what one act does is in no order
    seen.put(user.id(), all.size());
    for (Said said : expected) {
      kinds.add(said.kind());
    }
  }

  private static Act.Kind kind(String text) {
    return EnumSet.allOf(Act.Kind.class).stream()
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow();
  }

  private static UUID session(TestUser user) throws SQLException {
    return records(user.id()).getFirst().object();
  }

  private static TestUser.Answer expect(int status, TestUser.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return answer;
  }

  /** Does what is to be recorded: in vain while it cannot be, then with that answer. */
  private static TestUser.Answer act(int status, TestUser user, Supplier<TestUser.Answer> act) {
    try (RefusedRecords _ = new RefusedRecords(user.id())) {
      expect(500, act.get());
    }
    return expect(status, act.get());
  }

  private static Said said(
      Act.Kind kind, UUID institution, UUID subject, UUID target, UUID object, long number) {
    return new Said(kind, institution, subject, target, object, number);
  }

  private static SealedPrivateBundle sealed(TestUser user, long revision) {
    try (QuickPassphrase passphrase = new QuickPassphrase("correct horse battery staple");
        UnlockKey unlock = UnlockKey.from(passphrase);
        PrivateBundle content = PrivateBundle.of(user.keys())) {
      return SealedPrivateBundle.seal(user.id(), revision, content, List.of(unlock));
    }
  }

  private TestUser.Answer writeVault(TestUser user, SealedPrivateBundle bundle) {
    return user.send(
        user.request(VAULT)
            .header("Content-Type", "application/json")
            .header("Sealward-Identity-Token", user.idToken())
            .PUT(scene.json(bundle)));
  }

  private static TestUser.Answer readVault(TestUser user) {
    return user.send(user.request(VAULT).header("Sealward-Identity-Token", user.idToken()).GET());
  }

  /** Nothing that is done through the API is left out. */
  @Test
  void act_ofEachKind_isOnRecordOnce() throws Exception {
    // The operator and the institution.
    TestUser operator = TestUser.in(SERVICE, "operator");
    expect(200, operator.get("/v1/me"));
    String name = "Recorded " + UUID.randomUUID();
    UUID institution =
        act(201, operator, () -> operator.post("/v1/institutions", new NewInstitution(name, null)))
            .as(Institution.class)
            .id();
    acted(
        operator,
        said(Act.Kind.SESSION_BEGUN, NONE, NONE, NONE, session(operator), 0),
        said(Act.Kind.INSTITUTION_REGISTERED, institution, NONE, NONE, NONE, 0));
    expect(409, operator.post("/v1/institutions", new NewInstitution(name, null)));
    acted(operator);
    var forProbers = new NewInstitution("Canary " + UUID.randomUUID(), true);
    UUID canary =
        expect(201, operator.post("/v1/institutions", forProbers)).as(Institution.class).id();
    acted(operator, said(Act.Kind.INSTITUTION_REGISTERED, canary, NONE, NONE, NONE, 1));

    String home = "/v1/institutions/" + institution;
    Invitation forAdmin =
        act(
                201,
                operator,
                () -> operator.post(home + "/invitations", new NewInvitation("institution-admin")))
            .as(Invitation.class);
    acted(operator, said(Act.Kind.INVITATION_MADE, institution, NONE, NONE, forAdmin.id(), 2));

    TestUser admin = TestUser.in(SERVICE, "institution-admin");
    expect(200, admin.get("/v1/me"));
    var accept = new AcceptInvitation(forAdmin.code());
    act(200, admin, () -> admin.post("/v1/invitations/accept", accept));
    acted(
        admin,
        said(Act.Kind.SESSION_BEGUN, NONE, NONE, NONE, session(admin), 0),
        said(Act.Kind.INVITATION_ACCEPTED, institution, NONE, NONE, forAdmin.id(), 2));
    admin.renewTokens();
    act(200, admin, () -> admin.put(home + "/retention", new Retention(400)));
    expect(200, admin.put(home + "/retention", new Retention(null)));
    var policy = new AssistedDecryptionPolicy(true);
    act(200, admin, () -> admin.put(home + "/assisted-decryption", policy));
    acted(
        admin,
        said(Act.Kind.RETENTION_SET, institution, NONE, NONE, NONE, 400),
        said(Act.Kind.RETENTION_SET, institution, NONE, NONE, NONE, 0),
        said(Act.Kind.ASSISTED_DECRYPTION_SET, institution, NONE, NONE, NONE, 1));

    // A specialist.
    TestUser specialist = TestUser.withKeys(SERVICE, "specialist");
    Invitation invited =
        expect(201, admin.post(home + "/invitations", new NewInvitation("specialist")))
            .as(Invitation.class);
    expect(200, specialist.post("/v1/invitations/accept", new AcceptInvitation(invited.code())));
    acted(
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
    acted(
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
    acted(specialist);

    // Two patients.
    TestUser patient = TestUser.withKeys(SERVICE);
    UUID connection = connect(patient, specialist, "accept");
    acted(
        patient,
        said(Act.Kind.SESSION_BEGUN, NONE, NONE, NONE, session(patient), 0),
        said(Act.Kind.BUNDLE_PUBLISHED, NONE, NONE, NONE, NONE, 1),
        said(Act.Kind.CONNECTION_REQUESTED, NONE, patient.id(), specialist.id(), connection, 0));
    TestUser other = TestUser.in(SERVICE);
    UUID declined = connect(other, specialist, "decline");
    acted(
        specialist,
        said(
            Act.Kind.CONNECTION_ACCEPTED,
            institution,
            patient.id(),
            specialist.id(),
            connection,
            0),
        said(Act.Kind.CONNECTION_DECLINED, institution, other.id(), specialist.id(), declined, 0));

    // A conversation.
    TestConversation conversation = TestConversation.begin(patient, specialist);
    conversation.change(specialist);
    String talk = conversation.path();
    act(201, patient, () -> patient.post(talk + "/entries", conversation.body()));
    acted(
        patient,
        said(Act.Kind.CONVERSATION_BEGUN, NONE, NONE, NONE, conversation.id(), 0),
        said(Act.Kind.MEMBERS_CHANGED, NONE, NONE, NONE, conversation.id(), 1));
    expect(200, specialist.get(talk + "/wraps"));
    acted(specialist);
    MessageStored sent =
        expect(201, patient.post(talk + "/messages", conversation.message(patient, "text")))
            .as(MessageStored.class);
    String message = talk + "/messages/" + sent.seq();
    act(204, patient, () -> delete(patient, message));
    expect(204, delete(patient, message)); // changes nothing
    acted(patient, said(Act.Kind.MESSAGES_ERASED, NONE, NONE, NONE, conversation.id(), sent.seq()));

    // An image.
    Scene.Person owner = new Scene.Person(patient, patient.keys());
    Scene.Person reader = new Scene.Person(specialist, specialist.keys());
    Scene.Picture picture =
        scene.stored(scene.picture(owner, patient.id(), conversation.id(), 1000));
    String grants = "/v1/images/" + picture.id() + "/grants";
    SignedGrant grant = scene.grant(picture, owner, reader);
    expect(204, patient.post(grants, grant));
    expect(204, patient.post(grants, grant)); // changes nothing
    expect(200, patient.get(grants)); // has nobody's wrap for the patient
    acted(
        patient,
        said(Act.Kind.IMAGE_GRANTED, NONE, patient.id(), specialist.id(), picture.id(), 0));
    expect(200, specialist.get(grants));
    expect(200, specialist.get("/v1/images/" + picture.id()));
    acted(
        specialist, said(Act.Kind.WRAP_FETCHED, institution, patient.id(), NONE, picture.id(), 0));
    SignedRevocation revocation =
        SignedRevocation.issue(grant.grant(), patient.keys(), Scene.now());
    String revocations = "/v1/images/" + picture.id() + "/revocations";
    act(204, patient, () -> patient.post(revocations, revocation));
    expect(204, patient.post(revocations, revocation)); // changes nothing
    expect(404, specialist.get(grants));
    acted(
        patient,
        said(Act.Kind.GRANT_REVOKED, NONE, patient.id(), specialist.id(), picture.id(), 0));
    SignedLeave leave = conversation.leave(specialist);
    act(204, specialist, () -> specialist.post(talk + "/leaves", leave));
    acted(specialist, said(Act.Kind.MEMBER_LEFT, institution, NONE, NONE, conversation.id(), 1));

    // The vault.
    expect(404, readVault(patient));
    acted(patient);
    expect(204, writeVault(patient, sealed(patient, 7)));
    expect(200, readVault(patient));
    acted(
        patient,
        said(Act.Kind.VAULT_WRITE, NONE, NONE, NONE, NONE, 7),
        said(Act.Kind.VAULT_READ, NONE, NONE, NONE, NONE, 7));

    // The end of a connection.
    String end = "/v1/connections/" + connection + "/end";
    act(200, patient, () -> patient.post(end));
    expect(409, patient.post(end));
    acted(
        patient,
        said(Act.Kind.CONNECTION_ENDED, NONE, patient.id(), specialist.id(), connection, 0));

    // What availability leaves out.
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
    acted(
        operator,
        said(Act.Kind.AVAILABILITY_EXCLUDED, NONE, NONE, NONE, excludedId, 0),
        said(Act.Kind.EXCLUSION_WITHDRAWN, NONE, NONE, NONE, excludedId, 0));

    // What the status page says.
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
    acted(
        operator,
        said(Act.Kind.STATUS_INCIDENT_OPENED, NONE, NONE, NONE, incidentId, 0),
        said(Act.Kind.STATUS_POSTED, NONE, NONE, NONE, postId, 0),
        said(Act.Kind.STATUS_WITHDRAWN, NONE, NONE, NONE, postId, 0),
        said(Act.Kind.STATUS_WITHDRAWN, NONE, NONE, NONE, incidentId, 0),
        said(Act.Kind.STATUS_MAINTENANCE_ANNOUNCED, NONE, NONE, NONE, workId, 0),
        said(Act.Kind.STATUS_WITHDRAWN, NONE, NONE, NONE, workId, 0),
        said(Act.Kind.STATUS_WEBHOOK_ADDED, NONE, NONE, NONE, webhookId, 0),
        said(Act.Kind.STATUS_WEBHOOK_REMOVED, NONE, NONE, NONE, webhookId, 0));

    // Deletion, and what forbids it.
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
    acted(
        admin,
        said(Act.Kind.LEGAL_HOLD_SET, institution, patient.id(), NONE, holdId, 0),
        said(Act.Kind.LEGAL_HOLD_LIFTED, institution, patient.id(), NONE, holdId, 0));
    act(204, patient, () -> delete(patient, image));
    expect(404, delete(patient, image));
    acted(patient, said(Act.Kind.IMAGE_ERASED, NONE, patient.id(), patient.id(), picture.id(), 0));
    TestUser leaver = TestUser.withKeys(SERVICE);
    UUID alone = TestConversation.begin(leaver).id();
    UUID left =
        scene
            .stored(
                scene.picture(new Scene.Person(leaver, leaver.keys()), leaver.id(), alone, 1000))
            .id();
    act(204, leaver, () -> delete(leaver, "/v1/me"));
    acted(
        leaver,
        said(Act.Kind.SESSION_BEGUN, NONE, NONE, NONE, session(leaver), 0),
        said(Act.Kind.BUNDLE_PUBLISHED, NONE, NONE, NONE, NONE, 1),
        said(Act.Kind.CONVERSATION_BEGUN, NONE, NONE, NONE, alone, 0),
        said(Act.Kind.ACCOUNT_ERASED, NONE, leaver.id(), NONE, leaver.id(), 0),
        said(Act.Kind.MESSAGES_ERASED, NONE, NONE, NONE, alone, 1),
        said(Act.Kind.IMAGE_ERASED, NONE, leaver.id(), leaver.id(), left, 0));

    // Tested where they are: decryption needs a node that offers it.
    Set<Act.Kind> elsewhere = EnumSet.of(Act.Kind.IMAGE_DECRYPTED, Act.Kind.AUDIT_EXPORTED);
    assertThat(kinds).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(elsewhere)));
  }

  private static TestUser.Answer delete(TestUser user, String path) {
    return user.send(user.request(path).DELETE());
  }

  private static UUID connect(TestUser patient, TestUser specialist, String answer) {
    UUID id =
        act(201, patient, () -> patient.post("/v1/connections", new NewConnection(specialist.id())))
            .as(org.sealward.api.Connection.class)
            .id();
    act(200, specialist, () -> specialist.post("/v1/connections/" + id + "/" + answer));
    return id;
  }

  @Test
  void session_thatCannotBeRecorded_doesNotBegin() {
    TestUser user = TestUser.in(SERVICE);
    try (RefusedRecords _ = new RefusedRecords(user.id())) {
      assertThat(user.get("/v1/me").status()).isEqualTo(500);
    }
    expect(200, user.get("/v1/me"));
  }

  @Test
  void act_thatCannotBeRecorded_doesNotHappen() throws Exception {
    Scene.Person owner = scene.person();
    TestUser user = owner.user();
    Scene.Person reader = scene.person();
    UUID conversation = scene.conversation(owner);
    Scene.Picture picture = scene.stored(scene.picture(owner, owner.id(), conversation, 1000));
    String grants = "/v1/images/" + picture.id() + "/grants";
    SignedGrant toReader = scene.grant(picture, owner, reader);
    SignedGrant toOwner = scene.grant(picture, owner, owner);
    expect(204, user.post(grants, toOwner));
    expect(204, writeVault(user, sealed(user, 1)));
    OwnKeys next = scene.unpublished(owner);
    TestConversation draft = TestConversation.draft(user);

    try (RefusedRecords _ = new RefusedRecords(user.id())) {
      assertThat(user.post(grants, toReader).status()).isEqualTo(500);
      TestUser.Answer fetched = user.get(grants);
      assertThat(fetched.status()).isEqualTo(500);
      assertThat(fetched.body()).doesNotContain("wrap");
      assertThat(writeVault(user, sealed(user, 2)).status()).isEqualTo(500);
      TestUser.Answer read = readVault(user);
      assertThat(read.status()).isEqualTo(500);
      assertThat(read.body()).doesNotContain("ciphertext");
      assertThat(user.put("/v1/me/bundles/2", next.signedBundle()).status()).isEqualTo(500);
      assertThat(user.post("/v1/conversations", draft.body()).status()).isEqualTo(500);
    }

    expect(404, reader.user().get(grants));
    assertThat(readVault(user).as(SealedPrivateBundle.class).revision()).isEqualTo(1);
    assertThat(user.get("/v1/users/" + user.id() + "/bundles").body())
        .contains("\"version\":1")
        .doesNotContain("\"version\":2");
    expect(404, user.get(draft.path()));

    // They were refused for nothing else.
    assertThat(expect(200, user.get(grants)).body()).contains("wrap");
    expect(204, user.post(grants, toReader));
    expect(200, reader.user().get(grants));
    expect(204, writeVault(user, sealed(user, 2)));
    assertThat(readVault(user).as(SealedPrivateBundle.class).revision()).isEqualTo(2);
    expect(201, user.post("/v1/conversations", draft.body()));
    expect(204, user.put("/v1/me/bundles/2", next.signedBundle()));
  }
}
