package org.sealward.status;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.NewStatusIncident;
import org.sealward.api.NewStatusMaintenance;
import org.sealward.api.NewStatusPost;

/** What operators said: the tables of the migration {@code status_page}. */
final class StatusTables {
  private static final String INCIDENT =
      "select id, title, impact, components, begins, recorded_at, withdrawn_at from"
          + " status_incident";
  private static final String MAINTENANCE =
      "select id, title, begins, ends, components, recorded_at, withdrawn_at"
          + " from status_maintenance";
  private static final String POST =
      "select id, incident, maintenance, state, words, recorded_at, withdrawn_at from status_post";

  private StatusTables() {}

  /**
   * Something that was said.
   *
   * @param withdrawn when it was taken back; null when it was not
   */
  record Said<T>(UUID id, T what, Instant at, @Nullable Instant withdrawn) {}

  @FunctionalInterface
  private interface Shape<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** Incidents that are not taken back. */
  static List<Said<NewStatusIncident>> incidents(Connection connection) throws SQLException {
    return all(
        connection,
        INCIDENT + " where withdrawn_at is null order by begins desc, id",
        StatusTables::incident);
  }

  /** Maintenances, those among them that were taken back once they had begun. */
  static List<Said<NewStatusMaintenance>> maintenances(Connection connection) throws SQLException {
    return all(
        connection,
        MAINTENANCE
            + " where withdrawn_at is null or withdrawn_at > begins order by begins desc, id",
        StatusTables::maintenance);
  }

  /** Posts that are not taken back, the newest first. */
  static List<Said<NewStatusPost>> posts(Connection connection) throws SQLException {
    return all(
        connection,
        POST + " where withdrawn_at is null order by recorded_at desc, id",
        StatusTables::post);
  }

  static Optional<Said<NewStatusIncident>> incident(Connection connection, UUID id)
      throws SQLException {
    return one(connection, INCIDENT, id, StatusTables::incident);
  }

  static Optional<Said<NewStatusMaintenance>> maintenance(Connection connection, UUID id)
      throws SQLException {
    return one(connection, MAINTENANCE, id, StatusTables::maintenance);
  }

  static Optional<Said<NewStatusPost>> post(Connection connection, UUID id) throws SQLException {
    return one(connection, POST, id, StatusTables::post);
  }

  private static <T> List<Said<T>> all(Connection connection, String sql, Shape<T> shape)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      return read(select, shape);
    }
  }

  private static <T> Optional<Said<T>> one(
      Connection connection, String sql, UUID id, Shape<T> shape) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(sql + " where id = ? for no key update")) {
      select.setObject(1, id);
      return read(select, shape).stream().findFirst();
    }
  }

  private static <T> List<Said<T>> read(PreparedStatement select, Shape<T> shape)
      throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      List<Said<T>> said = new ArrayList<>();
      while (rows.next()) {
        OffsetDateTime withdrawn = rows.getObject("withdrawn_at", OffsetDateTime.class);
        said.add(
            new Said<>(
                rows.getObject("id", UUID.class),
                shape.of(rows),
                instant(rows, "recorded_at"),
                withdrawn == null ? null : withdrawn.toInstant()));
      }
      return said;
    }
  }

  private static NewStatusIncident incident(ResultSet row) throws SQLException {
    return new NewStatusIncident(
        row.getString("title"), row.getString("impact"), instant(row, "begins"), components(row));
  }

  private static NewStatusMaintenance maintenance(ResultSet row) throws SQLException {
    return new NewStatusMaintenance(
        row.getString("title"), instant(row, "begins"), instant(row, "ends"), components(row));
  }

  private static NewStatusPost post(ResultSet row) throws SQLException {
    return new NewStatusPost(
        row.getObject("incident", UUID.class),
        row.getObject("maintenance", UUID.class),
        row.getString("state"),
        row.getString("words"));
  }

  /** Adds an incident; false when the id is taken. */
  static boolean add(Connection connection, UUID id, NewStatusIncident said, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into status_incident (id, title, impact, components, begins, recorded_at)
              values (?, ?, ?, ?, ?, ?) on conflict do nothing
            """)) {
      insert.setObject(1, id);
      insert.setString(2, said.title());
      insert.setString(3, said.impact());
      insert.setArray(4, array(connection, said.components()));
      insert.setObject(5, utc(said.from()));
      insert.setObject(6, utc(now));
      return insert.executeUpdate() > 0;
    }
  }

  /** Adds a maintenance; false when the id is taken. */
  static boolean add(Connection connection, UUID id, NewStatusMaintenance said, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into status_maintenance (id, title, begins, ends, components, recorded_at)
              values (?, ?, ?, ?, ?, ?) on conflict do nothing
            """)) {
      insert.setObject(1, id);
      insert.setString(2, said.title());
      insert.setObject(3, utc(said.from()));
      insert.setObject(4, utc(said.to()));
      insert.setArray(5, array(connection, said.components()));
      insert.setObject(6, utc(now));
      return insert.executeUpdate() > 0;
    }
  }

  /** Adds a post; false when the id is taken. */
  static boolean add(Connection connection, UUID id, NewStatusPost said, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into status_post (id, incident, maintenance, state, words, recorded_at)
              values (?, ?, ?, ?, ?, ?) on conflict do nothing
            """)) {
      insert.setObject(1, id);
      insert.setObject(2, said.incident());
      insert.setObject(3, said.maintenance());
      insert.setString(4, said.state());
      insert.setString(5, said.words());
      insert.setObject(6, utc(now));
      return insert.executeUpdate() > 0;
    }
  }

  /** What can be taken back. */
  enum Kind {
    INCIDENT("update status_incident set withdrawn_at = ? where id = ?"),
    MAINTENANCE("update status_maintenance set withdrawn_at = ? where id = ?"),
    POST("update status_post set withdrawn_at = ? where id = ?");

    private final String withdraw;

    Kind(String withdraw) {
      this.withdraw = withdraw;
    }
  }

  static void withdraw(Connection connection, Kind kind, UUID id, Instant now) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(kind.withdraw)) {
      update.setObject(1, utc(now));
      update.setObject(2, id);
      update.executeUpdate();
    }
  }

  private static Array array(Connection connection, List<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  private static List<String> components(ResultSet row) throws SQLException {
    return List.of((String[]) row.getArray("components").getArray());
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
