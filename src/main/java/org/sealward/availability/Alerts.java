package org.sealward.availability;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.sealward.api.AvailabilityIncident;
import org.sealward.platform.Transactions;
import org.sealward.platform.Unit;
import org.sealward.report.Policy;
import org.sealward.servicelevel.BurnRate;
import org.sealward.servicelevel.Contract;
import org.sealward.servicelevel.Interval;
import org.sealward.servicelevel.TimeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises an alert when a contract's budget is used up too fast, ends it, and tells of both; the
 * first opens an incident, whose start and end are the ledger's. One node at a time looks after a
 * contract, and what was raised is in the database: a start raises nothing again.
 */
@Singleton
class Alerts {
  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

  /** So that one probe that fails raises nothing, however small the budget is. */
  private static final int LEAST_SLOTS = 3;

  private final Contracts contracts;
  private final Transactions transactions;
  private final Clock clock;
  private final AlertNotices notices;

  Alerts(Contracts contracts, Transactions transactions, Clock clock, AlertNotices notices) {
    this.contracts = contracts;
    this.transactions = transactions;
    this.clock = clock;
    this.notices = notices;
  }

  @Scheduled(initialDelay = "10s", fixedDelay = "10s")
  void look() {
    for (Policy policy : contracts.all()) {
      transactions.write(
          unit -> {
            if (AlertTables.lock(unit.connection(), policy.id())) {
              look(unit, policy, clock.instant());
            }
            return policy;
          });
    }
  }

  private void look(Unit unit, Policy policy, Instant now) throws SQLException {
    Connection connection = unit.connection();
    Watched watched = Watched.since(connection, policy, now.minus(longest()), now);
    follow(connection, policy, watched.bad(), now);
    Map<BurnRate, UUID> raised = AlertTables.raised(connection, policy.id());
    boolean on = false;
    List<BurnRate> ended = new ArrayList<>();
    for (BurnRate rate : BurnRate.values()) {
      boolean reached = isReached(policy, rate, watched);
      on |= reached;
      UUID alert = raised.get(rate);
      if (reached && alert == null) {
        AvailabilityIncident incident = incident(connection, policy, rate, watched.bad(), now);
        AlertTables.raise(connection, policy.id(), rate, incident.id(), now);
        notices.raised(connection, policy, rate, incident, now);
        LOG.warn("the budget of contract {} burns: {}", policy.id(), rate);
      } else if (!reached && alert != null) {
        AlertTables.end(connection, alert, now);
        ended.add(rate);
        LOG.info("the budget of contract {} burns no longer: {}", policy.id(), rate);
      }
    }
    Optional<AvailabilityIncident> open = AlertTables.open(connection, policy.id());
    if (open.isPresent()) {
      AvailabilityIncident incident =
          on ? open.get() : closed(connection, open.get(), watched.bad(), now);
      for (BurnRate rate : ended) {
        notices.ended(connection, policy, rate, incident, now);
      }
    }
  }

  /** What was delivered since may have moved where the bad time of an open incident begins. */
  private static void follow(Connection connection, Policy policy, TimeSet bad, Instant now)
      throws SQLException {
    Optional<AvailabilityIncident> open = AlertTables.open(connection, policy.id());
    if (open.isEmpty() || open.get().from().isBefore(now.minus(longest()))) {
      return; // Of what lies before, nothing is known any more.
    }
    Optional<Instant> begins = beginning(bad, open.get().from());
    if (begins.isPresent()) {
      AlertTables.begin(connection, open.get().id(), begins.get());
    }
  }

  private static boolean isReached(Policy policy, BurnRate rate, Watched watched) {
    Contract contract = policy.contract();
    YearMonth month = YearMonth.from(watched.until().atZone(contract.zone()));
    Duration budget = contract.account(month, List.of(), List.of(), watched.until()).budget();
    return rate.reached(
        watched.bad(), watched.until(), budget, contract.slots().slot().multipliedBy(LEAST_SLOTS));
  }

  /** The one that is open, or a new one since the bad time began that raises the alert. */
  private static AvailabilityIncident incident(
      Connection connection, Policy policy, BurnRate rate, TimeSet bad, Instant now)
      throws SQLException {
    Optional<AvailabilityIncident> open = AlertTables.open(connection, policy.id());
    if (open.isPresent()) {
      return open.get();
    }
    Instant begins = beginning(bad, now.minus(rate.longWindow())).orElseThrow();
    return AlertTables.open(
        connection, policy.id(), policy.name() + " is not available", begins, now);
  }

  /** Where the first bad time begins that lasts longer than until then. */
  private static Optional<Instant> beginning(TimeSet bad, Instant then) {
    return bad.intervals().stream()
        .filter(interval -> interval.end().isAfter(then))
        .map(Interval::start)
        .findFirst();
  }

  /** With the last bad time that it covers. */
  private static AvailabilityIncident closed(
      Connection connection, AvailabilityIncident incident, TimeSet bad, Instant now)
      throws SQLException {
    Instant end =
        bad.intervals().stream()
            .map(Interval::end)
            .filter(ended -> ended.isAfter(incident.from()))
            .reduce((_, later) -> later)
            .orElse(now);
    AlertTables.close(connection, incident.id(), end);
    return new AvailabilityIncident(incident.id(), incident.title(), incident.from(), end);
  }

  private static Duration longest() {
    return BurnRate.SLOWEST.longWindow();
  }
}
