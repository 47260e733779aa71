package org.sealward.conversation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.sealward.envelope.Bytes;

/** The SQL of leaves, on a connection of the caller's. */
final class LeaveTable {
  private LeaveTable() {}

  /**
   * Stores a leave and ends what the service does for the leaver. From here on it takes no message
   * of the conversation until an entry has removed the leaver.
   */
  static void add(Connection connection, UUID conversationId, long epoch, UUID leaver, Bytes body)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into conversation_leave (conversation_id, epoch, user_id, body)"
                + " values (?, ?, ?, ?)")) {
      insert.setObject(1, conversationId);
      insert.setLong(2, epoch);
      insert.setObject(3, leaver);
      insert.setBytes(4, body.toArray());
      insert.executeUpdate();
    }
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from conversation_member where conversation_id = ? and user_id = ?")) {
      delete.setObject(1, conversationId);
      delete.setObject(2, leaver);
      delete.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement("update conversation set leaving = true where id = ?")) {
      update.setObject(1, conversationId);
      update.executeUpdate();
    }
  }

  /** The bodies of the leaves that answer the entry of an epoch, by leaver. */
  static Map<UUID, Bytes> of(Connection connection, UUID conversationId, long epoch)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select user_id, body from conversation_leave"
                + " where conversation_id = ? and epoch = ? order by user_id")) {
      select.setObject(1, conversationId);
      select.setLong(2, epoch);
      try (ResultSet rows = select.executeQuery()) {
        Map<UUID, Bytes> leaves = new LinkedHashMap<>();
        while (rows.next()) {
          leaves.put(rows.getObject(1, UUID.class), Bytes.of(rows.getBytes(2)));
        }
        return leaves;
      }
    }
  }
}
