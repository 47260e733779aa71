package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sealward.TestDatabase;

/**
 * Positions become visible in order: nobody who follows the log by position misses a row.
 *
 * <p>Both tests run the same scenario, sixteen writers on two nodes. A constraint trigger makes
 * every transaction linger between getting its positions and its commit, and lets some fail there.
 * The first event lingers until everybody has seen a later one, or a second has passed with nobody
 * seeing one. With the log's lock nobody can see a later one; without it they all do, and then the
 * first event comes behind their cursors and is lost to them: so the test tells the two apart every
 * time, not by chance.
 */
class EventLogOrderTest {
  private static final int WRITERS = 16;
  private static final int WRITES = 25;
  private static final String LAST = "the last";

  private record Seen(List<Long> rows, Map<String, List<Event>> byObserver) {}

  @Test
  void observers_ofSixteenWritersOnTwoNodes_seeEveryEventOnceAndInOrder() throws Exception {
    TestDatabase database = lingering();
    Seen seen = run(database);
    assertThat(seen.rows()).hasSizeGreaterThan(WRITERS * WRITES / 2);
    seen.byObserver()
        .forEach(
            (observer, events) ->
                assertThat(events.stream().map(Event::position))
                    .as(observer)
                    .containsExactlyElementsOf(seen.rows()));
  }

  @Test
  void observers_withoutTheLocksProtection_missEvents() throws Exception {
    TestDatabase database = lingering();
    try (Connection owner = database.asMigration();
        Statement statement = owner.createStatement()) {
      statement.execute(
          "CREATE OR REPLACE FUNCTION event_log_lock() RETURNS void LANGUAGE sql AS 'SELECT'");
    }
    Seen seen = run(database);
    seen.byObserver()
        .forEach(
            (observer, events) ->
                assertThat(events.stream().map(Event::position))
                    .as(observer)
                    .isSorted()
                    .hasSizeLessThan(seen.rows().size()));
  }

  private static TestDatabase lingering() throws SQLException {
    TestDatabase database = TestDatabase.fresh();
    try (Connection owner = database.asMigration();
        Statement statement = owner.createStatement()) {
      statement.execute(
          """
          CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF new.kind = 'held' THEN
              PERFORM pg_advisory_xact_lock_shared(42);
            ELSIF new.kind = 'doomed' THEN
              RAISE EXCEPTION 'doomed';
            ELSE
              PERFORM pg_sleep(random() * 0.003);
            END IF;
            RETURN NULL;
          END $$;
          CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON event
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger();
          """);
    }
    return database;
  }

  private static Seen run(TestDatabase database) throws Exception {
    RecordingReader reader = new RecordingReader("recorder");
    Observed firstTail = new Observed();
    Observed secondTail = new Observed();
    List<Observed> all = List.of(firstTail, secondTail, reader.observed());
    try (Connection barrier = database.asService();
        Node first = Node.on(database, reader);
        Node second = Node.on(database, reader);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      first.get(EventTail.class).subscribe(firstTail::add);
      second.get(EventTail.class).subscribe(secondTail::add);
      execute(barrier, "SELECT pg_advisory_lock(42)");
      Future<Event> held = threads.submit(() -> append(first, "held"));
      awaitWaiterAtBarrier(database);

      List<UUID> streams = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        Node node = w % 2 == 0 ? first : second;
        Random random = new Random(w);
        writers.add(threads.submit(() -> write(node, streams, random)));
      }
      for (Observed observed : all) {
        if (!observed.within(1_000, _ -> true)) {
          break;
        }
      }
      execute(barrier, "SELECT pg_advisory_unlock(42)");

      held.get(30, TimeUnit.SECONDS);
      for (Future<?> writer : writers) {
        writer.get(60, TimeUnit.SECONDS);
      }
      first.append(UUID.randomUUID(), LAST);
      for (Observed observed : all) {
        observed.await(LAST);
      }
      assertThat(reader.mostAtOnce()).isEqualTo(1);
      return new Seen(
          rows(database),
          Map.of(
              "the first node's tail", firstTail.all(),
              "the second node's tail", secondTail.all(),
              "the stored cursor", reader.observed().all()));
    }
  }

  private static Event append(Node node, String kind) {
    NewEvent event = new NewEvent(UUID.randomUUID(), kind, Node.ACTOR, Node.DIGEST, null);
    return node.transactions().write(unit -> unit.append(event)).event();
  }

  /** Writes of one to three events, of which some never commit. */
  private static void write(Node node, List<UUID> streams, Random random) {
    for (int n = 0; n < WRITES; n++) {
      int fate = random.nextInt(10);
      try {
        node.transactions()
            .write(
                unit -> {
                  for (int i = random.nextInt(3); i >= 0; i--) {
                    unit.append(Node.event(streams.get(random.nextInt(streams.size())), "{}"));
                  }
                  if (fate == 0) {
                    throw new Problem(GeneralProblem.CONFLICT, "rolled back before the append");
                  }
                  if (fate == 1) {
                    unit.append(
                        new NewEvent(streams.getFirst(), "doomed", Node.ACTOR, Node.DIGEST, null));
                  }
                  return 0;
                });
        assertThat(fate).isGreaterThan(1);
      } catch (Problem _) {
        assertThat(fate).isZero();
      } catch (RuntimeException e) {
        assertThat(fate).as(e.toString()).isEqualTo(1);
      }
    }
  }

  private static void awaitWaiterAtBarrier(TestDatabase database) throws Exception {
    try (Connection connection = database.asSuperuser()) {
      for (int i = 0; i < 1_000; i++) {
        try (Statement statement = connection.createStatement();
            ResultSet rows =
                statement.executeQuery(
                    "SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 42"
                        + " AND NOT granted")) {
          if (rows.next()) {
            return;
          }
        }
        Thread.sleep(10);
      }
    }
    throw new AssertionError("the first event never reached its commit");
  }

  private static List<Long> rows(TestDatabase database) throws SQLException {
    try (Connection connection = database.asService();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT position FROM event ORDER BY position")) {
      List<Long> positions = new ArrayList<>();
      while (rows.next()) {
        positions.add(rows.getLong(1));
      }
      return positions;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
