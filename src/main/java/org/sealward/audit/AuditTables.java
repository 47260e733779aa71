package org.sealward.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;

/** The tables of the migration {@code audit}, on a connection of the caller's. */
final class AuditTables {
  /** The first number of the two that an advisory lock has; the second is of the session. */
  private static final int SESSION_LOCKS = 0x5EA4;

  private AuditTables() {}

  /** Whose leaf it becomes, and the key of that institution's tags. */
  record Tags(UUID institution, Bytes key) {}

  /**
   * The institution that is named, or the actor's, or none; the key is made with the first record.
   */
  static Tags tags(
      Connection connection,
      @Nullable UUID institution,
      @Nullable UUID actor,
      Supplier<Bytes> newKey)
      throws SQLException {
    while (true) {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              select i.id, k.key
                from (select coalesce(
                        cast(? as uuid),
                        (select institution_id from affiliation
                          where user_id = ? and state = 'active' limit 1),
                        '00000000-0000-0000-0000-000000000000') as id) i
                left join audit_tag_key k on k.institution = i.id
              """)) {
        select.setObject(1, institution);
        select.setObject(2, actor);
        try (ResultSet row = select.executeQuery()) {
          row.next();
          UUID id = row.getObject(1, UUID.class);
          byte[] key = row.getBytes(2);
          if (key != null) {
            return new Tags(id, Bytes.of(key));
          }
          addKey(connection, id, newKey.get());
        }
      }
    }
  }

  /** Whether it is not on record; nobody else begins it until the transaction ends. */
  static boolean beginSession(Connection connection, UUID user, UUID session) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("select pg_advisory_xact_lock(?, ?)")) {
      lock.setInt(1, SESSION_LOCKS);
      lock.setInt(2, session.hashCode());
      lock.execute();
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "select not exists (select from audit_record"
                + " where kind = 'session-begun' and actor = ? and object = ?)")) {
      select.setObject(1, user);
      select.setObject(2, session);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static void addKey(Connection connection, UUID institution, Bytes key)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into audit_tag_key (institution, key) values (?, ?) on conflict do nothing")) {
      insert.setObject(1, institution);
      insert.setBytes(2, key.toArray());
      insert.executeUpdate();
    }
  }

  /** The key of an institution's tags, once there is a record. */
  static Optional<Bytes> tagKey(Connection connection, UUID institution) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select key from audit_tag_key where institution = ?")) {
      select.setObject(1, institution);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(Bytes.of(row.getBytes(1))) : Optional.empty();
      }
    }
  }

  /** Every record of a stretch of the log, with its leaf's entry, in the order of the leaves. */
  static List<Logged> stretch(Connection connection, long from, long to) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select r.record, l.entry from merkle_leaf l join audit_record r on r.leaf = l.hash
             where l.log = 'audit' and l.index >= ? and l.index < ?
             order by l.index
            """)) {
      select.setLong(1, from);
      select.setLong(2, to);
      return records(select);
    }
  }

  /** The first record of an institution. */
  static List<Logged> first(Connection connection, UUID institution) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select r.record, coalesce(l.entry, ''::bytea)
              from audit_record r
              left join merkle_leaf l on l.log = 'audit' and l.hash = r.leaf
             where r.institution = ? order by r.position limit 1
            """)) {
      select.setObject(1, institution);
      return records(select);
    }
  }

  private static List<Logged> records(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      List<Logged> found = new ArrayList<>();
      while (rows.next()) {
        found.add(new Logged(Bytes.of(rows.getBytes(1)), Bytes.of(rows.getBytes(2))));
      }
      return found;
    }
  }

  /**
   * A record.
   *
   * @param leaf its entry of the log, empty when that is lost
   */
  record Logged(Bytes record, Bytes leaf) {}

  /**
   * About images that show the subject, the newest first; those before a record, if one is named.
   */
  static List<Logged> accesses(
      Connection connection, UUID subject, @Nullable UUID before, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select r.record, coalesce(l.entry, ''::bytea)
              from audit_record r
              left join merkle_leaf l on l.log = 'audit' and l.hash = r.leaf
             where r.subject = ?
               and r.kind in ('image-granted', 'wrap-fetched', 'image-decrypted')
               and r.position < coalesce(
                     (select position from audit_record where id = ? and subject = ?),
                     9223372036854775807)
             order by r.position desc limit ?
            """)) {
      select.setObject(1, subject);
      select.setObject(2, before);
      select.setObject(3, subject);
      select.setInt(4, limit);
      return records(select);
    }
  }

  /**
   * Adds a record.
   *
   * @param leaf hash of its leaf
   */
  static void insert(Connection connection, Bytes leaf, Bytes record) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into audit_record (leaf, record) values (?, ?)")) {
      insert.setBytes(1, leaf.toArray());
      insert.setBytes(2, record.toArray());
      insert.executeUpdate();
    }
  }
}
