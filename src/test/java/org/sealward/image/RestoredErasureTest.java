package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.GenericArgument;
import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestClinic;
import org.sealward.TestDatabase;
import org.sealward.TestServer;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.LegalHold;
import org.sealward.api.MessageStored;
import org.sealward.api.NewLegalHold;
import org.sealward.api.Page;
import org.sealward.api.StoredMessage;
import org.sealward.conversation.TestConversation;
import org.sealward.local.aws.LocalAws;

/**
 * What was erased is erased in a database that is put back to an earlier state, before anybody is
 * answered. The service is started three times: before the backup, until the erasures, and on the
 * backup.
 */
class RestoredErasureTest {
  private record Node(EmbeddedServer server, LocalAws aws) implements TestServer, AutoCloseable {
    @Override
    public URI url() {
      return server.getURI();
    }

    @Override
    public JsonMapper json() {
      return server.getApplicationContext().getBean(JsonMapper.class);
    }

    @Override
    public void close() {
      server.close();
    }
  }

  @TempDir private Path objects;
  private final TestService service = TestService.get();
  private final TestDatabase database = TestDatabase.fresh();

  private Node start(TestDatabase on) {
    Map<String, Object> settings = new HashMap<>(on.settings());
    settings.put("sealward.objects.folder", objects.toString());
    return new Node(service.node(settings), service.aws());
  }

  private static MessageStored send(TestConversation talk, TestUser sender, String text) {
    return sender
        .post(talk.path() + "/messages", talk.message(sender, text))
        .as(MessageStored.class);
  }

  private static List<Long> readable(TestConversation talk, TestUser reader) {
    return reader
        .get(talk.path() + "/messages")
        .as(new GenericArgument<Page<StoredMessage>>() {})
        .items()
        .stream()
        .filter(stored -> stored.message() != null)
        .map(StoredMessage::seq)
        .toList();
  }

  private static int delete(TestUser user, String path) {
    return user.send(user.request(path).DELETE()).status();
  }

