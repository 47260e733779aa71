package org.sealward.merklelog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.NoteSignature;

/** What witnesses have answered. */
final class CosignatureTable {
  private CosignatureTable() {}

  /** The newest of one witness. */
  record Last(long size, Instant at) {}

  /**
   * @param witness its verifier key
   */
  static Optional<Last> last(Connection connection, String log, String witness)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select size, signed_at from merkle_cosignature"
                + " where log = ? and witness = ? order by size desc, signed_at desc limit 1")) {
      select.setString(1, log);
      select.setString(2, witness);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Last(row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant()))
            : Optional.empty();
      }
    }
  }

  /** The newest of each of these witnesses for the tree of that size. */
  static List<NoteSignature> of(
      Connection connection, String log, long size, List<String> witnesses) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select distinct on (witness) line from merkle_cosignature"
                + " where log = ? and size = ? and witness = any (?)"
                + " order by witness, signed_at desc")) {
      select.setString(1, log);
      select.setLong(2, size);
      select.setArray(3, connection.createArrayOf("text", witnesses.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        List<NoteSignature> lines = new ArrayList<>();
        while (rows.next()) {
          lines.addAll(NoteSignature.parse(Bytes.utf8(rows.getString(1))));
        }
        return lines;
      }
    }
  }

  /** The newest time that so many of these witnesses have reached for the tree of that size. */
  static Optional<Instant> quorumTime(
      Connection connection, String log, long size, List<String> witnesses, int quorum)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select max(signed_at) as newest from merkle_cosignature"
                + " where log = ? and size = ? and witness = any (?)"
                + " group by witness order by newest desc offset ? limit 1")) {
      select.setString(1, log);
      select.setLong(2, size);
      select.setArray(3, connection.createArrayOf("text", witnesses.toArray()));
      select.setInt(4, quorum - 1);
      return LogTables.instant(select);
    }
  }

  static void add(
      Connection connection, String log, long size, String witness, NoteSignature line, Instant at)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into merkle_cosignature (log, size, witness, line, signed_at)"
                + " values (?, ?, ?, ?, ?) on conflict do nothing")) {
      insert.setString(1, log);
      insert.setLong(2, size);
      insert.setString(3, witness);
      insert.setString(4, line.line());
      insert.setObject(5, LogTables.utc(at));
      insert.executeUpdate();
    }
  }
}
