package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.data.exceptions.DataAccessException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealward.TestDatabase;
import org.sealward.platform.BatchingWriter.Outcome;

class BatchingWriterTest {
  private static Node node;

  /** Words are commands; their row's key is the word, so that one given twice breaks the batch. */
  private final UUID stream = UUID.randomUUID();

  private final List<Integer> batchSizes = new ArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  @BeforeAll
  static void start() throws SQLException {
    TestDatabase database = TestDatabase.fresh();
    try (Connection owner = database.asMigration();
        Statement statement = owner.createStatement()) {
      statement.execute("CREATE TABLE word (stream uuid, word text, PRIMARY KEY (stream, word))");
    }
    node = Node.on(database);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private BatchingWriter<String, Appended> writer(int largestBatch, int longestQueue) {
    return new BatchingWriter<>(
        "test-writer",
        words -> node.transactions().write(unit -> write(unit, words)),
        largestBatch,
        longestQueue);
  }

  private List<Outcome<Appended>> write(Unit unit, List<String> words) throws SQLException {
    awaitGate();
    batchSizes.add(words.size());
    List<Outcome<Appended>> outcomes = new ArrayList<>();
    try (PreparedStatement insert =
        unit.connection().prepareStatement("INSERT INTO word VALUES (?, ?)")) {
      for (String word : words) {
        if (word.equals("refused")) {
          outcomes.add(
              new Outcome.Refused<>(new Problem(GeneralProblem.CONFLICT, "not this word")));
          continue;
        }
        if (word.equals("bug")) {
          throw new IllegalStateException("a bug met by one word");
        }
        if (word.equals("away")) {
          throw new SQLTransientConnectionException("no connection within 5 s");
        }
        insert.setObject(1, stream);
        insert.setString(2, word);
        insert.executeUpdate();
        outcomes.add(new Outcome.Done<>(unit.append(Node.event(stream, word))));
      }
    }
    return outcomes;
  }

  private void awaitGate() {
    try {
      assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> written() {
    return node.get(EventLog.class).read(stream, 0, 1_000).stream().map(Node::text).toList();
  }

  /** All commands wait at the gate, so they are written together. */
  private static List<CompletableFuture<Appended>> submit(
      BatchingWriter<String, Appended> writer, String... words) {
    List<CompletableFuture<Appended>> results = new ArrayList<>();
    for (String word : words) {
      results.add(writer.submit(word));
    }
    return results;
  }

  @Test
  void commands_thatWaitTogether_shareATransactionInTheirOrder() {
    try (var writer = writer(100, 1_000)) {
      String[] words = new String[250];
      for (int i = 0; i < words.length; i++) {
        words[i] = "word " + i;
      }
      List<CompletableFuture<Appended>> results = submit(writer, words);
      gate.countDown();
      for (int i = 0; i < words.length; i++) {
        assertThat(results.get(i).orTimeout(20, TimeUnit.SECONDS).join().event().seq())
            .isEqualTo(i + 1);
      }
      assertThat(written()).containsExactly(words);
      // The first may have been taken alone; the rest fills batches to the brim.
      assertThat(batchSizes.size()).isLessThanOrEqualTo(4);
      assertThat(batchSizes).allMatch(size -> size <= 100);
    }
  }

  @Test
  void command_refusedByTheBatch_failsAlone() {
    try (var writer = writer(100, 1_000)) {
      List<CompletableFuture<Appended>> results = submit(writer, "a", "b", "refused", "c");
      gate.countDown();
      assertFails(results.get(2), Problem.class);
      assertThat(results.get(3).join().event().seq()).isEqualTo(3);
      assertThat(written()).containsExactly("a", "b", "c");
    }
  }

  @Test
  void command_thatBreaksTheTransaction_failsAlone() {
    try (var writer = writer(100, 1_000)) {
      List<CompletableFuture<Appended>> results =
          submit(writer, "first", "a", "b", "a", "c", "bug", "d");
      gate.countDown();
      assertFails(results.get(3), DataAccessException.class);
      assertFails(results.get(5), IllegalStateException.class);
      for (int good : new int[] {0, 1, 2, 4, 6}) {
        results.get(good).orTimeout(20, TimeUnit.SECONDS).join();
      }
      assertThat(written()).containsExactly("first", "a", "b", "c", "d");
    }
  }

  @Test
  void command_beyondTheQueue_isRefusedAsOverload_andTheOthersAreWritten() {
    try (var writer = writer(1, 2)) {
      List<CompletableFuture<Appended>> results = submit(writer, "a", "b", "c", "d", "e");
      // Two wait, and one may be with the writer, which takes it at any moment.
      Map<Boolean, List<CompletableFuture<Appended>>> ended =
          results.stream()
              .collect(Collectors.partitioningBy(CompletableFuture::isCompletedExceptionally));
      List<CompletableFuture<Appended>> refused = ended.getOrDefault(true, List.of());
      assertThat(refused).hasSizeBetween(2, 3);
      for (CompletableFuture<Appended> one : refused) {
        assertThatThrownBy(one::join)
            .cause()
            .isInstanceOfSatisfying(
                Problem.class, p -> assertThat(p.type()).isEqualTo(GeneralProblem.OVERLOADED));
      }
      gate.countDown();
      for (CompletableFuture<Appended> one : ended.getOrDefault(false, List.of())) {
        one.orTimeout(20, TimeUnit.SECONDS).join();
      }
      assertThat(written()).startsWith("a", "b").hasSize(5 - refused.size());
    }
  }

  @Test
  void commands_thatWaitedWhileThereWasNoConnection_areRefusedWithTheFirst() {
    try (var writer = writer(1, 10)) {
      List<CompletableFuture<Appended>> results = submit(writer, "away", "b", "c");
      gate.countDown();
      assertFails(results.get(0), DataAccessException.class);
      assertFails(results.get(1), Problem.class);
      assertFails(results.get(2), Problem.class);

      writer.submit("d").orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(written()).containsExactly("d");
    }
  }

  @Test
  void commands_afterTheEnd_areRefused() {
    gate.countDown();
    var writer = writer(10, 10);
    writer.submit("a").orTimeout(20, TimeUnit.SECONDS).join();
    writer.close();
    assertFails(writer.submit("b"), Problem.class);
    assertThat(written()).containsExactly("a");
  }

  private static void assertFails(
      CompletableFuture<Appended> result, Class<? extends Throwable> with) {
    assertThatThrownBy(() -> result.orTimeout(20, TimeUnit.SECONDS).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(with);
  }
}
