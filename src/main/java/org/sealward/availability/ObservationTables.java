package org.sealward.availability;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation;
import org.sealward.envelope.SignedObservation;

/** The tables of the migration {@code observations}. */
final class ObservationTables {
  private ObservationTables() {}

  /** The end of a prober's chain, which nobody else moves until the transaction ends. */
  static Chain lock(Connection connection, String location, Bytes key) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into prober (location, public_key, previous) values (?, ?, ?)"
                + " on conflict (location, public_key) do nothing")) {
      insert.setString(1, location);
      insert.setBytes(2, key.toArray());
      insert.setBytes(3, Observation.NOTHING.toArray());
      insert.executeUpdate();
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, next, previous, last_at from prober"
                + " where location = ? and public_key = ? for update")) {
      select.setString(1, location);
      select.setBytes(2, key.toArray());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Chain(
            row.getInt("id"),
            row.getLong("next"),
            Bytes.of(row.getBytes("previous")),
            Instant.ofEpochMilli(row.getLong("last_at")));
      }
    }
  }

  /**
   * Adds observations.
   *
   * @param end of the chain with them
   */
  static void add(Connection connection, Chain end, List<SignedObservation> added)
      throws SQLException {
    if (added.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into observation (prober, number, at, steps, hash, signature)"
                + " values (?, ?, ?, ?, ?, ?)")) {
      for (SignedObservation signed : added) {
        insert.setInt(1, end.prober());
        insert.setLong(2, signed.observation().number());
        insert.setLong(3, signed.observation().at().toEpochMilli());
        insert.setBytes(4, signed.observation().encodedSteps().toArray());
        insert.setBytes(5, signed.observation().hash().toArray());
        insert.setBytes(6, signed.signature().toArray());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "update prober set next = ?, previous = ?, last_at = ? where id = ?")) {
      update.setLong(1, end.next());
      update.setBytes(2, end.previous().toArray());
      update.setLong(3, end.lastAt().toEpochMilli());
      update.setInt(4, end.prober());
      update.executeUpdate();
    }
  }
}
