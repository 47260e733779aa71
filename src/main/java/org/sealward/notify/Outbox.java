package org.sealward.notify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/**
 * Notices that wait to be delivered. What is added is told if the transaction commits, and only
 * then: at least once, also when the service, the receiver or the network is away meanwhile.
 */
public final class Outbox {
  private Outbox() {}

  /** Adds a notice as a part of the transaction, unless one with its id is or was there. */
  public static void add(Connection connection, Notice notice) throws SQLException {
    add(connection, List.of(notice));
  }

  /** Adds some at once. */
  public static void add(Connection connection, List<Notice> notices) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into notice
                (id, channel, receiver, subject, body, unsubscribe, added_at, until, next_at)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing
            """)) {
      for (Notice notice : notices) {
        insert.setObject(1, notice.id());
        insert.setString(2, notice.channel());
        insert.setString(3, notice.receiver());
        insert.setString(4, notice.subject());
        insert.setString(5, notice.body());
        if (notice.unsubscribe() == null) {
          insert.setNull(6, Types.VARCHAR);
        } else {
          insert.setString(6, notice.unsubscribe().toString());
        }
        insert.setObject(7, NoticeTable.utc(notice.at()));
        insert.setObject(8, NoticeTable.utc(notice.until()));
        insert.setObject(9, NoticeTable.utc(notice.at()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Takes back what still waits for a receiver, who does not want it any more. */
  public static void forget(Connection connection, String channel, String receiver)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from notice where channel = ? and receiver = ?"
                + " and sent_at is null and given_up_at is null")) {
      delete.setString(1, channel);
      delete.setString(2, receiver);
      delete.executeUpdate();
    }
  }
}
