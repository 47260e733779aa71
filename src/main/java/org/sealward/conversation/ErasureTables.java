package org.sealward.conversation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.api.ErasedMessages;

/** The SQL of what one user left in conversations, on a connection of the caller's. */
final class ErasureTables {
  private ErasureTables() {}

  /**
   * A conversation in which the user may have sent messages.
   *
   * @param newestSeq of any event there
   */
  record Sent(UUID conversationId, long newestSeq) {}

  /** Found by the user's own stream, which tells of every conversation that they joined. */
  static List<Sent> sent(Connection connection, UUID userId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select s.id, s.seq from stream s
             where s.id in (select (convert_from(e.body, 'UTF8')::jsonb ->> 'id')::uuid
                              from event e
                             where e.stream = ? and e.kind = 'conversation' and e.body is not null)
             order by s.id
            """)) {
      select.setObject(1, userId);
      try (ResultSet rows = select.executeQuery()) {
        List<Sent> found = new ArrayList<>();
        while (rows.next()) {
          found.add(new Sent(rows.getObject(1, UUID.class), rows.getLong(2)));
        }
        return found;
      }
    }
  }

  /**
   * The part of an order whose messages have their bodies.
   *
   * @param at later messages are not those that it named
   */
  static Optional<ErasedMessages> held(
      Connection connection, UUID conversation, ErasedMessages told, Instant at)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select min(seq), max(seq) from event
             where stream = ? and kind = 'message' and body is not null and seq between ? and ?
               and at <= ? and actor = coalesce(cast(? as uuid), actor)
            """)) {
      select.setObject(1, conversation);
      select.setLong(2, told.fromSeq());
      select.setLong(3, told.toSeq());
      select.setObject(4, at.atOffset(ZoneOffset.UTC));
      select.setObject(5, told.senderId());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long from = row.getLong(1);
        return row.wasNull()
            ? Optional.empty()
            : Optional.of(new ErasedMessages(from, row.getLong(2), told.senderId(), told.reason()));
      }
    }
  }

  /** Membership in the newest entries stays, for they are signed; what it gave access to goes. */
  static void deleteMemberships(Connection connection, UUID userId) throws SQLException {
    for (String sql :
        List.of(
            "delete from conversation_member where user_id = ?",
            "delete from epoch_wrap where recipient_id = ?",
            "delete from member_keys_notice where user_id = ?")) {
      try (PreparedStatement delete = connection.prepareStatement(sql)) {
        delete.setObject(1, userId);
        delete.executeUpdate();
      }
    }
  }
}