  private static String base64(UUID id) {
    return Base64.getEncoder().encodeToString(id.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Uploads bytes that nobody opens. */
  private static String upload(TestUser owner, TestConversation talk) {
    UUID id = UUID.randomUUID();
    String metadata =
        "imageId %s,subjectId %s,conversationId %s"
            .formatted(base64(id), base64(owner.id()), base64(talk.id()));
    assertThat(
            owner
                .send(
                    owner
                        .request("/v1/uploads")
                        .header("Tus-Resumable", "1.0.0")
                        .header("Upload-Length", "100")
                        .header("Upload-Metadata", metadata)
                        .POST(BodyPublishers.noBody()))
                .status())
        .isEqualTo(201);
    assertThat(
            owner
                .send(
                    owner
                        .request("/v1/uploads/" + id)
                        .header("Tus-Resumable", "1.0.0")
                        .header("Upload-Offset", "0")
                        .header("Content-Type", "application/offset+octet-stream")
                        .method("PATCH", BodyPublishers.ofByteArray(new byte[100])))
                .status())
        .isEqualTo(204);
    return "/v1/images/" + id;
  }

  /** Until so many erasures are in the journal, and known to be. */
  private static void awaitKnown(TestDatabase of, int records) throws Exception {
    for (int i = 0; i < 1500; i++) {
      if (one(of, "select records from erasure_journal").equals(Integer.toString(records))) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError(one(of, "select records from erasure_journal"));
  }

  private static String one(TestDatabase of, String sql) throws SQLException {
    try (Connection connection = of.asSuperuser();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** It comes before what is to be erased again. */
  private static void holdOfAnInstitutionThatIsLost(Node node) {
    TestClinic clinic = TestClinic.open(node);
    TestUser specialist = clinic.specialist("radiology");
    TestUser held = clinic.patientOf(specialist);
    TestConversation.begin(held, specialist);
    String hold = "/v1/institutions/" + clinic.institution() + "/legal-holds/" + UUID.randomUUID();
    var asked = new NewLegalHold(held.id(), LegalHold.Reason.INCIDENT);
    assertThat(clinic.admin().put(hold, asked).status()).isEqualTo(200);
  }

  @Test
  void erased_afterTheBackup_isErasedInWhatWasRestored() throws Exception {
    TestUser specialist;
    TestUser patient;
    TestUser leaver;
    TestUser held;
    TestUser admin;
    UUID institution;
    TestConversation talk;
    TestConversation other;
    MessageStored gone;
    MessageStored kept;
    MessageStored left;
    String goneImage;
    String keptImage;
    try (Node node = start(database)) {
      TestClinic clinic = TestClinic.open(node);
      specialist = clinic.specialist("cardiology");
      patient = clinic.patientOf(specialist);
      leaver = clinic.patientOf(specialist);
      held = clinic.patientOf(specialist);
      admin = clinic.admin();
      institution = clinic.institution();
      TestConversation.begin(held, specialist);
      talk = TestConversation.begin(patient, specialist);
      other = TestConversation.begin(leaver, specialist);
      gone = send(talk, patient, "erased later");
      kept = send(talk, patient, "kept");
      left = send(other, leaver, "of one who leaves");
      goneImage = upload(patient, talk);
      keptImage = upload(patient, talk);
    }
    TestDatabase backup = database.copy();
    MessageStored lost;
    try (Node node = start(database)) {
      patient = patient.at(node);
      holdOfAnInstitutionThatIsLost(node);
      send(talk, patient, "lost with the database");
      lost = send(talk, patient, "lost with the database, and erased");
      assertThat(delete(patient, talk.path() + "/messages/" + lost.seq())).isEqualTo(204);
      assertThat(delete(patient, talk.path() + "/messages/" + gone.seq())).isEqualTo(204);
      assertThat(delete(patient, goneImage)).isEqualTo(204);
      assertThat(delete(leaver.at(node), "/v1/me")).isEqualTo(204);
      String hold = "/v1/institutions/" + institution + "/legal-holds/" + UUID.randomUUID();
      var asked = new NewLegalHold(held.id(), LegalHold.Reason.INCIDENT);
      assertThat(admin.at(node).put(hold, asked).status()).isEqualTo(200);
      // Two messages, an image, an account and its messages, two holds in two streams each.
      awaitKnown(database, 9);
    }
    String counts =
        "select count(*) || '/' || (select count(*) from image) || '/'"
            + " || (select count(*) from erased_account)"
            + " from event where kind = 'message' and body is not null";
    assertThat(one(database, counts)).isEqualTo("2/1/1");
    assertThat(one(backup, counts)).as("the backup has it all").isEqualTo("3/2/0");

    try (Node node = start(backup)) {
      assertThat(one(backup, counts)).as("before anybody asked").isEqualTo("1/1/1");
      specialist = specialist.at(node);
      patient = patient.at(node);
      assertThat(readable(talk, specialist)).containsExactly(kept.seq());
      assertThat(readable(other, specialist)).as("not " + left.seq()).isEmpty();
      assertThat(patient.get(goneImage).problem()).isEqualTo("image-not-found");
      assertThat(patient.get(keptImage).status()).isEqualTo(200);
      assertThat(leaver.at(node).get("/v1/me").status()).isEqualTo(401);
      assertThat(patient.get("/v1/me").status()).isEqualTo(200);

      // The place of the erased message is another's now, which stays when orders come again.
      MessageStored next = send(talk, patient, "written after the restore");
      assertThat(next.seq()).isEqualTo(lost.seq());
      assertThat(delete(held.at(node), "/v1/me")).as("held again").isEqualTo(409);
      // With those that were repeated; the account's messages were ordered twice.
      awaitKnown(backup, 16);
      MessageStored last = send(talk, patient, "erased at once");
      one(backup, "update erasure_journal set records = 0 returning records");
      assertThat(delete(patient, talk.path() + "/messages/" + last.seq())).isEqualTo(204);
      awaitKnown(backup, 17);
      assertThat(readable(talk, specialist)).containsExactly(kept.seq(), next.seq());
    }
  }
}
