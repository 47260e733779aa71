package org.sealward.conversation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.Member;
import org.sealward.envelope.Suite;

/** The SQL of members and wrapped keys, on a connection of the caller's. */
final class MembershipTables {
  private MembershipTables() {}

  /**
   * Locks the conversation, so that one entry at a time is decided about. Rows that refer to it can
   * be added meanwhile. (Micronaut Data would take this query for an update.)
   */
  static Optional<ConversationRow> lock(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select epoch, membership_hash, created_at from conversation where id = ?"
                + " for no key update")) {
      select.setObject(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new ConversationRow(
                    id,
                    row.getLong(1),
                    Bytes.of(row.getBytes(2)),
                    row.getObject(3, OffsetDateTime.class).toInstant(),
                    false))
            : Optional.empty();
      }
    }
  }

  /**
   * Makes these the members; who stays keeps what is their own. The deletion comes last, for it
   * notes institutions (db/migration/V25__one_order_of_institutions.sql).
   */
  static void replaceMembers(Connection connection, UUID conversationId, List<Member> members)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into conversation_member"
                + " (conversation_id, user_id, fingerprint, reads_from_epoch)"
                + " values (?, ?, ?, ?) on conflict (conversation_id, user_id) do update"
                + " set fingerprint = excluded.fingerprint,"
                + " reads_from_epoch = excluded.reads_from_epoch")) {
      for (Member member : members) {
        insert.setObject(1, conversationId);
        insert.setObject(2, member.userId());
        insert.setBytes(3, member.fingerprint().toArray());
        insert.setLong(4, member.readsFromEpoch());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from conversation_member where conversation_id = ? and user_id <> all (?)")) {
      delete.setObject(1, conversationId);
      delete.setArray(
          2, connection.createArrayOf("uuid", members.stream().map(Member::userId).toArray()));
      delete.executeUpdate();
    }
  }

  /** Adds wraps; one that is there already stays as it is. */
  static void addWraps(Connection connection, List<EpochWrap> wraps) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into epoch_wrap (conversation_id, recipient_id, epoch,"
                + " recipient_fingerprint, membership_hash, wrap) values (?, ?, ?, ?, ?, ?)"
                + " on conflict do nothing")) {
      for (EpochWrap wrap : wraps) {
        insert.setObject(1, wrap.conversationId());
        insert.setObject(2, wrap.recipientId());
        insert.setLong(3, wrap.epoch());
        insert.setBytes(4, wrap.recipientFingerprint().toArray());
        insert.setBytes(5, wrap.membershipHash().toArray());
        insert.setBytes(6, wrap.wrap().toArray());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** The recipient's wraps of epochs above {@code afterEpoch}, in order. */
  static List<EpochWrap> wraps(
      Connection connection, UUID conversationId, UUID recipient, long afterEpoch, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select epoch, recipient_fingerprint, membership_hash, wrap from epoch_wrap"
                + " where conversation_id = ? and recipient_id = ? and epoch > ?"
                + " order by epoch, recipient_fingerprint limit ?")) {
      select.setObject(1, conversationId);
      select.setObject(2, recipient);
      select.setLong(3, afterEpoch);
      select.setInt(4, limit);
      try (ResultSet rows = select.executeQuery()) {
        List<EpochWrap> wraps = new ArrayList<>();
        while (rows.next()) {
          wraps.add(
              new EpochWrap(
                  Suite.ONE,
                  conversationId,
                  rows.getLong("epoch"),
                  Bytes.of(rows.getBytes("membership_hash")),
                  recipient,
                  Bytes.of(rows.getBytes("recipient_fingerprint")),
                  Bytes.of(rows.getBytes("wrap"))));
        }
        return wraps;
      }
    }
  }
}
