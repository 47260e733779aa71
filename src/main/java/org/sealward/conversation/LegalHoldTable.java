package org.sealward.conversation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.LegalHold;
import org.sealward.api.LegalHold.LiftReason;
import org.sealward.api.LegalHold.Reason;

/** The SQL of legal holds, on a connection of the caller's. */
final class LegalHoldTable {
  /** Any number that no other lock has. */
  private static final long LOCK = 4_113_075_296_150_337_201L;

  private LegalHoldTable() {}

  /** Until the transaction ends, no hold is set. */
  static void pauseSetting(Connection connection) throws SQLException {
    run(connection, "select pg_advisory_xact_lock_shared(" + LOCK + ")");
  }

  /** Waits for those who are deleting; who deletes after the transaction sees what it sets. */
  static void pauseDeletion(Connection connection) throws SQLException {
    run(connection, "select pg_advisory_xact_lock(" + LOCK + ")");
  }

  /** Answers whether the id was free, and there is such an institution. */
  static boolean insert(Connection connection, LegalHold hold) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into legal_hold (id, institution_id, user_id, reason, set_by, set_at)"
                + " select ?, id, ?, ?, ?, ? from institution where id = ? on conflict do nothing")) {
      insert.setObject(1, hold.id());
      insert.setObject(2, hold.userId());
      insert.setString(3, hold.reason().name());
      insert.setObject(4, hold.setBy());
      insert.setObject(5, hold.setAt().atOffset(ZoneOffset.UTC));
      insert.setObject(6, hold.institutionId());
      return insert.executeUpdate() > 0;
    }
  }

  /** Lifts a hold; answers whether it was in force. */
  static boolean lift(Connection connection, UUID id, UUID admin, Instant at, LiftReason reason)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update legal_hold set lifted_by = ?, lifted_at = ?, lift_reason = ?"
                + " where id = ? and lifted_at is null")) {
      update.setObject(1, admin);
      update.setObject(2, at.atOffset(ZoneOffset.UTC));
      update.setString(3, reason.name());
      update.setObject(4, id);
      return update.executeUpdate() > 0;
    }
  }

  /** Whether the institution has anything that a hold of that person's would cover. */
  static boolean covers(Connection connection, UUID hold) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select exists (select from held_conversation where hold_id = ?)"
                + " or exists (select from held_image where hold_id = ?)")) {
      select.setObject(1, hold);
      select.setObject(2, hold);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  static List<LegalHold> byId(Connection connection, UUID id) throws SQLException {
    return select(connection, "id = ?", id);
  }

  /** Of an institution, lifted ones included, in the order of their ids. */
  static List<LegalHold> page(Connection connection, UUID institution, UUID after, int limit)
      throws SQLException {
    return select(
        connection, "institution_id = ? and id > ? order by id limit " + limit, institution, after);
  }

  static List<LegalHold> ofConversation(Connection connection, UUID id) throws SQLException {
    return select(
        connection,
        "id in (select hold_id from held_conversation where conversation_id = ?) order by id",
        id);
  }

  static List<LegalHold> ofImage(Connection connection, UUID id) throws SQLException {
    return select(
        connection, "id in (select hold_id from held_image where image_id = ?) order by id", id);
  }

  static List<LegalHold> concerning(Connection connection, UUID userId) throws SQLException {
    return select(
        connection,
        "id in (select hold_id from legal_hold_concern where user_id = ?) order by id",
        userId);
  }

  private static List<LegalHold> select(Connection connection, String which, UUID... arguments)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select * from legal_hold where " + which)) {
      for (int i = 0; i < arguments.length; i++) {
        select.setObject(i + 1, arguments[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        List<LegalHold> found = new ArrayList<>();
        while (row.next()) {
          found.add(read(row));
        }
        return found;
      }
    }
  }

  private static LegalHold read(ResultSet row) throws SQLException {
    String liftReason = row.getString("lift_reason");
    return new LegalHold(
        row.getObject("id", UUID.class),
        row.getObject("institution_id", UUID.class),
        row.getObject("user_id", UUID.class),
        Reason.valueOf(row.getString("reason")),
        row.getObject("set_by", UUID.class),
        row.getObject("set_at", OffsetDateTime.class).toInstant(),
        row.getObject("lifted_by", UUID.class),
        instant(row.getObject("lifted_at", OffsetDateTime.class)),
        liftReason == null ? null : LiftReason.valueOf(liftReason));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }
}
