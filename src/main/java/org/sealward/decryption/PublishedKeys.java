package org.sealward.decryption;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AssistedDecryption;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.SignedAssistKey;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Transactions;

/** The newest assist key of each process of the service, in the database. */
@Singleton
final class PublishedKeys {
  private final Transactions transactions;
  private final EventBodies bodies;

  PublishedKeys(Transactions transactions, EventBodies bodies) {
    this.transactions = transactions;
    this.bodies = bodies;
  }

  /** Those that are not past their end, the newest first. */
  List<SignedAssistKey> at(Instant now) {
    return transactions.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select body from assist_key where not_after > ?"
                      + " order by not_after desc, key_id limit "
                      + AssistedDecryption.MOST_SEALS)) {
            select.setObject(1, now.atOffset(ZoneOffset.UTC));
            try (ResultSet rows = select.executeQuery()) {
              List<SignedAssistKey> found = new ArrayList<>();
              while (rows.next()) {
                found.add(bodies.read(Bytes.of(rows.getBytes(1)), SignedAssistKey.class));
              }
              return found;
            }
          }
        });
  }

  /**
   * Publishes a key, and takes back those that are past their end.
   *
   * @param replaced the key that it is published instead of, or null
   */
  void replace(@Nullable UUID replaced, SignedAssistKey by, Instant now) {
    transactions.write(
        unit -> {
          remove(unit.connection(), replaced, now);
          try (PreparedStatement insert =
              unit.connection()
                  .prepareStatement(
                      "insert into assist_key (key_id, body, not_after) values (?, ?, ?)")) {
            insert.setObject(1, by.key().keyId());
            insert.setBytes(2, bodies.write(by).toArray());
            insert.setObject(3, by.key().notAfter().atOffset(ZoneOffset.UTC));
            return insert.executeUpdate();
          }
        });
  }

  private static void remove(Connection connection, @Nullable UUID keyId, Instant now)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from assist_key where key_id = ? or not_after <= ?")) {
      delete.setObject(1, keyId);
      delete.setObject(2, now.atOffset(ZoneOffset.UTC));
      delete.executeUpdate();
    }
  }
}
