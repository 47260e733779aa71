package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.Tables;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.ProfileUpdate;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.OwnInstitutionKey;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SignedAttestation;
import org.sealward.envelope.SignedGrant;
import org.sealward.local.search.DynamoDbItems;
import org.sealward.local.search.FileTree;
import org.sealward.local.search.Needle;
import org.sealward.local.search.ResidueSearch;
import org.sealward.local.search.SearchReport;
import org.sealward.platform.EventBodies;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Looks for what an account and an image were, in every store of the service, before and after they
 * are deleted. That the search sees it before is the control.
 */
final class CompleteErasureTest {
  private static final Pattern COLUMN = Pattern.compile("public\\.(\\w+\\.\\w+) of the row");
  private static final Pattern ATTRIBUTE = Pattern.compile("table \\S+, item \\d+, (\\w+)");

  /** Everything that still names a user whose account was deleted. */
  private static final Set<String> STAYS =
      Set.of(
          // Whom others verify by, and who may not come back.
          "public_bundle.user_id",
          "public_bundle.body",
          "userId", // of the copy of public bundles
          "erased_account.user_id",
          // Places in streams, whose hashes others' streams go on from.
          "stream.id",
          "event.stream",
          "event.actor",
          "event.body",
          "message_index.sender_id",
          // Images of others that show the user: whom they show is a part of what is signed.
          "image.subject_id",
          "image.upload_metadata",
          "image_grant.body",
          // Signed by the user; with it the others remove who left.
          "conversation_leave.user_id",
          "conversation_leave.body",
          // Who used a code that an admin made.
          "invitation.accepted_by");

  private static final Set<String> EVENTS_THAT_STAY =
      Set.of(
          "membership", // signed by others, in the chain
          "bundle",
          "connection", // of the patient's stream: ids alone
          "leave",
          "image-uploaded",
          "image-granted", // to others, of an image that shows the user
          "messages-erased",
          "account-erased");

  private final TestService service = TestService.get();
  private final Map<String, Needle> needles = new TreeMap<>();

  @TempDir private Path folder;

