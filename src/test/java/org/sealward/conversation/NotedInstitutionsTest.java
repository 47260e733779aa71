package org.sealward.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.fault.Await;
import org.sealward.fault.HeldRow;

/**
 * Several note the institutions of the same conversations at once, and none of them fails: they
 * never wait for each other in a circle.
 */
class NotedInstitutionsTest {
  private final TestService service = TestService.get();
  private TestClinic clinic;
  private TestUser author;
  private TestUser leaver;
  private TestUser third;
  private TestConversation first;
  private TestConversation second;

  /** The ids of the two conversations are in the order of their beginning. */
  @BeforeEach
  void meet() throws InterruptedException {
    clinic = TestClinic.open(service);
    author = clinic.specialist("cardiology");
    leaver = clinic.specialist("radiology");
    third = clinic.specialist("neurology");
    first = TestConversation.begin(author, leaver, third);
    Thread.sleep(2);
    second = TestConversation.begin(author, leaver, third);
  }

  @Test
  void sweepAndRemoval_bothEnd() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldRow held = hold(first, leaver);
        Connection sweeping = service.database().asService()) {
      Future<TestUser.Answer> removal = remove(threads, first, third);
      held.awaitWaiter();
      int sweeper = HeldRow.pid(sweeping);
      Future<?> sweep =
          threads.submit(
              () -> {
                RetentionTables.noteInstitutions(sweeping);
                return null;
              });
      Await.until("the sweep ends or waits", () -> sweep.isDone() || held.isWaiting(sweeper));
      held.release();

      sweep.get();
      assertThat(removal.get().status()).as(removal.get().body()).isEqualTo(201);
    }
    assertThat(institutions(first)).containsExactly(clinic.institution());
  }

  @Test
  void deletionOfAccountAndRemovalOfAnother_bothEnd() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldRow held = hold(second, third)) {
      Future<TestUser.Answer> deletion =
          threads.submit(() -> third.send(third.request("/v1/me").DELETE()));
      int deleter = held.awaitWaiter();
      Future<TestUser.Answer> removal = remove(threads, first, third);
      held.awaitWaiterFor(deleter);
      held.release();

      assertThat(deletion.get().status()).as(deletion.get().body()).isEqualTo(204);
      assertThat(removal.get().status()).as(removal.get().body()).isEqualTo(201);
    }
    assertThat(institutions(first)).containsExactly(clinic.institution());
    assertThat(institutions(second)).containsExactly(clinic.institution());
  }

  private HeldRow hold(TestConversation talk, TestUser member) throws SQLException {
    return HeldRow.of(
        service.database(),
        "conversation_member",
        "conversation_id = ? and user_id = ?",
        talk.id(),
        member.id());
  }

  private Future<TestUser.Answer> remove(
      ExecutorService threads, TestConversation talk, TestUser... staying) {
    talk.change(staying);
    return threads.submit(() -> author.post(talk.path() + "/entries", talk.body()));
  }

  private List<UUID> institutions(TestConversation talk) throws SQLException {
    try (Connection connection = service.database().asService();
        PreparedStatement select =
            connection.prepareStatement(
                "select institution_id from conversation_institution where conversation_id = ?")) {
      select.setObject(1, talk.id());
      try (ResultSet rows = select.executeQuery()) {
        List<UUID> found = new ArrayList<>();
        while (rows.next()) {
          found.add(rows.getObject(1, UUID.class));
        }
        return found;
      }
    }
  }
}
