package org.sealward.availability;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.sealward.api.AvailabilityIncident;
import org.sealward.servicelevel.BurnRate;

/** The tables of the migration {@code alerts}. */
final class AlertTables {
  private static final String INCIDENTS =
      "select id, title, begins, ends from availability_incident where contract = ?";

  private AlertTables() {}

  /** Until the transaction ends, nobody else looks after a contract; false when somebody does. */
  static boolean lock(Connection connection, String contract) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "select pg_try_advisory_xact_lock(hashtextextended('availability ' || ?, 0))")) {
      lock.setString(1, contract);
      try (ResultSet row = lock.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** Alerts of a contract that are on. */
  static Map<BurnRate, UUID> raised(Connection connection, String contract) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select rate, id from availability_alert where contract = ? and ended_at is null")) {
      select.setString(1, contract);
      try (ResultSet rows = select.executeQuery()) {
        Map<BurnRate, UUID> raised = new EnumMap<>(BurnRate.class);
        while (rows.next()) {
          raised.put(
              BurnRate.valueOf(rows.getString(1).toUpperCase(Locale.ROOT)),
              rows.getObject(2, UUID.class));
        }
        return raised;
      }
    }
  }

  static void raise(
      Connection connection, String contract, BurnRate rate, UUID incident, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into availability_alert (id, contract, rate, incident, raised_at)"
                + " values (?, ?, ?, ?, ?)")) {
      insert.setObject(1, UUID.randomUUID());
      insert.setString(2, contract);
      insert.setString(3, rate.name().toLowerCase(Locale.ROOT));
      insert.setObject(4, incident);
      insert.setObject(5, utc(now));
      insert.executeUpdate();
    }
  }

  static void end(Connection connection, UUID alert, Instant now) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update availability_alert set ended_at = ? where id = ?")) {
      update.setObject(1, utc(now));
      update.setObject(2, alert);
      update.executeUpdate();
    }
  }

  /** The incident of a contract that has not ended. */
  static Optional<AvailabilityIncident> open(Connection connection, String contract)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(INCIDENTS + " and ends is null")) {
      select.setString(1, contract);
      return incidents(select).stream().findFirst();
    }
  }

  /** All incidents of a contract. */
  static List<AvailabilityIncident> incidents(Connection connection, String contract)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(INCIDENTS + " order by begins, id")) {
      select.setString(1, contract);
      return incidents(select);
    }
  }

  private static List<AvailabilityIncident> incidents(PreparedStatement select)
      throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      List<AvailabilityIncident> incidents = new ArrayList<>();
      while (rows.next()) {
        OffsetDateTime ends = rows.getObject("ends", OffsetDateTime.class);
        incidents.add(
            new AvailabilityIncident(
                rows.getObject("id", UUID.class),
                rows.getString("title"),
                rows.getObject("begins", OffsetDateTime.class).toInstant(),
                ends == null ? null : ends.toInstant()));
      }
      return incidents;
    }
  }

  /** Opens an incident. */
  static AvailabilityIncident open(
      Connection connection, String contract, String title, Instant begins, Instant now)
      throws SQLException {
    AvailabilityIncident opened = new AvailabilityIncident(UUID.randomUUID(), title, begins, null);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into availability_incident (id, contract, title, begins, opened_at)"
                + " values (?, ?, ?, ?, ?)")) {
      insert.setObject(1, opened.id());
      insert.setString(2, contract);
      insert.setString(3, title);
      insert.setObject(4, utc(begins));
      insert.setObject(5, utc(now));
      insert.executeUpdate();
    }
    return opened;
  }

  static void begin(Connection connection, UUID incident, Instant begins) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update availability_incident set begins = ? where id = ? and begins <> ?")) {
      update.setObject(1, utc(begins));
      update.setObject(2, incident);
      update.setObject(3, utc(begins));
      update.executeUpdate();
    }
  }

  static void close(Connection connection, UUID incident, Instant ends) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update availability_incident set ends = ? where id = ?")) {
      update.setObject(1, utc(ends));
      update.setObject(2, incident);
      update.executeUpdate();
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
