package org.sealward.conversation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

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
