package org.sealward.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.MessageStored;
import org.sealward.envelope.SealedMessage;
import org.sealward.platform.BatchingWriter.Outcome;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;

/** Many messages in one statement, each with an answer of its own. */
class MessageBatchTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

  private final TestService service = TestService.get();
  private final TestClinic clinic = TestClinic.open(service);
  private final TestUser doctor = clinic.specialist("cardiology");
  private final TestUser patient = clinic.patientOf(doctor);

  private List<Outcome<Messages.Outcome>> write(SealedMessage... messages) {
    EventBodies bodies = service.bean(EventBodies.class);
    return MessageBatch.write(
        service.bean(Transactions.class),
        AT.plusNanos(999),
        Stream.of(messages)
            .map(
                message ->
                    new MessageBatch.Draft(
                        message.header(), message.messageHash(), bodies.write(message)))
            .toList());
  }

  private static Outcome<Messages.Outcome> at(long seq, SealedMessage message, boolean repeated) {
    return new Outcome.Done<>(
        new Messages.Outcome(new MessageStored(message.header().messageId(), seq, AT), repeated));
  }

  private static void assertRefused(Outcome<Messages.Outcome> outcome, ConversationProblem why) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(why)));
  }

  @Test
  void messages_ofEveryKind_getTheirAnswers() {
    TestConversation here = TestConversation.begin(patient, doctor);
    TestConversation there = TestConversation.begin(doctor, patient);
    TestConversation ahead = TestConversation.begin(patient, doctor);
    ahead.change();
    SealedMessage known = here.message(patient, "{}");
    assertThat(write(known)).containsExactly(at(2, known, false));
    SealedMessage first = here.message(patient, "{}");
    SealedMessage conflicting =
        here.message(patient, "{\"n\":1}", first.header().messageId(), null);
    SealedMessage elsewhere = there.message(patient, "{}");
    SealedMessage early = ahead.message(patient, "{}");
    SealedMessage last = here.message(doctor, "{}");

    List<Outcome<Messages.Outcome>> outcomes =
        write(first, known, first, conflicting, elsewhere, early, last);

    assertThat(outcomes.get(0)).isEqualTo(at(3, first, false));
    assertThat(outcomes.get(1)).isEqualTo(at(2, known, true));
    assertThat(outcomes.get(2)).isEqualTo(at(3, first, true));
    assertRefused(outcomes.get(3), ConversationProblem.MESSAGE_ID_CONFLICT);
    assertThat(outcomes.get(4)).isEqualTo(at(2, elsewhere, false));
    assertRefused(outcomes.get(5), ConversationProblem.STALE_EPOCH);
    assertThat(outcomes.get(6)).isEqualTo(at(4, last, false));
    assertThat(outcomes).hasSize(7);

    // What was refused has not used its id up.
    assertThat(patient.post(ahead.path() + "/entries", ahead.body()).status()).isEqualTo(201);
    assertThat(write(early)).containsExactly(at(3, early, false));
  }

  @Test
  void messagesThatWereAppended_areAnswered_whenTheOthersCannotBeLookedUp() throws SQLException {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    SealedMessage known = conversation.message(patient, "{}");
    write(known);
    SealedMessage first = conversation.message(patient, "{}");
    SealedMessage last = conversation.message(doctor, "{}");
    List<Outcome<Messages.Outcome>> outcomes;
    try (Connection owner = service.database().asMigration();
        Statement statement = owner.createStatement()) {
      statement.execute("REVOKE SELECT ON message_index FROM sealward_service");
      try {
        outcomes = write(first, known, last);
      } finally {
        statement.execute("GRANT SELECT ON message_index TO sealward_service");
      }
    }
    assertThat(outcomes.get(0)).isEqualTo(at(3, first, false));
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Refused.class);
    assertThat(outcomes.get(2)).isEqualTo(at(4, last, false));

    assertThat(write(known)).containsExactly(at(2, known, true));
  }

  /**
   * As when a member is removed at this moment: the entry has its place, and is committed later.
   */
  @Test
  void message_thatWaitsForAnEntry_isHeldAgainstIt() throws Exception {
    TestConversation conversation = TestConversation.begin(patient, doctor);
    SealedMessage message = conversation.message(patient, "{}");
    try (Connection owner = service.database().asMigration();
        Statement statement = owner.createStatement();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      owner.setAutoCommit(false);
      statement.execute("SELECT event_log_lock()");
      statement.execute(
          "UPDATE conversation SET membership_hash = sha256('another') WHERE id = '%s'"
              .formatted(conversation.id()));
      Future<List<Outcome<Messages.Outcome>>> waiting = threads.submit(() -> write(message));
      awaitWaiterAtLog();
      owner.commit();

      assertRefused(waiting.get(30, TimeUnit.SECONDS).getFirst(), ConversationProblem.STALE_EPOCH);
    }
  }

  private void awaitWaiterAtLog() throws Exception {
    try (Connection connection = service.database().asSuperuser();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 1_000; i++) {
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
                    + " (SELECT oid FROM pg_database WHERE datname = current_database())")) {
          if (rows.next()) {
            return;
          }
        }
        Thread.sleep(10);
      }
    }
    throw new AssertionError("the message does not wait for the log");
  }
}
