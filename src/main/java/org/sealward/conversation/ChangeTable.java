package org.sealward.conversation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.sealward.api.ConversationChange;
import org.sealward.api.ConversationSummary;
import org.sealward.envelope.Bytes;

/** The SQL of what has changed for a user. */
final class ChangeTable {
  /**
   * The newest event of each of the user's conversations, and what the user's own stream says about
   * conversations: that they came into one, left it, put it away.
   */
  private static final String CHANGES =
      """
      with own as (
        select (convert_from(body, 'UTF8')::json ->> 'id')::uuid as id, max(position) as position
          from event
         where stream = ? and position > ? and body is not null
           and kind in ('conversation', 'conversation-left', 'conversation-archived')
         group by 1),
      present as (
        select c.id, c.epoch, c.membership_hash, c.created_at, m.archived, e.seq, e.position
          from conversation_member m
          join conversation c on c.id = m.conversation_id
          cross join lateral (
            select seq, position from event where stream = c.id order by seq desc limit 1) e
         where m.user_id = ?)
      select id, greatest(present.position, own.position) as position, seq, epoch,
             membership_hash, created_at, archived
        from present full join own using (id)
       where greatest(present.position, own.position) > ?
       order by position limit ?
      """;

  private ChangeTable() {}

  /** A change and where in the whole log it stands. */
  record Change(long position, ConversationChange shown) {}

  /** Changes behind a position, in order. */
  static List<Change> after(Connection connection, UUID user, long position, int limit)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(CHANGES)) {
      select.setObject(1, user);
      select.setLong(2, position);
      select.setObject(3, user);
      select.setLong(4, position);
      select.setInt(5, limit);
      try (ResultSet rows = select.executeQuery()) {
        List<Change> changes = new ArrayList<>();
        while (rows.next()) {
          changes.add(new Change(rows.getLong("position"), shown(rows)));
        }
        return changes;
      }
    }
  }

  private static ConversationChange shown(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    byte[] membershipHash = row.getBytes("membership_hash");
    if (membershipHash == null) {
      return new ConversationChange(id, 0, null);
    }
    return new ConversationChange(
        id,
        row.getLong("seq"),
        new ConversationSummary(
            id,
            row.getLong("epoch"),
            Bytes.of(membershipHash),
            row.getObject("created_at", OffsetDateTime.class).toInstant(),
            row.getBoolean("archived")));
  }
}
