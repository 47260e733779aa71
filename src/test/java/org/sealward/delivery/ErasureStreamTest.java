package org.sealward.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micronaut.core.type.GenericArgument;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.ClientFrame;
import org.sealward.api.ErasedAccount;
import org.sealward.api.ErasedMessages;
import org.sealward.api.MessageStored;
import org.sealward.api.Page;
import org.sealward.api.ServerFrame;
import org.sealward.api.StoredMessage;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.SealedMessage;
import org.sealward.platform.EventBodies;
import org.sealward.platform.NewEvent;
import org.sealward.platform.Transactions;

/** Deletion of messages and accounts over HTTP, as members and their sockets see it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErasureStreamTest {
  private TestService service;
  private TestUser specialist;
  private TestUser patient;
  private TestConversation talk;

  @BeforeAll
  void meet() {
    service = TestService.get();
    TestClinic clinic = TestClinic.open(service);
    specialist = clinic.specialist("cardiology");
    patient = clinic.patientOf(specialist);
  }

  @BeforeEach
  void begin() {
    talk = TestConversation.begin(patient, specialist);
  }

  private MessageStored send(TestUser sender, SealedMessage message) {
    return sender.post(talk.path() + "/messages", message).as(MessageStored.class);
  }

  private TestUser.Answer delete(TestUser user, long seq) {
    return user.send(user.request(talk.path() + "/messages/" + seq).DELETE());
  }

  private List<StoredMessage> messages(TestUser reader) {
    return reader
        .get(talk.path() + "/messages")
        .as(new GenericArgument<Page<StoredMessage>>() {})
        .items();
  }

  private @Nullable String body(UUID stream, long seq) throws SQLException {
    try (Connection connection = service.database().asService();
        PreparedStatement select =
            connection.prepareStatement(
                "select convert_from(body, 'UTF8') from event where stream = ? and seq = ?")) {
      select.setObject(1, stream);
      select.setLong(2, seq);
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getString(1);
      }
    }
  }

  private void awaitErased(UUID stream, long seq) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (body(stream, seq) != null && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(body(stream, seq)).isNull();
  }

  @Test
  void message_deletedByItsSender_isGoneAndMembersAreTold() throws SQLException {
    SealedMessage message = talk.message(patient, "never mind");
    MessageStored gone = send(patient, message);
    MessageStored stays = send(patient, talk.message(patient, "this stays"));
    try (TestSocket socket = TestSocket.resumed(service, specialist, Map.of())) {
      socket.untilCaughtUp();

      assertThat(delete(patient, gone.seq()).status()).isEqualTo(204);

      ServerFrame.Event told = socket.nextEvent();
      assertThat(told.kind()).isEqualTo("messages-erased");
      assertThat(told.stream()).isEqualTo(talk.id());
      assertThat(told.actor()).isEqualTo(patient.id());
      assertThat(body(talk.id(), told.seq()))
          .isEqualTo(
              "{\"fromSeq\":%d,\"toSeq\":%d,\"senderId\":\"%s\",\"reason\":\"SENDER\"}"
                  .formatted(gone.seq(), gone.seq(), patient.id()));
    }
    assertThat(body(talk.id(), gone.seq())).isNull();
    assertThat(messages(specialist))
        .extracting(StoredMessage::seq, stored -> stored.message() == null)
        .containsExactly(tuple(gone.seq(), true), tuple(stays.seq(), false));
    assertThat(delete(patient, gone.seq()).status()).as("again").isEqualTo(204);
    TestUser.Answer sentAgain = patient.post(talk.path() + "/messages", message);
    assertThat(sentAgain.status()).isEqualTo(200);
    assertThat(body(talk.id(), gone.seq())).as("does not come back").isNull();
  }

  @Test
  void message_deletedByOthers_isRefused() throws SQLException {
    TestUser stranger = TestUser.withKeys(service);
    MessageStored message = send(patient, talk.message(patient, "keep"));

    assertThat(delete(specialist, message.seq()).problem()).isEqualTo("forbidden");
    assertThat(delete(stranger, message.seq()).problem()).isEqualTo("conversation-not-found");
    assertThat(delete(patient, message.seq() + 1).problem()).isEqualTo("message-not-found");
    assertThat(delete(patient, 1).problem()).as("an entry").isEqualTo("message-not-found");
    assertThat(body(talk.id(), message.seq())).isNotNull();

    assertThat(delete(patient, message.seq()).status()).isEqualTo(204);
    assertThat(body(talk.id(), message.seq())).isNull();
  }

  @Test
  void order_thatACrashLeftBehind_isCarriedOut() throws Exception {
    MessageStored message = send(patient, talk.message(patient, "old"));
    MessageStored other = send(specialist, talk.message(specialist, "another's"));

    append(
        "messages-erased",
        new ErasedMessages(1, other.seq(), patient.id(), ErasedMessages.Reason.ACCOUNT));

    awaitErased(talk.id(), message.seq());
    assertThat(body(talk.id(), other.seq())).as("of another sender").isNotNull();
  }

  @Test
  void service_withoutAnOrderInTheLog_erasesNothing() throws Exception {
    MessageStored message = send(patient, talk.message(patient, "kept"));
    append("account-erased", new ErasedAccount(talk.id()));
    append("not-an-order", new ErasedMessages(1, 100, null, ErasedMessages.Reason.SENDER));
    try (Connection connection = service.database().asService();
        PreparedStatement erase =
            connection.prepareStatement(
                "select sum(erase_as_ordered(stream, seq)) from event where stream = ?")) {
      erase.setObject(1, talk.id());
      try (ResultSet row = erase.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getLong(1)).isZero();
      }
    }
    assertThat(body(talk.id(), message.seq())).isNotNull();
    assertThat(body(talk.id(), 1)).as("the first entry").isNotNull();

    append(
        "messages-erased",
        new ErasedMessages(message.seq(), message.seq(), null, ErasedMessages.Reason.SENDER));
    awaitErased(talk.id(), message.seq());
    assertThat(body(talk.id(), 1)).as("the first entry").isNotNull();
  }

  private void append(String kind, Object shape) {
    NewEvent event = service.bean(EventBodies.class).event(talk.id(), kind, patient.id(), shape);
    service.bean(Transactions.class).write(unit -> unit.append(event));
  }

  @Test
  void account_deleted_losesItsSocketItsTokensAndWhatItHeld() throws Exception {
    TestUser leaver = TestClinic.open(service).specialist("surgery");
    TestConversation shared = TestConversation.begin(leaver, specialist);
    long theirs =
        leaver
            .post(shared.path() + "/messages", shared.message(leaver, "mine"))
            .as(MessageStored.class)
            .seq();
    long others =
        specialist
            .post(shared.path() + "/messages", shared.message(specialist, "yours"))
            .as(MessageStored.class)
            .seq();
    try (TestSocket socket = TestSocket.resumed(service, leaver, Map.of())) {
      socket.untilCaughtUp();

      assertThat(leaver.send(leaver.request("/v1/me").DELETE()).status()).isEqualTo(204);

      assertThat(socket.awaitClose()).isEqualTo(1008);
    }
    awaitErased(shared.id(), theirs);
    assertThat(body(shared.id(), others)).isNotNull();
    assertThat(leaver.get("/v1/me").status()).isEqualTo(401);
    try (TestSocket socket = TestSocket.connect(service)) {
      socket.say(new ClientFrame.Authenticate(leaver.accessToken()));
      assertThat(socket.next()).isInstanceOf(ServerFrame.Refused.class);
    }
    assertThat(specialist.get("/v1/specialists/" + leaver.id()).status()).isEqualTo(404);
    assertThat(specialist.get("/v1/users/" + leaver.id() + "/bundles").status())
        .as("public keys stay: others check old signatures by them")
        .isEqualTo(200);
    assertThat(rowsOf(leaver.id())).isZero();
    assertThat(rowsOf(specialist.id())).isPositive();
  }

  /** Another node looks at requests' tokens anew within a minute, at those of sockets at once. */
  @Test
  void accountDeletedElsewhere_opensNoSocket() throws Exception {
    TestUser gone = TestUser.withKeys(service);
    assertThat(gone.get("/v1/me").status()).as("known here").isEqualTo(200);
    try (TestSocket control = TestSocket.connect(service)) {
      control.say(new ClientFrame.Authenticate(gone.accessToken()));
      assertThat(control.next()).isInstanceOf(ServerFrame.Ready.class);
    }
    deletedElsewhere(gone.id());

    assertThat(gone.get("/v1/me").status()).as("not known here yet").isEqualTo(200);
    try (TestSocket socket = TestSocket.connect(service)) {
      socket.say(new ClientFrame.Authenticate(gone.accessToken()));
      assertThat(socket.next())
          .isInstanceOfSatisfying(
              ServerFrame.Refused.class,
              refused -> assertThat(refused.problem()).endsWith(":token-refused"));
    }
  }

  private void deletedElsewhere(UUID user) throws SQLException {
    try (Connection connection = service.database().asService();
        PreparedStatement insert =
            connection.prepareStatement("insert into erased_account values (?, now())")) {
      insert.setObject(1, user);
      insert.executeUpdate();
    }
  }

  /** Rows about a user in tables that hold what an account's deletion deletes. */
  private long rowsOf(UUID user) throws SQLException {
    try (Connection connection = service.database().asService();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select (select count(*) from conversation_member where user_id = u)
                     + (select count(*) from epoch_wrap where recipient_id = u)
                     + (select count(*) from specialist_profile where user_id = u)
                     + (select count(*) from affiliation where user_id = u)
                     + (select count(*) from connection where u in (patient_id, specialist_id))
                     + (select count(*) from image where owner_id = u)
                     + (select count(*) from event where stream = u and body is not null
                          and kind not in ('bundle', 'account-erased'))
                  from (select ?::uuid) as t (u)
                """)) {
      select.setObject(1, user);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
