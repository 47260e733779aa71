package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealward.TestDatabase;

class TransactionsTest {
  private static Node node;
  private static Transactions transactions;
  private static EventLog log;
  private static Notes notes;

  /** A feature's own row. */
  @MappedEntity("note")
  record Note(@Id UUID id, String text) {}

  @JdbcRepository(dialect = Dialect.POSTGRES)
  interface Notes extends CrudRepository<Note, UUID> {}

  @BeforeAll
  static void start() throws SQLException {
    TestDatabase database = TestDatabase.fresh();
    try (Connection owner = database.asMigration();
        Statement statement = owner.createStatement()) {
      statement.execute(
          "CREATE TABLE note (id uuid PRIMARY KEY,"
              + " text text NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED)");
    }
    node = Node.on(database);
    transactions = node.transactions();
    log = node.get(EventLog.class);
    notes = node.get(Notes.class);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void connection_thatBreaks_isTheDatabasesFault() {
    assertThatThrownBy(() -> transactions.write(unit -> broken(unit.connection())))
        .satisfies(e -> assertThat(Problem.of(e).type()).isEqualTo(GeneralProblem.OVERLOADED));
    assertThatThrownBy(() -> transactions.read(TransactionsTest::broken))
        .satisfies(e -> assertThat(Problem.of(e).type()).isEqualTo(GeneralProblem.OVERLOADED));
    assertThatThrownBy(() -> transactions.write(_ -> Integer.parseInt("a bug")))
        .satisfies(e -> assertThat(Problem.of(e).type()).isEqualTo(GeneralProblem.INTERNAL_ERROR));
  }

  private static boolean broken(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
    }
  }

  @Test
  void write_rowsByRepositoryAndByConnection_areCommittedWithTheEvents() {
    UUID stream = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    Appended appended =
        transactions.write(
            unit -> {
              notes.save(new Note(stream, "by repository"));
              try (Statement statement = unit.connection().createStatement()) {
                statement.execute("INSERT INTO note VALUES ('" + other + "', 'by connection')");
              }
              return unit.append(Node.event(stream, "{}"));
            });
    assertThat(notes.existsById(stream)).isTrue();
    assertThat(notes.existsById(other)).isTrue();
    assertThat(log.read(stream, 0, 10)).containsExactly(appended.event());
    assertThat(appended.event().seq()).isEqualTo(1);
    assertThat(appended.event().actor()).isEqualTo(Node.ACTOR);
    assertThat(appended.event().at())
        .isEqualTo(appended.event().at().truncatedTo(ChronoUnit.MILLIS));
  }

  @Test
  void write_thatThrows_leavesNeitherRowsNorEventsNorActions() {
    UUID stream = UUID.randomUUID();
    List<String> actions = new ArrayList<>();
    assertThatThrownBy(
            () ->
                transactions.write(
                    unit -> {
                      notes.save(new Note(stream, "lost"));
                      unit.append(Node.event(stream, "{}"));
                      unit.afterCommit(() -> actions.add("ran"));
                      throw new Problem(GeneralProblem.CONFLICT, "no");
                    }))
        .isInstanceOf(Problem.class);
    assertThat(notes.existsById(stream)).isFalse();
    assertThat(log.read(stream, 0, 10)).isEmpty();
    assertThat(actions).isEmpty();
  }

  @Test
  void write_withSqlError_throwsDataAccessExceptionWithoutTheRow() {
    UUID id = UUID.randomUUID();
    notes.save(new Note(id, "first"));
    assertThatThrownBy(
            () ->
                transactions.write(
                    unit -> {
                      try (Statement statement = unit.connection().createStatement()) {
                        return statement.execute("INSERT INTO note VALUES ('" + id + "', 'again')");
                      }
                    }))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("note_pkey")
        .hasMessageNotContaining(id.toString());
  }

