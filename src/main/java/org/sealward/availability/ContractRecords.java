package org.sealward.availability;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealward.api.AvailabilityIncident;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation;
import org.sealward.report.Policy;
import org.sealward.servicelevel.Exclusion;
import org.sealward.servicelevel.Interval;

/** What there is of a contract, for who shows it otherwise than as a report. */
@Singleton
public class ContractRecords {
  private static final String SEEN = "select at, steps from observation where prober = ? and ";

  private final Contracts contracts;

  ContractRecords(Contracts contracts) {
    this.contracts = contracts;
  }

  /**
   * A prober whose observations count.
   *
   * @param next the number of the observation that is awaited of it
   */
  public record Prober(int id, String location, long next) {}

  /** Gets observations. */
  @FunctionalInterface
  public interface Reader {
    void saw(Instant at, List<Observation.Result> steps);
  }

  /** The policy with an id. */
  public Optional<Policy> policy(String id) {
    return contracts.all().stream().filter(policy -> policy.id().equals(id)).findFirst();
  }

  /** All that ever delivered something. */
  public static List<Prober> probers(Connection connection, Policy policy) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "select id, location, next from prober where next > 1 order by id");
        ResultSet rows = select.executeQuery()) {
      List<Prober> probers = new ArrayList<>();
      while (rows.next()) {
        if (policy.counts(rows.getString(2))) {
          probers.add(new Prober(rows.getInt(1), rows.getString(2), rows.getLong(3)));
        }
      }
      return probers;
    }
  }

  /** What a prober saw in a time, of that which {@link Prober#next} is behind. */
  public static void within(
      Connection connection, Prober prober, Instant from, Instant to, Reader reader)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SEEN + "number < ? and at >= ? and at < ? order by at")) {
      select.setInt(1, prober.id());
      select.setLong(2, prober.next());
      select.setLong(3, from.toEpochMilli());
      select.setLong(4, to.toEpochMilli());
      read(select, reader);
    }
  }

  /** What a prober saw from one number on, of that which {@link Prober#next} is behind. */
  public static void from(Connection connection, Prober prober, long number, Reader reader)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SEEN + "number >= ? and number < ? order by number")) {
      select.setInt(1, prober.id());
      select.setLong(2, number);
      select.setLong(3, prober.next());
      read(select, reader);
    }
  }

  private static void read(PreparedStatement select, Reader reader) throws SQLException {
    select.setFetchSize(ObservationReader.PAGE);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        reader.saw(
            Instant.ofEpochMilli(rows.getLong(1)), Observation.steps(Bytes.of(rows.getBytes(2))));
      }
    }
  }

  /** When a location that counts was first watched from. */
  public static Optional<Instant> first(Connection connection, Policy policy) throws SQLException {
    return ObservationReader.first(connection, policy);
  }

  /** For what times the provider does not answer, if the contract has such a cause. */
  public static List<Exclusion> exclusions(Connection connection, Policy policy)
      throws SQLException {
    return Exclusions.of(connection, policy.id()).stream()
        .map(
            one ->
                new Exclusion(
                    new Interval(one.from(), one.to()),
                    Policy.cause(one.cause()),
                    one.id().toString()))
        .toList();
  }

  /** Those that alerts opened. */
  public static List<AvailabilityIncident> incidents(Connection connection, Policy policy)
      throws SQLException {
    return AlertTables.incidents(connection, policy.id());
  }
}
