package org.sealward.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.Invitation;
import org.sealward.api.MessageStored;
import org.sealward.api.NewConnection;
import org.sealward.api.NewInvitation;
import org.sealward.api.ProfileUpdate;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;
import org.sealward.envelope.OwnInstitutionKey;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedAttestation;
import org.sealward.envelope.SignedGrant;
import org.sealward.fault.Await;
import org.sealward.fault.HeldRow;

/** What is on its way while an account is being deleted is found by the deletion, or not stored. */
class AccountsTest {
  private final TestService service = TestService.get();
  private TestClinic clinic;
  private TestUser colleague;

  /** In a conversation of the colleague's. */
  private TestUser leaver;

  private TestConversation talk;

  @BeforeEach
  void meet() {
    clinic = TestClinic.open(service);
    colleague = clinic.specialist("cardiology");
    leaver = clinic.specialist("radiology");
    talk = TestConversation.begin(colleague, leaver);
  }

  /** What stores something of the leaver's, by whom, and where that is looked for. */
  enum Act {
    PROFILE("specialist_profile where user_id = ? and display_name = 'Dr. Other'", 200, 401),
    UPLOAD("image where owner_id = ?", 201, 401),
    BUNDLE("public_bundle where user_id = ? and version = 2", 204, 401),
    OWN_CONNECTION("connection where patient_id = ?", 201, 401),
    AFFILIATION("affiliation where user_id = ?", 200, 401),
    CONNECTION("connection where specialist_id = ?", 201, 404),
    ATTESTATION("attestation where user_id = ?", 204, 404),
    GRANT("image_grant where recipient_id = ?", 204, 204),
    CONVERSATION("epoch_wrap where recipient_id = ?", 201, 201),
    NEXT_ENTRY("epoch_wrap where recipient_id = ? and epoch = 1", 201, 201),
    OWN_ENTRY("event where actor = ? and kind = 'membership'", 201, 401),
    LEAVE("conversation_leave where user_id = ?", 204, 401);

    private final String rows;
    private final int answer;
    private final int answerDuringDeletion;

    Act(String rows, int answer, int answerDuringDeletion) {
      this.rows = rows;
      this.answer = answer;
      this.answerDuringDeletion = answerDuringDeletion;
    }
  }

  private interface Step {
    TestUser.Answer take() throws Exception;
  }

  /** Makes the leaver one who can, and prepares the act up to its request. */
  private Step step(Act act) throws Exception {
    return switch (act) {
      case PROFILE -> {
        var profile = new ProfileUpdate("Dr. Other", "radiology", List.of("en"), "", true);
        yield () -> leaver.put("/v1/me/profile", profile);
      }
      case UPLOAD -> upload(image(leaver));
      case BUNDLE -> {
        var next = leaver.keys().rotate(PrivateKeys.generate(), now()).signedBundle();
        yield () -> leaver.put("/v1/me/bundles/2", next);
      }
      case OWN_CONNECTION -> {
        leaver = clinic.patient();
        talk = TestConversation.begin(leaver);
        yield () -> leaver.post("/v1/connections", new NewConnection(colleague.id()));
      }
      case AFFILIATION -> {
        leaver = TestUser.withKeys(service, "specialist");
        talk = TestConversation.begin(leaver);
        String code =
            clinic
                .admin()
                .post(
                    "/v1/institutions/" + clinic.institution() + "/invitations",
                    new NewInvitation("specialist"))
                .as(Invitation.class)
                .code();
        yield () -> leaver.post("/v1/invitations/accept", new AcceptInvitation(code));
      }
      case CONNECTION -> {
        TestUser patient = clinic.patient();
        yield () -> patient.post("/v1/connections", new NewConnection(leaver.id()));
      }
      case ATTESTATION -> attestation();
      case GRANT -> grant(image(colleague));
      case CONVERSATION -> {
        TestConversation second = TestConversation.draft(colleague, leaver);
        yield () -> colleague.post("/v1/conversations", second.body());
      }
      case NEXT_ENTRY -> nextEntry();
      case OWN_ENTRY -> {
        var own = TestConversation.draft(leaver, colleague).body();
        yield () -> leaver.post("/v1/conversations", own);
      }
      case LEAVE -> {
        var leave = talk.leave(leaver);
        yield () -> leaver.post(talk.path() + "/leaves", leave);
      }
    };
  }

  private Step attestation() {
    OwnInstitutionKey key = OwnInstitutionKey.first(clinic.institution(), now());
    String path = "/v1/institutions/" + clinic.institution();
    assertThat(clinic.admin().put(path + "/keys/1", key.signedKey()).status()).isEqualTo(204);
    SignedAttestation signed =
        SignedAttestation.issue(
            key,
            leaver.id(),
            leaver.keys().fingerprint(),
            "Ann Other",
            "Radiology",
            now().plus(Duration.ofDays(1)));
    return () -> clinic.admin().put(path + "/attestations/" + leaver.id(), signed);
  }