  @Test
  void append_severalStreams_numbersEachWithoutGapsInTheOrderOfTheCalls() {
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    node.append(first, "0");
    List<Appended> appended =
        transactions.write(
            unit ->
                List.of(
                    unit.append(Node.event(second, "1")),
                    unit.append(Node.event(first, "2")),
                    unit.append(Node.event(second, "3"))));
    assertThat(appended.stream().map(a -> a.event().seq())).containsExactly(1L, 2L, 2L);
    assertThat(appended.stream().map(a -> a.event().position())).isSorted();
    assertThat(log.read(second, 0, 10).stream().map(Node::text)).containsExactly("1", "3");
    assertThat(log.read(second, 1, 10).stream().map(Node::text)).containsExactly("3");
    assertThat(log.read(second, 0, 1).stream().map(Node::text)).containsExactly("1");
  }

  @Test
  void write_thatFailsAtTheCommit_leavesNoGapInTheStream() {
    UUID stream = UUID.randomUUID();
    node.append(stream, "1");
    notes.save(new Note(UUID.randomUUID(), "taken"));
    assertThatThrownBy(
            () ->
                transactions.write(
                    unit -> {
                      notes.save(new Note(UUID.randomUUID(), "taken"));
                      return unit.append(Node.event(stream, "lost"));
                    }))
        .hasRootCauseInstanceOf(SQLException.class);
    assertThat(node.append(stream, "2").seq()).isEqualTo(2);
    assertThat(log.read(stream, 0, 10).stream().map(Node::text)).containsExactly("1", "2");
  }

  @Test
  void afterCommit_seesWhatWasWritten_andItsFailureDoesNotReachTheCaller() {
    UUID stream = UUID.randomUUID();
    List<Long> seen = new ArrayList<>();
    transactions.write(
        unit -> {
          Appended place = unit.append(Node.event(stream, "{}"));
          unit.afterCommit(
              () -> {
                throw new IllegalStateException("an action that fails");
              });
          unit.afterCommit(() -> seen.add(place.event().seq()));
          unit.afterCommit(() -> seen.add((long) log.read(stream, 0, 10).size()));
          return 0;
        });
    assertThat(seen).containsExactly(1L, 1L);
  }

  @Test
  void write_insideAnotherTransaction_isRefused() {
    assertThatThrownBy(() -> transactions.write(_ -> transactions.write(_ -> 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outermost");
    assertThatThrownBy(() -> transactions.read(() -> transactions.write(_ -> 0)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void unit_afterItsEnd_isRefused() {
    Unit ended = transactions.write(unit -> unit);
    assertThatThrownBy(() -> ended.append(Node.event(UUID.randomUUID(), "{}")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(ended::connection).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void read_thatWrites_isRefusedByTheDatabase() {
    assertThatThrownBy(() -> transactions.read(() -> notes.save(new Note(UUID.randomUUID(), ""))))
        .hasMessageContaining("read-only");
  }

  @Test
  void read_insideAWrite_seesItsRows() {
    UUID id = UUID.randomUUID();
    assertThat(
            transactions.<Boolean>write(
                _ -> {
                  notes.save(new Note(id, "mine"));
                  return transactions.read(() -> notes.existsById(id));
                }))
        .isTrue();
  }

  @Test
  void append_ofManyStreamsInOppositeOrders_neverDeadlocks() throws Exception {
    UUID[] streams = new UUID[8];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = UUID.randomUUID();
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < 8; w++) {
        int step = w % 2 == 0 ? 1 : streams.length - 1;
        writers.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 50; n++) {
                    transactions.write(
                        unit -> {
                          for (int i = 0; i < streams.length; i++) {
                            unit.append(Node.event(streams[i * step % streams.length], "{}"));
                          }
                          return 0;
                        });
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get(60, TimeUnit.SECONDS);
      }
    }
    for (UUID stream : streams) {
      assertThat(log.read(stream, 399, 10)).singleElement().extracting(Event::seq).isEqualTo(400L);
    }
  }
}
