package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.TestDatabase;

/** Who may do what to the log, as PostgreSQL decides it. */
class EventLogRightsTest {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static TestDatabase database;
  private static Node node;

  @BeforeAll
  static void start() {
    database = TestDatabase.fresh();
    node = Node.on(database);
    node.append(UUID.randomUUID(), "{}");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE event SET body = NULL",
        "UPDATE event SET kind = 'other'",
        "DELETE FROM event",
        "TRUNCATE event",
        "DROP TABLE event",
        "INSERT INTO event (stream, seq, kind, actor, at, digest)"
            + " VALUES (gen_random_uuid(), 1, 'x', gen_random_uuid(), now(), decode(repeat('00', 32), 'hex'))",
        "UPDATE stream SET seq = seq + 1",
        "DELETE FROM stream",
        "DELETE FROM event_reader",
        "INSERT INTO message_index SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),"
            + " decode(repeat('00', 32), 'hex')",
        "UPDATE message_index SET message_hash = message_hash",
        "DELETE FROM message_index",
        "INSERT INTO timeline (history) VALUES ('forged')",
        "SELECT start_timeline()",
        "SELECT erase(stream, seq) FROM event",
        "SELECT event_log_lock()",
        "CREATE OR REPLACE FUNCTION event_log_lock() RETURNS void LANGUAGE sql AS 'SELECT'",
        "SET ROLE sealward_eraser",
        "SET ROLE sealward_migration",
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE event (id int)"
      })
  void service_act_isRefused(String sql) throws SQLException {
    try (Connection service = database.asService();
        Statement statement = service.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }
  }

  @Test
  void service_appendAndRead_areAllowed() throws SQLException {
    UUID stream = UUID.randomUUID();
    try (Connection service = database.asService()) {
      EventRows.append(
          service,
          List.of(Node.event(stream, "1"), Node.event(stream, "2")),
          Instant.parse("2026-01-01T00:00:00Z"));
      assertThat(EventRows.ofStream(service, stream, 0, 10).stream().map(Node::text))
          .containsExactly("1", "2");
    }
  }

  @Test
  void erase_byItsRole_takesTheBodyAndKeepsRowAndDigest() throws SQLException {
    UUID stream = UUID.randomUUID();
    Event before = node.append(stream, "to be erased");
    Event neighbour = node.append(stream, "to be kept");
    try (Connection operator = database.asMigration();
        Statement statement = operator.createStatement()) {
      statement.execute("SET ROLE sealward_eraser");
      assertThat(erase(statement, before)).isTrue();
      assertThat(erase(statement, before)).as("a second time").isFalse();
      assertThatThrownBy(() -> statement.execute("DELETE FROM event"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.execute("UPDATE event SET digest = digest"))
          .isInstanceOf(SQLException.class);
    }
    List<Event> after = node.get(EventLog.class).read(stream, 0, 10);
    assertThat(after)
        .containsExactly(
            new Event(
                before.position(),
                stream,
                before.seq(),
                before.kind(),
                before.actor(),
                before.at(),
                before.digest(),
                null),
            neighbour);
  }

  private static boolean erase(Statement statement, Event event) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT erase('%s', %d)".formatted(event.stream(), event.seq()))) {
      return row.next() && row.getBoolean(1);
    }
  }

  @Test
  void start_asARoleThatCouldChangeTheLog_isRefusedWithAdvice() throws SQLException {
    TestDatabase careless = TestDatabase.fresh();
    try (Connection owner = careless.asMigration();
        Statement statement = owner.createStatement()) {
      statement.execute("GRANT DELETE ON event TO sealward_service");
    }
    assertThatThrownBy(() -> Node.on(careless).close())
        .hasMessageContaining("could change the event log")
        .hasMessageContaining("sealward_service");
  }

  @Test
  void start_asTheOwner_isRefusedWithAdvice() {
    Map<String, Object> settings = new HashMap<>(TestDatabase.fresh().settings());
    settings.put("sealward.db.user", settings.get("sealward.db.migration-user"));
    assertThatThrownBy(() -> ApplicationContext.run(settings).close())
        .hasMessageContaining("SEALWARD_DB_MIGRATION_USER must not be SEALWARD_DB_USER");
    settings.put("sealward.db.password", settings.get("sealward.db.migration-password"));
    settings.remove("sealward.db.migration-user");
    assertThatThrownBy(() -> ApplicationContext.run(settings).close())
        .hasMessageContaining("could change the event log");
  }
}