  private <T> List<T> rows(String sql, UUID user, Function<byte[], T> read) throws SQLException {
    try (Connection connection = service.database().asService();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, user);
      try (ResultSet row = select.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (row.next()) {
          found.add(read.apply(row.getBytes(1)));
        }
        return found;
      }
    }
  }

  private <T> List<T> bodies(String sql, UUID user, Class<T> shape) throws SQLException {
    return rows(sql, user, body -> service.bean(EventBodies.class).read(Bytes.of(body), shape));
  }

  private void look(String name, byte[] content) {
    needles.put(name, Needle.bytes(name, content));
  }

  private void look(String name, List<Bytes> contents) {
    assertThat(contents).as(name).isNotEmpty();
    for (int i = 0; i < contents.size(); i++) {
      look(name + " " + i, contents.get(i).toArray());
    }
  }

  /** Where each needle is: columns, attributes of items, "objects". */
  private Map<String, Set<String>> found() {
    try (DynamoDbClient tables = Tables.of(service.aws())) {
      SearchReport report =
          new ResidueSearch(needles.values())
              .in(service.database().store())
              .in(new DynamoDbItems("items", tables))
              .in(new FileTree("objects", service.objectsFolder()))
              .report();
      assertThat(report.errors()).isEmpty();
      assertThat(report.found()).as("all were told").isEqualTo(report.findings().size());
      Map<String, Set<String>> places = new TreeMap<>();
      report
          .findings()
          .forEach(
              finding ->
                  places
                      .computeIfAbsent(
                          finding.needle().replaceAll(" \\d+$", ""), _ -> new TreeSet<>())
                      .add(place(finding.store(), finding.place())));
      return places;
    }
  }

  /** PostgreSQL does that by itself sometimes, for its planner. */
  private void sample() throws SQLException {
    try (Connection connection = service.database().asSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("analyze");
    }
  }

  private static String place(String store, String place) {
    Matcher column = COLUMN.matcher(place);
    Matcher attribute = ATTRIBUTE.matcher(place);
    if (place.contains("pg_catalog.pg_statistic")) {
      return "pg_statistic";
    }
    return column.find()
        ? column.group(1)
        : attribute.find() ? attribute.group(1) : place.contains("/journal/") ? "journal" : store;
  }

  private Map<String, AttributeValue> vaults() {
    Map<String, AttributeValue> found = new HashMap<>();
    try (DynamoDbClient tables = Tables.of(service.aws())) {
      tables
          .scanPaginator(scan -> scan.tableName(service.aws().privateBundlesTable()))
          .items()
          .forEach(
              item -> {
                AttributeValue owner = item.get("identityId");
                AttributeValue ciphertext = item.get("ciphertext");
                if (owner != null && ciphertext != null) {
                  found.put(owner.s(), ciphertext);
                }
              });
    }
    return found;
  }

  private OutgoingImage picture(Person subject) throws IOException {
    byte[] content = new byte[3000];
    new Random(4).nextBytes(content);
    return OutgoingImage.of(Files.write(folder.resolve("picture"), content), subject.id());
  }

  /** Of every object of the owner's images. */
  private void lookForObjects(UUID owner) throws SQLException, IOException {
    List<Bytes> contents = new ArrayList<>();
    for (UUID key :
        rows(
            "select uuid_send(object_key) from image where owner_id = ?",
            owner,
            bytes -> {
              ByteBuffer id = ByteBuffer.wrap(bytes);
              return new UUID(id.getLong(), id.getLong());
            })) {
      String name = key.toString();
      contents.add(
          Bytes.of(
              Files.readAllBytes(
                  service
                      .objectsFolder()
                      .resolve("finished")
                      .resolve(name.substring(name.length() - 2))
                      .resolve(name))));
    }
    look("object", contents);
  }

  private void attest(TestClinic clinic, Person doctor, String name) {
    var now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    OwnInstitutionKey key = OwnInstitutionKey.first(clinic.institution(), now);
    String path = "/v1/institutions/" + clinic.institution();
    clinic.admin().put(path + "/keys/1", key.signedKey());
    SignedAttestation signed =
        SignedAttestation.issue(
            key,
            doctor.id(),
            doctor.session().ownKeys().fingerprint(),
            name,
            "Cardiology",
            now.plus(Duration.ofDays(1)));
    assertThat(clinic.admin().put(path + "/attestations/" + doctor.id(), signed).status())
        .isEqualTo(204);
  }

  @Test
  void account_deleted_leavesNothingButWhatOthersVerifyBy() throws Exception {
    TestClinic clinic = TestClinic.open(service);
    Map<String, AttributeValue> before = vaults();
    try (Person doctor = Person.specialist(service, clinic, "oncology")) {
      Map<String, AttributeValue> own = vaults();
      own.keySet().removeAll(before.keySet());
      Person patient = Person.loggedIn(service).connectedWith(doctor);
      UUID id = doctor.id();
      String profile = "Dr. Zebulon Thistlewick";
      String attested = "Zebulon Quincey Thistlewick";
      doctor
          .session()
          .specialists()
          .publish(new ProfileUpdate(profile, "oncology", List.of("en"), "", true));
      attest(clinic, doctor, attested);
      Conversation talk = doctor.session().conversations().start(Set.of(patient.id()));
      talk.send("a secret of the doctor's");
      talk.sendImage(picture(patient), Progress.Listener.NONE);
      patient
          .session()
          .conversations()
          .get(talk.id())
          .sendImage(picture(patient), Progress.Listener.NONE);
      patient
          .session()
          .conversations()
          .get(talk.id())
          .sendImage(picture(doctor), Progress.Listener.NONE);
      UUID left = patient.session().conversations().start(Set.of(id)).id();
      doctor.session().conversations().get(left).leave();

      needles.put("profile", Needle.text("profile", profile));
      needles.put("attestation", Needle.text("attestation", attested));
      look("vault", own.values().stream().map(v -> Bytes.of(v.b().asByteArray())).toList());
      look("epoch wrap", rows("select wrap from epoch_wrap where recipient_id = ?", id, Bytes::of));
      look(
          "message",
          bodies(
                  "select body from event where kind = 'message' and actor = ?",
                  id,
                  SealedMessage.class)
              .stream()
              .map(SealedMessage::body)
              .toList());
      look(
          "wrap of an own image",
          bodies(
                  "select g.body from image_grant g join image i on i.id = g.image_id"
                      + " where i.owner_id = ?",
                  id,
                  SignedGrant.class)
              .stream()
              .map(signed -> signed.grant().wrap())
              .toList());
      look(
          "wrap of another's image",
          bodies(
                  "select g.body from image_grant g join image i on i.id = g.image_id"
                      + " where g.recipient_id = ? and i.owner_id <> g.recipient_id",
                  id,
                  SignedGrant.class)
              .stream()
              .map(signed -> signed.grant().wrap())
              .toList());
      lookForObjects(id);
      sample();

      assertThat(found())
          .isEqualTo(
              Map.of(
                  "profile", Set.of("specialist_profile.display_name"),
                  "attestation", Set.of("attestation.body", "event.body"),
                  "vault", Set.of("ciphertext"),
                  "epoch wrap", Set.of("epoch_wrap.wrap"),
                  "message", Set.of("event.body"),
                  "wrap of an own image", Set.of("image_grant.body", "event.body"),
                  "wrap of another's image", Set.of("image_grant.body", "event.body"),
                  "object", Set.of("objects")));

      doctor.session().deleteAccount();

      assertThat(found()).isEmpty();
      assertThat(places(id)).isEqualTo(STAYS);
      assertThat(kindsThatName(id)).containsExactlyInAnyOrderElementsOf(EVENTS_THAT_STAY);
      patient.close();
    }
  }

  /** Peers know of no deletion: they go on wrapping for whom the newest entry names. */
  @Test
  void account_deleted_andItsPeersGoOn_getsNothingNew() throws Exception {
    TestClinic clinic = TestClinic.open(service);
    try (Person doctor = Person.specialist(service, clinic, "oncology");
        Person colleague = Person.specialist(service, clinic, "oncology");
        Person third = Person.specialist(service, clinic, "surgery");
        Person patient =
            Person.loggedIn(service)
                .connectedWith(doctor)
                .connectedWith(colleague)
                .connectedWith(third)) {
      Conversation talk =
          patient.session().conversations().start(Set.of(doctor.id(), colleague.id()));
      UUID id = doctor.id();
      doctor.session().deleteAccount();

      talk.add(third.id(), MemberRole.MEMBER, Conversation.History.NONE);
      Received.Message shown = talk.sendImage(picture(patient), Progress.Listener.NONE);
      patient.session().conversations().start(Set.of(colleague.id(), third.id()));

      for (String wraps :
          List.of(
              "select wrap from epoch_wrap where recipient_id = ?",
              "select body from image_grant where recipient_id = ?",
              "select body from event where stream = ? and kind = 'image-granted'",
              "select fingerprint from conversation_member where user_id = ?")) {
        assertThat(rows(wraps, id, Bytes::of)).as(wraps).isEmpty();
        assertThat(rows(wraps, colleague.id(), Bytes::of)).as("the control").hasSizeGreaterThan(0);
      }
      ImageDescription image = ((Content.Image) shown.content()).description();
      for (Person reader : List.of(colleague, third)) {
        reader.session().images().open(image).close();
      }
      talk.remove(id);
      talk.send("without them");
      assertThat(places(id)).isSubsetOf(STAYS);
      assertThat(kindsThatName(id)).isSubsetOf(EVENTS_THAT_STAY);
    }
  }

  /** Whatever names the user. */
  private Set<String> places(UUID id) {
    needles.clear();
    needles.put("id", Needle.text("id", id.toString()));
    byte[] raw =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    needles.put("id raw", Needle.bytes("id raw", raw));
    Set<String> places = new TreeSet<>();
    found().values().forEach(places::addAll);
    // Records of what was done, what is to be erased again after a restore, and the planner's
    // samples: ids alone.
    places.removeIf(
        place ->
            place.startsWith("audit_record.")
                || place.equals("journal")
                || place.equals("pg_statistic"));
    return places;
  }

  @Test
  void image_deleted_leavesNothing() throws Exception {
    TestClinic clinic = TestClinic.open(service);
    try (Person doctor = Person.specialist(service, clinic, "oncology");
        Person patient = Person.loggedIn(service).connectedWith(doctor)) {
      Conversation talk = patient.session().conversations().start(Set.of(doctor.id()));
      Received.Message shown = talk.sendImage(picture(patient), Progress.Listener.NONE);
      ImageDescription image = ((Content.Image) shown.content()).description();
      UUID id = image.imageId();
      // A revocation names the hash of a grant, and not the image.
      patient.session().images().revoke(id, doctor.id());
      look(
          "wrap",
          bodies("select body from image_grant where image_id = ?", id, SignedGrant.class).stream()
              .map(signed -> signed.grant().wrap())
              .toList());
      look("leaf hash", rows("select leaves from image_leaves where image_id = ?", id, Bytes::of));
      lookForObjects(patient.id());
      sample();
      assertThat(found())
          .isEqualTo(
              Map.of(
                  "wrap", Set.of("image_grant.body", "event.body"),
                  // A tree of one leaf has it as its head, which grants name.
                  "leaf hash",
                      Set.of(
                          "image_leaves.leaves",
                          "image.content_digest",
                          "image_grant.body",
                          "event.body"),
                  "object", Set.of("objects")));
      assertThat(kindsThatName(id)).containsExactlyInAnyOrder("image-uploaded", "image-granted");

      patient.session().images().erase(id);

      assertThat(found()).isEmpty();
      assertThat(kindsThatName(id)).containsExactly("image-erased");
    }
  }

  private List<String> kindsThatName(UUID id) throws SQLException {
    return rows(
        "select distinct convert_to(kind, 'UTF8') from event"
            + " where position(convert_to(cast(? as uuid)::text, 'UTF8') in body) > 0",
        id,
        bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