  private Step nextEntry() {
    talk.change(leaver);
    var body = talk.body();
    return () -> colleague.post(talk.path() + "/entries", body);
  }

  private record Image(
      TestUser owner, ImageContext context, ImageKey key, SealedContent sealed, Bytes stored) {}

  private Image image(TestUser owner) throws IOException {
    var context = new ImageContext(UUID.randomUUID(), owner.id(), owner.id(), talk.id());
    ImageKey key = ImageKey.generate();
    var stored = new ByteArrayOutputStream();
    SealedContent sealed =
        ImageSealer.seal(context, key, new ByteArrayInputStream(new byte[100]), stored);
    return new Image(owner, context, key, sealed, Bytes.of(stored.toByteArray()));
  }

  private static Step upload(Image image) {
    String metadata =
        "imageId %s,subjectId %s,conversationId %s"
            .formatted(
                base64(image.context().imageId()),
                base64(image.context().subjectId()),
                base64(image.context().conversationId()));
    return () ->
        image
            .owner()
            .send(
                image
                    .owner()
                    .request("/v1/uploads")
                    .header("Tus-Resumable", "1.0.0")
                    .header("Upload-Length", String.valueOf(image.stored().length()))
                    .header("Upload-Metadata", metadata)
                    .POST(BodyPublishers.noBody()));
  }

  private static String base64(UUID id) {
    return Base64.getEncoder().encodeToString(id.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** All bytes of an upload that is begun. */
  private static Step uploaded(Image image) throws Exception {
    assertThat(upload(image).take().status()).isEqualTo(201);
    return () ->
        image
            .owner()
            .send(
                image
                    .owner()
                    .request("/v1/uploads/" + image.context().imageId())
                    .header("Tus-Resumable", "1.0.0")
                    .header("Upload-Offset", "0")
                    .header("Content-Type", "application/offset+octet-stream")
                    .method("PATCH", BodyPublishers.ofByteArray(image.stored().toArray())));
  }

  /** Of a stored image of the colleague's. */
  private Step grant(Image image) throws Exception {
    assertThat(uploaded(image).take().status()).isEqualTo(204);
    SignedGrant signed =
        SignedGrant.issue(
            image.context(),
            image.sealed(),
            image.key(),
            colleague.keys(),
            leaver.keys().bundle(),
            now());
    return () -> colleague.post("/v1/images/" + image.context().imageId() + "/grants", signed);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private long count(String rows) {
    try (Connection connection = service.database().asService();
        PreparedStatement select = connection.prepareStatement("select count(*) from " + rows)) {
      select.setObject(1, leaver.id());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private TestUser.Answer deleteAccount() {
    return leaver.send(leaver.request("/v1/me").DELETE());
  }

  /** The control. */
  @ParameterizedTest
  @EnumSource
  void act_ofWhoStays_isStored(Act act) throws Exception {
    Step step = step(act);
    long before = count(act.rows);

    TestUser.Answer answer = step.take();

    assertThat(answer.status()).as(answer.body()).isEqualTo(act.answer);
    assertThat(count(act.rows)).isEqualTo(before + 1);
  }

  /** The deletion has come to the leaver's memberships when the act begins. */
  @ParameterizedTest
  @EnumSource
  void act_whileTheAccountIsBeingDeleted_storesNothing(Act act) throws Exception {
    TestUser.Answer answer = duringDeletion(step(act));

    assertThat(answer.status()).as(answer.body()).isEqualTo(act.answerDuringDeletion);
    assertThat(count(act.rows)).isZero();
    awaitNothingTold();
  }

  /** Whichever of the upload's row and the account it comes to first. */
  @Test
  void lastBytesOfAnImage_whileTheAccountIsBeingDeleted_storeNothing() throws Exception {
    TestUser.Answer answer = duringDeletion(uploaded(image(leaver)));

    assertThat(answer.status()).as(answer.body()).isIn(401, 404);
    assertThat(count("image where owner_id = ?")).isZero();
    awaitNothingTold();
  }

  private TestUser.Answer duringDeletion(Step step) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldRow held =
            HeldRow.of(service.database(), "conversation_member", "user_id = ?", leaver.id())) {
      Future<TestUser.Answer> deletion = threads.submit(this::deleteAccount);
      int deleter = held.awaitWaiter();
      Future<TestUser.Answer> acted = threads.submit(step::take);
      awaitDoneOrWaiting(held, deleter, acted);
      held.release();

      assertThat(deletion.get().status()).isEqualTo(204);
      return acted.get();
    }
  }

  /** The order to erase the leaver's stream is its last event, and is carried out. */
  private void awaitNothingTold() {
    Await.until(
        "what the stream told is gone",
        () ->
            count(
                    "event where stream = ? and body is not null"
                        + " and kind not in ('bundle', 'account-erased')")
                == 0);
    assertThat(
            count(
                "event e join stream s on s.id = e.stream and s.seq = e.seq"
                    + " where s.id = ? and e.kind = 'account-erased'"))
        .isEqualTo(1);
  }

  private static void awaitDoneOrWaiting(HeldRow held, int holder, Future<?> one) {
    Await.until("it ends or waits", () -> one.isDone() || !held.waitersFor(holder).isEmpty());
  }

  @Test
  void entry_onItsWayWhenTheDeletionBegins_leavesNothing() throws Exception {
    deletedDuring(
        nextEntry(), HeldRow.of(service.database(), "conversation", "id = ?", talk.id()), 201);
    assertThat(count(Act.NEXT_ENTRY.rows)).isZero();
    assertThat(count("conversation_member where user_id = ?")).isZero();
  }

  @Test
  void grant_onItsWayWhenTheDeletionBegins_leavesNothing() throws Exception {
    Image image = image(colleague);
    deletedDuring(
        grant(image),
        HeldRow.of(service.database(), "image", "id = ?", image.context().imageId()),
        204);
    assertThat(count(Act.GRANT.rows)).isZero();
    awaitNothingTold();
  }

  /** The step stops at the row, and the account is deleted then. */
  private void deletedDuring(Step step, HeldRow row, int answer) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldRow held = row) {
      Future<TestUser.Answer> acted = threads.submit(step::take);
      int actor = held.awaitWaiter();
      Future<TestUser.Answer> deletion = threads.submit(this::deleteAccount);
      awaitDoneOrWaiting(held, actor, deletion);
      held.release();

      assertThat(acted.get().status()).as(acted.get().body()).isEqualTo(answer);
      assertThat(deletion.get().status()).as(deletion.get().body()).isEqualTo(204);
    }
  }

  @Test
  void message_beforeTheDeletionIsDone_isErasedOrRefused() throws Exception {
    assertThat(sent().status()).isEqualTo(201);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldRow log = HeldRow.ofLog(service.database())) {
      Future<TestUser.Answer> before = threads.submit(this::sent);
      awaitMessageAtTheLog();
      Future<TestUser.Answer> deletion = threads.submit(this::deleteAccount);
      awaitDeletionAtTheLog();
      log.release();

      assertThat(before.get().as(MessageStored.class).seq()).isEqualTo(3);
      assertThat(deletion.get().status()).isEqualTo(204);
    }
    awaitNoMessages();
  }

