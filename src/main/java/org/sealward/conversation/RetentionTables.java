package org.sealward.conversation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The SQL of how long conversations are kept, on a connection of the caller's. */
final class RetentionTables {
  private RetentionTables() {}

  /** Days that the contents of a conversation are kept. */
  record Kept(UUID conversationId, int days) {}

  /**
   * A part of a conversation that is old.
   *
   * @param fromSeq the last event before it
   * @param toSeq its last event; not above {@code fromSeq} when there is none
   * @param messages whether it holds messages
   */
  record Swept(long fromSeq, long toSeq, boolean messages) {}

  /** Remembers for good which institutions have a confirmed specialist in which conversation. */
  static void noteInstitutions(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into conversation_institution
              select distinct m.conversation_id, a.institution_id
                from conversation_member m
                join affiliation a on a.user_id = m.user_id
                                  and a.role = 'specialist' and a.state = 'active'
               order by m.conversation_id, a.institution_id
              on conflict do nothing
            """)) {
      insert.executeUpdate();
    }
  }

  /** Conversations of which all institutions have set a time, in the order of their ids. */
  static List<Kept> kept(Connection connection, UUID after, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select c.conversation_id, max(i.retention_days)
              from conversation_institution c join institution i on i.id = c.institution_id
             where c.conversation_id > ?
             group by c.conversation_id
            having bool_and(i.retention_days is not null)
             order by c.conversation_id limit ?
            """)) {
      select.setObject(1, after);
      select.setInt(2, limit);
      try (ResultSet rows = select.executeQuery()) {
        List<Kept> found = new ArrayList<>();
        while (rows.next()) {
          found.add(new Kept(rows.getObject(1, UUID.class), rows.getInt(2)));
        }
        return found;
      }
    }
  }

  /** What is old and has not been swept; a thousand events at most. Locks the sweep's place. */
  static Swept old(Connection connection, UUID conversationId, Instant before) throws SQLException {
    try (PreparedStatement begin =
        connection.prepareStatement(
            "insert into conversation_sweep values (?, 0) on conflict do nothing")) {
      begin.setObject(1, conversationId);
      begin.executeUpdate();
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            with swept as (
              select swept_seq from conversation_sweep where conversation_id = ? for update),
            next as (
              select seq, at, kind, body is not null as held from event, swept
               where stream = ? and seq > swept_seq order by seq limit 1000),
            fresh as (select coalesce(min(seq), 9223372036854775807) as seq from next where at >= ?)
            select swept.swept_seq, coalesce(max(next.seq), swept.swept_seq),
                   coalesce(bool_or(next.kind = 'message' and next.held), false)
              from swept cross join fresh left join next on next.seq < fresh.seq
             group by swept.swept_seq
            """)) {
      select.setObject(1, conversationId);
      select.setObject(2, conversationId);
      select.setObject(3, before.atOffset(ZoneOffset.UTC));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Swept(row.getLong(1), row.getLong(2), row.getBoolean(3));
      }
    }
  }

  static void moveSweep(Connection connection, UUID conversationId, long seq) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update conversation_sweep set swept_seq = ? where conversation_id = ?")) {
      update.setLong(1, seq);
      update.setObject(2, conversationId);
      update.executeUpdate();
    }
  }
}
