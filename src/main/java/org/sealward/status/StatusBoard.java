package org.sealward.status;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.scheduling.annotation.Scheduled;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ServiceStatus;
import org.sealward.availability.ContractRecords;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;
import org.sealward.report.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the status in this node's memory, where it is when the database is not: what was known last
 * is shown then, and says so.
 */
@Context
class StatusBoard {
  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

  /** A refresh more than is usual. */
  private static final Duration OLD = Duration.ofSeconds(25);

  /** Past days are computed for so long between two refreshes. */
  private static final Duration FILLING = Duration.ofSeconds(5);

  private final @Nullable Policy policy;
  private final @Nullable History history;
  private final Transactions transactions;
  private final Clock clock;
  private volatile @Nullable Outlook outlook;
  private volatile @Nullable ServiceStatus latest;

  StatusBoard(
      StatusProperties properties,
      ContractRecords contracts,
      Transactions transactions,
      Clock clock,
      MeterRegistry registry) {
    this.transactions = transactions;
    this.clock = clock;
    String contract = properties.contract();
    if (contract == null) {
      policy = null;
      history = null;
      return;
    }
    policy =
        contracts
            .policy(contract)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "SEALWARD_STATUS_CONTRACT names no policy of"
                            + " SEALWARD_AVAILABILITY_CONTRACTS"));
    history = new History(policy);
    Gauge.builder("sealward.status.age", this::age)
        .description("For how long the status page has not been renewed")
        .baseUnit("seconds")
        .register(registry);
  }

  /** Reads what came since the last time, and goes on with days that are past. */
  @Scheduled(initialDelay = "1s", fixedRate = "10s")
  synchronized void refresh() {
    Policy of = policy;
    History seen = history;
    if (of == null || seen == null) {
      return;
    }
    try {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      latest = transactions.read(connection -> read(connection, of, seen, now));
      Instant end = clock.instant().plus(FILLING);
      while (clock.instant().isBefore(end)) {
        if (!transactions.read(seen::fill)) {
          break;
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("the status page is not renewed", e);
    }
  }

  private ServiceStatus read(Connection connection, Policy policy, History history, Instant now)
      throws SQLException {
    history.follow(connection, now);
    history.fillYesterday(connection);
    Outlook seen = history.outlook(now);
    outlook = seen;
    return compose(connection, policy, seen);
  }

  private static ServiceStatus compose(Connection connection, Policy policy, Outlook outlook)
      throws SQLException {
    return new Composition(
            policy,
            outlook,
            Words.read(connection),
            ContractRecords.incidents(connection, policy),
            ContractRecords.exclusions(connection, policy))
        .status();
  }

  /**
   * The policy that the page is of.
   *
   * @throws Problem {@link StatusProblem#STATUS_NOT_OFFERED}
   */
  Policy requireOffered() {
    Policy of = policy;
    if (of == null) {
      throw new Problem(StatusProblem.STATUS_NOT_OFFERED, "Its operator offers none.");
    }
    return of;
  }

  /**
   * The document as it is with what was written in the connection's transaction.
   *
   * @throws Problem {@link GeneralProblem#OVERLOADED} right after the start
   */
  ServiceStatus with(Connection connection) throws SQLException {
    Outlook seen = outlook;
    if (seen == null) {
      throw new Problem(GeneralProblem.OVERLOADED, "the status was not read yet");
    }
    return compose(connection, requireOffered(), seen);
  }

  /** What is to be shown now; empty before anything was read. */
  Optional<ServiceStatus> status() {
    ServiceStatus last = latest;
    Policy of = policy;
    if (last == null || of == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return Optional.of(
        now.isBefore(last.at().plus(OLD))
            ? last
            : Composition.lost(last, now, of.contract().slots().slot().multipliedBy(2)));
  }

  private double age() {
    ServiceStatus last = latest;
    return last == null
        ? Double.NaN
        : Duration.between(last.at(), clock.instant()).toMillis() / 1000.0;
  }
}