  @Test
  void message_afterTheDeletion_isRefused() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldRow log = HeldRow.ofLog(service.database())) {
      Future<TestUser.Answer> deletion = threads.submit(this::deleteAccount);
      awaitDeletionAtTheLog();
      Future<TestUser.Answer> after = threads.submit(this::sent);
      awaitMessageAtTheLog();
      log.release();

      assertThat(deletion.get().status()).isEqualTo(204);
      assertThat(after.get().problem()).isEqualTo("conversation-not-found");
    }
    awaitNoMessages();
  }

  private void awaitMessageAtTheLog() {
    awaitWaiting("query like '%append_messages%'");
  }

  private void awaitDeletionAtTheLog() {
    awaitWaiting(
        "query like '%append_events%' and pid in (select pid from pg_locks where granted"
            + " and locktype = 'advisory' and classid = 44231 and mode = 'ExclusiveLock')");
  }

  /** Background work comes to the log as well. */
  private void awaitWaiting(String who) {
    Await.until(
        who,
        () -> {
          try (Connection connection = service.database().asSuperuser();
              Statement select = connection.createStatement();
              ResultSet row =
                  select.executeQuery(
                      "select count(*) from pg_stat_activity where pid <> pg_backend_pid()"
                          + " and wait_event_type = 'Lock' and "
                          + who)) {
            row.next();
            return row.getInt(1) == 1;
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private TestUser.Answer sent() {
    return leaver.post(talk.path() + "/messages", talk.message(leaver, "a secret"));
  }

  private void awaitNoMessages() {
    Await.until(
        "no message of the leaver is left",
        () -> count("event where actor = ? and kind = 'message' and body is not null") == 0);
  }

  @Test
  void deletion_twiceAtOnce_isDoneOnce() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldRow held =
            HeldRow.of(service.database(), "conversation_member", "user_id = ?", leaver.id())) {
      Future<TestUser.Answer> first = threads.submit(this::deleteAccount);
      int deleter = held.awaitWaiter();
      Future<TestUser.Answer> second = threads.submit(this::deleteAccount);
      held.awaitWaiterFor(deleter);
      held.release();

      assertThat(first.get().status()).isEqualTo(204);
      assertThat(second.get().problem()).isEqualTo("unauthenticated");
    }
    assertThat(count("event where stream = ? and kind = 'account-erased'")).isEqualTo(1);
  }
}
