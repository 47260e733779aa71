package org.sealward.availability;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation;
import org.sealward.report.EvidenceWriter;
import org.sealward.report.Policy;
import org.sealward.report.Stretch;
import org.sealward.servicelevel.Interval;
import org.sealward.servicelevel.Outcome;
import org.sealward.servicelevel.Track;

/** Reads what probers saw, in the order of its numbers. */
final class ObservationReader {
  /** Rows that are fetched at a time. */
  static final int PAGE = 10_000;

  private ObservationReader() {}

  /** A prober that there is or was. */
  record Prober(int id, String location, Bytes key) {}

  /** All that ever delivered something. */
  static List<Prober> probers(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "select id, location, public_key from prober where next > 1 order by id");
        ResultSet rows = select.executeQuery()) {
      List<Prober> probers = new ArrayList<>();
      while (rows.next()) {
        probers.add(
            new Prober(
                rows.getInt("id"),
                rows.getString("location"),
                Bytes.of(rows.getBytes("public_key"))));
      }
      return probers;
    }
  }

  /**
   * Reads what a prober saw from its last observation before an interval, or its first ever, to its
   * first one that is not before the interval's end, or its newest.
   */
  static void read(Connection connection, Prober prober, Interval interval, Stretch stretch)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select number, at, steps from observation
             where prober = ?
               and at >= coalesce((select max(at) from observation where prober = ? and at < ?), 0)
               and at <= coalesce((select min(at) from observation where prober = ? and at >= ?),
                                  %d)
             order by at
            """
                .formatted(Long.MAX_VALUE))) {
      select.setInt(1, prober.id());
      select.setInt(2, prober.id());
      select.setLong(3, interval.start().toEpochMilli());
      select.setInt(4, prober.id());
      select.setLong(5, interval.end().toEpochMilli());
      select.setFetchSize(PAGE);
      long last = 0;
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          last = rows.getLong(1);
          stretch.add(
              last,
              Instant.ofEpochMilli(rows.getLong(2)),
              Observation.steps(Bytes.of(rows.getBytes(3))));
        }
      }
      if (last > 0) {
        end(connection, prober, last, stretch);
      }
    }
  }

  /** When a location that counts was first watched from. */
  static Optional<Instant> first(Connection connection, Policy policy) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "select p.location, o.at from prober p"
                    + " join observation o on o.prober = p.id and o.number = 1 order by o.at");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        if (policy.counts(rows.getString(1))) {
          return Optional.of(Instant.ofEpochMilli(rows.getLong(2)));
        }
      }
      return Optional.empty();
    }
  }

  /**
   * What each location saw since a time.
   *
   * @param policy whose locations count
   */
  static List<Track> tracks(Connection connection, Policy policy, Instant since)
      throws SQLException {
    Map<String, Track.Builder> tracks = new TreeMap<>();
    for (Prober prober : probers(connection)) {
      if (policy.counts(prober.location())) {
        Track.Builder track = tracks.computeIfAbsent(prober.location(), Track.Builder::new);
        try (PreparedStatement select =
            connection.prepareStatement(
                "select at, steps from observation where prober = ? and at >= ?")) {
          select.setInt(1, prober.id());
          select.setLong(2, since.toEpochMilli());
          try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              List<Observation.Result> steps = Observation.steps(Bytes.of(rows.getBytes(2)));
              track.add(
                  Instant.ofEpochMilli(rows.getLong(1)),
                  Outcome.of(Observation.worked(steps), !Observation.isBlind(steps)));
            }
          }
        }
      }
    }
    return tracks.values().stream().map(Track.Builder::build).toList();
  }

  private static void end(Connection connection, Prober prober, long number, Stretch stretch)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select hash, signature from observation where prober = ? and number = ?")) {
      select.setInt(1, prober.id());
      select.setLong(2, number);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        stretch.end(Bytes.of(row.getBytes(1)), Bytes.of(row.getBytes(2)));
      }
    }
  }

  /** Writes the observations that a report names of its next prober. */
  static void write(Connection connection, AvailabilityReport.Prober prober, EvidenceWriter file)
      throws SQLException, IOException {
    file.prober(before(connection, prober));
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select o.at, o.steps from observation o join prober p on p.id = o.prober
             where p.location = ? and p.public_key = ? and o.number between ? and ?
             order by o.number
            """)) {
      select.setString(1, prober.location());
      select.setBytes(2, prober.key().toArray());
      select.setLong(3, prober.first());
      select.setLong(4, prober.last());
      select.setFetchSize(PAGE);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          file.observation(Instant.ofEpochMilli(rows.getLong(1)), Bytes.of(rows.getBytes(2)));
        }
      }
    }
  }

  /** Hash of the record before the first one. */
  private static Bytes before(Connection connection, AvailabilityReport.Prober prober)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select o.hash from observation o join prober p on p.id = o.prober
             where p.location = ? and p.public_key = ? and o.number = ?
            """)) {
      select.setString(1, prober.location());
      select.setBytes(2, prober.key().toArray());
      select.setLong(3, prober.first() - 1);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Bytes.of(row.getBytes(1)) : Observation.NOTHING;
      }
    }
  }
}
