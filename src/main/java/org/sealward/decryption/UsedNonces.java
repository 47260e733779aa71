package org.sealward.decryption;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.sealward.envelope.Bytes;

/** The SQL of nonces of requests, on a connection of the caller's. */
final class UsedNonces {
  private UsedNonces() {}

  /** Whether it was not used before; from now on it was. */
  static boolean use(Connection connection, Bytes nonce, Instant at) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into assist_nonce (nonce, used_at) values (?, ?) on conflict do nothing")) {
      insert.setBytes(1, nonce.toArray());
      insert.setObject(2, at.atOffset(ZoneOffset.UTC));
      return insert.executeUpdate() == 1;
    }
  }

  /** Forgets those used before a time; answers how many. */
  static int forget(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from assist_nonce where used_at < ?")) {
      delete.setObject(1, before.atOffset(ZoneOffset.UTC));
      return delete.executeUpdate();
    }
  }
}
