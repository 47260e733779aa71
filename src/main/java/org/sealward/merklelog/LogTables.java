package org.sealward.merklelog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;
import org.sealward.transparency.EntryBundle;
import org.sealward.transparency.HashTile;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.Tile;
import org.sealward.transparency.TreeHead;

/** The tables of the migration {@code merkle_logs}. */
final class LogTables {
  private LogTables() {}

  /** An entry without a place. */
  record Waiting(long id, Bytes entry, Bytes hash, Instant since) {}

  /** The hash of a full tile, or of a full one below it. */
  record Node(int level, long index, Bytes hash) {}

  /** The next tree of a log, and the entries that it adds. */
  record Growth(List<Waiting> entries, List<Node> nodes, TreeHead head) {
    Growth {
      entries = List.copyOf(entries);
      nodes = List.copyOf(nodes);
    }
  }

  /** Until the transaction ends; false when somebody else has the lock. */
  static boolean lock(Connection connection, int lockClass, String log) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("select pg_try_advisory_xact_lock(?, hashtext(?))")) {
      lock.setInt(1, lockClass);
      lock.setString(2, log);
      try (ResultSet row = lock.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** Nothing happens when the log has the entry already. */
  static void submit(Connection connection, String log, Bytes entry, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into merkle_leaf (log, entry, submitted_at) values (?, ?, ?)"
                + " on conflict (log, hash) do nothing")) {
      insert.setString(1, log);
      insert.setBytes(2, entry.toArray());
      insert.setObject(3, utc(now));
      insert.executeUpdate();
    }
  }

  /** The oldest first. */
  static List<Waiting> waiting(Connection connection, String log, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, entry, hash, submitted_at from merkle_leaf"
                + " where log = ? and index is null order by id limit ?")) {
      select.setString(1, log);
      select.setInt(2, limit);
      try (ResultSet rows = select.executeQuery()) {
        List<Waiting> waiting = new ArrayList<>();
        while (rows.next()) {
          waiting.add(waiting(rows));
        }
        return waiting;
      }
    }
  }

  /** An entry, if it is there and has no place. */
  static Optional<Waiting> waiting(Connection connection, String log, Bytes entry)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, entry, hash, submitted_at from merkle_leaf"
                + " where log = ? and hash = ? and index is null")) {
      select.setString(1, log);
      select.setBytes(2, MerkleHash.leaf(entry).toArray());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(waiting(row)) : Optional.empty();
      }
    }
  }

  private static Waiting waiting(ResultSet row) throws SQLException {
    return new Waiting(
        row.getLong("id"),
        Bytes.of(row.getBytes("entry")),
        Bytes.of(row.getBytes("hash")),
        row.getObject("submitted_at", OffsetDateTime.class).toInstant());
  }

  /** When the oldest entry without a place was handed in. */
  static Optional<Instant> oldestWaiting(Connection connection, String log) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select min(submitted_at) from merkle_leaf where log = ? and index is null")) {
      select.setString(1, log);
      return instant(select);
    }
  }

  /** When the first of the larger trees was signed. */
  static Optional<Instant> firstSignedAbove(Connection connection, String log, long size)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select signed_at from merkle_checkpoint"
                + " where log = ? and size > ? order by size limit 1")) {
      select.setString(1, log);
      select.setLong(2, size);
      return instant(select);
    }
  }

  /** The first column of the first row. */
  static Optional<Instant> instant(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
              .map(OffsetDateTime::toInstant)
          : Optional.empty();
    }
  }

  /** The largest that was signed. */
  static Optional<SignedCheckpoint> newest(Connection connection, String log) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select note from merkle_checkpoint where log = ? order by size desc limit 1")) {
      select.setString(1, log);
      return checkpoint(select);
    }
  }

  /** The largest that so many of these witnesses have cosigned. */
  static Optional<SignedCheckpoint> newestCosigned(
      Connection connection, String log, List<String> witnesses, int quorum) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select note from merkle_checkpoint
             where log = ?
               and size = (
                 select size from merkle_cosignature where log = ? and witness = any (?)
                  group by size having count(distinct witness) >= ? order by size desc limit 1)
            """)) {
      select.setString(1, log);
      select.setString(2, log);
      select.setArray(3, connection.createArrayOf("text", witnesses.toArray()));
      select.setInt(4, quorum);
      return checkpoint(select);
    }
  }

  private static Optional<SignedCheckpoint> checkpoint(PreparedStatement select)
      throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(SignedCheckpoint.parse(Bytes.of(row.getBytes(1))))
          : Optional.empty();
    }
  }

  /** The function that the migration describes; throws when this is not the next tree. */
  static void append(
      Connection connection, String log, Growth growth, SignedCheckpoint signed, Instant now)
      throws SQLException {
    try (PreparedStatement call =
        connection.prepareStatement("select merkle_append(?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      call.setString(1, log);
      call.setLong(2, growth.head().size() - growth.entries().size());
      call.setArray(3, array(connection, "bigint", growth.entries(), Waiting::id));
      call.setArray(4, array(connection, "int", growth.nodes(), Node::level));
      call.setArray(5, array(connection, "bigint", growth.nodes(), Node::index));
      byte[][] hashes =
          growth.nodes().stream().map(node -> node.hash().toArray()).toArray(byte[][]::new);
      call.setArray(6, connection.createArrayOf("bytea", hashes));
      call.setBytes(7, growth.head().root().toArray());
      call.setBytes(8, signed.encode().toArray());
      call.setObject(9, utc(now));
      call.execute();
    }
  }

  private static <T> Array array(
      Connection connection, String type, List<T> items, Function<T, Object> column)
      throws SQLException {
    return connection.createArrayOf(type, items.stream().map(column).toArray());
  }

  /** Where an entry stands; empty while it has no place, and when there is none. */
  static OptionalLong index(Connection connection, String log, Bytes hash) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select index from merkle_leaf where log = ? and hash = ? and index is not null")) {
      select.setString(1, log);
      select.setBytes(2, hash.toArray());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /** Entries from one index to before another, in order. */
  static List<Bytes> entries(Connection connection, String log, long from, long to)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select entry from merkle_leaf"
                + " where log = ? and index >= ? and index < ? order by index")) {
      select.setString(1, log);
      select.setLong(2, from);
      select.setLong(3, to);
      try (ResultSet rows = select.executeQuery()) {
        List<Bytes> entries = new ArrayList<>();
        while (rows.next()) {
          entries.add(Bytes.of(rows.getBytes(1)));
        }
        return entries;
      }
    }
  }

  /**
   * The first entry of the tree that was not handed in before a time, or the size. Entries are in
   * the order of their times, but for the little that transactions overtake each other by.
   */
  static long firstSince(Connection connection, String log, long size, Instant time)
      throws SQLException {
    long low = 0;
    long high = size;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (isBefore(connection, log, middle, time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean isBefore(Connection connection, String log, long index, Instant time)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select submitted_at < ? from merkle_leaf"
                + " where log = ? and index >= ? order by index limit 1")) {
      select.setObject(1, utc(time));
      select.setString(2, log);
      select.setLong(3, index);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** The bytes of a tile, exactly as wide; empty when the log does not have it. */
  static Optional<Bytes> tile(Connection connection, String log, Tile tile) throws SQLException {
    List<Bytes> items =
        switch (tile.level()) {
          case Tile.ENTRIES -> leaves(connection, "entry", log, tile);
          case 0 -> leaves(connection, "hash", log, tile);
          default -> nodes(connection, log, tile);
        };
    if (items.size() != tile.width()) {
      return Optional.empty();
    }
    return Optional.of(
        tile.level() == Tile.ENTRIES
            ? new EntryBundle(tile, items).encode()
            : new HashTile(tile, items).encode());
  }

  private static List<Bytes> leaves(Connection connection, String column, String log, Tile tile)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select "
                + column
                + " from merkle_leaf where log = ? and index >= ? and index < ? order by index")) {
      select.setString(1, log);
      return range(select, 2, tile);
    }
  }

  private static List<Bytes> nodes(Connection connection, String log, Tile tile)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select hash from merkle_node"
                + " where log = ? and level = ? and index >= ? and index < ? order by index")) {
      select.setString(1, log);
      select.setInt(2, tile.level());
      return range(select, 3, tile);
    }
  }

  private static List<Bytes> range(PreparedStatement select, int at, Tile tile)
      throws SQLException {
    long first = tile.index() * Tile.FULL;
    select.setLong(at, first);
    select.setLong(at + 1, first + tile.width());
    try (ResultSet rows = select.executeQuery()) {
      List<Bytes> items = new ArrayList<>();
      while (rows.next()) {
        items.add(Bytes.of(rows.getBytes(1)));
      }
      return items;
    }
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
