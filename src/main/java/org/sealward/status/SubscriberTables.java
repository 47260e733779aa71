package org.sealward.status;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who is told: of the tables of the migration {@code status_page}. */
final class SubscriberTables {
  private SubscriberTables() {}

  /** Whoever wants to be told by mail. */
  record Subscriber(UUID id, String email) {
    @Override
    public String toString() {
      return "Subscriber[" + id + "]";
    }
  }

  /** A receiver that an operator added. */
  record Receiver(UUID id, URI address, Instant addedAt) {}

  static List<Subscriber> subscribers(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("select id, email from status_subscriber order by id");
        ResultSet rows = select.executeQuery()) {
      List<Subscriber> all = new ArrayList<>();
      while (rows.next()) {
        all.add(new Subscriber(rows.getObject(1, UUID.class), rows.getString(2)));
      }
      return all;
    }
  }

  /** Once, however often they ask. */
  static void subscribe(Connection connection, String email, Instant now) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into status_subscriber (id, email, confirmed_at) values (?, ?, ?)"
                + " on conflict (email) do nothing")) {
      insert.setObject(1, UUID.randomUUID());
      insert.setString(2, email);
      insert.setObject(3, StatusTables.utc(now));
      insert.executeUpdate();
    }
  }

  /**
   * Forgets a subscriber.
   *
   * @return the address; empty when there is none
   */
  static Optional<String> unsubscribe(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from status_subscriber where id = ? returning email")) {
      delete.setObject(1, id);
      try (ResultSet row = delete.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  static List<Receiver> webhooks(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, address, added_at from status_webhook order by id")) {
      return webhooks(select);
    }
  }

  static Optional<Receiver> webhook(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, address, added_at from status_webhook where id = ?")) {
      select.setObject(1, id);
      return webhooks(select).stream().findFirst();
    }
  }

  private static List<Receiver> webhooks(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      List<Receiver> all = new ArrayList<>();
      while (rows.next()) {
        all.add(
            new Receiver(
                rows.getObject(1, UUID.class),
                URI.create(rows.getString(2)),
                StatusTables.instant(rows, "added_at")));
      }
      return all;
    }
  }

  /** Adds one; false when the id is taken. */
  static boolean add(Connection connection, UUID id, String address, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into status_webhook (id, address, added_at) values (?, ?, ?)"
                + " on conflict do nothing")) {
      insert.setObject(1, id);
      insert.setString(2, address);
      insert.setObject(3, StatusTables.utc(now));
      return insert.executeUpdate() > 0;
    }
  }

  /** Removes one; false when there is none. */
  static boolean remove(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from status_webhook where id = ?")) {
      delete.setObject(1, id);
      return delete.executeUpdate() > 0;
    }
  }

  /** Notes that subscribers are told of an incident's state; false when they were. */
  static boolean tell(Connection connection, UUID incident, String state, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into status_told (incident, state, told_at) values (?, ?, ?)"
                + " on conflict do nothing")) {
      insert.setObject(1, incident);
      insert.setString(2, state);
      insert.setObject(3, StatusTables.utc(now));
      return insert.executeUpdate() > 0;
    }
  }

  static boolean isTold(Connection connection, UUID incident, String state) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select from status_told where incident = ? and state = ?")) {
      select.setObject(1, incident);
      select.setString(2, state);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }
}
