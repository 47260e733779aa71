package org.sealward.availability;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.api.AvailabilityExclusion;
import org.sealward.api.NewAvailabilityExclusion;
import org.sealward.platform.Act;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;

/** Times for which a contract's provider does not answer, and who says so. */
@Singleton
class Exclusions {
  private static final String COLUMNS =
      "select id, begins, ends, cause, statement, link, said_by, recorded_at"
          + " from availability_exclusion where withdrawn_at is null and contract = ?";

  private final Contracts contracts;
  private final Transactions transactions;
  private final Clock clock;

  Exclusions(Contracts contracts, Transactions transactions, Clock clock) {
    this.contracts = contracts;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Puts one on record; the same again changes nothing.
   *
   * @throws Problem {@link AvailabilityProblem#CONTRACT_NOT_FOUND}, {@link
   *     AvailabilityProblem#EXCLUSION_EXISTS}
   */
  AvailabilityExclusion add(
      UUID operator, String contract, UUID id, NewAvailabilityExclusion said) {
    contracts.require(contract);
    if (!said.from().isBefore(said.to())) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "from is not before to");
    }
    return transactions.write(
        unit -> {
          if (!insert(unit.connection(), contract, id, said, clock.instant())) {
            return find(unit.connection(), contract, id)
                .filter(there -> isSame(there, said))
                .orElseThrow(
                    () ->
                        new Problem(
                            AvailabilityProblem.EXCLUSION_EXISTS, "Choose a new id for another."));
          }
          unit.record(Act.of(Act.Kind.AVAILABILITY_EXCLUDED, operator).onObject(id));
          return find(unit.connection(), contract, id).orElseThrow();
        });
  }

  /**
   * Takes one back.
   *
   * @throws Problem {@link AvailabilityProblem#EXCLUSION_NOT_FOUND}, also when it was taken back
   */
  AvailabilityExclusion withdraw(UUID operator, String contract, UUID id) {
    return transactions.write(
        unit -> {
          AvailabilityExclusion there =
              find(unit.connection(), contract, id)
                  .orElseThrow(
                      () ->
                          new Problem(
                              AvailabilityProblem.EXCLUSION_NOT_FOUND, "Reports show their ids."));
          unit.record(Act.of(Act.Kind.EXCLUSION_WITHDRAWN, operator).onObject(id));
          try (PreparedStatement update =
              unit.connection()
                  .prepareStatement(
                      "update availability_exclusion set withdrawn_at = ? where id = ?")) {
            update.setObject(1, utc(clock.instant()));
            update.setObject(2, id);
            update.executeUpdate();
          }
          return there;
        });
  }

  /** Those of a contract that are not withdrawn. */
  static List<AvailabilityExclusion> of(Connection connection, String contract)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(COLUMNS + " order by begins, id")) {
      select.setString(1, contract);
      return read(select);
    }
  }

  private static Optional<AvailabilityExclusion> find(
      Connection connection, String contract, UUID id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(COLUMNS + " and id = ? for update")) {
      select.setString(1, contract);
      select.setObject(2, id);
      return read(select).stream().findFirst();
    }
  }

  private static List<AvailabilityExclusion> read(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      List<AvailabilityExclusion> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new AvailabilityExclusion(
                rows.getObject("id", UUID.class),
                instant(rows, "begins"),
                instant(rows, "ends"),
                rows.getString("cause"),
                rows.getString("statement"),
                rows.getString("link"),
                rows.getString("said_by"),
                instant(rows, "recorded_at")));
      }
      return found;
    }
  }

  /** Answers whether the id was free. */
  private static boolean insert(
      Connection connection, String contract, UUID id, NewAvailabilityExclusion said, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into availability_exclusion
              (id, contract, begins, ends, cause, statement, link, said_by, recorded_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """)) {
      insert.setObject(1, id);
      insert.setString(2, contract);
      insert.setObject(3, utc(said.from()));
      insert.setObject(4, utc(said.to()));
      insert.setString(5, said.cause());
      insert.setString(6, said.statement());
      insert.setString(7, said.link());
      insert.setString(8, said.by());
      insert.setObject(9, utc(now));
      return insert.executeUpdate() > 0;
    }
  }

  private static boolean isSame(AvailabilityExclusion there, NewAvailabilityExclusion said) {
    return there.equals(
        new AvailabilityExclusion(
            there.id(),
            said.from(),
            said.to(),
            said.cause(),
            said.statement(),
            said.link(),
            said.by(),
            there.recordedAt()));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
