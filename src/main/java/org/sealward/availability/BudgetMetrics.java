package org.sealward.availability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.annotation.Scheduled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sealward.platform.Transactions;
import org.sealward.report.Policy;
import org.sealward.servicelevel.Contract;
import org.sealward.servicelevel.Interval;
import org.sealward.servicelevel.Slots;

/**
 * Tells Prometheus how fast the budgets of contracts are used up: {@code
 * sealward_availability_down_seconds_total} and {@code sealward_availability_budget_seconds}. Time
 * is counted once no observation that comes in time can change it any more, and never again: what
 * comes later changes reports, and no alert.
 */
@Context
class BudgetMetrics {
  private final Map<Policy, Counted> contracts = new HashMap<>();
  private final Transactions transactions;
  private final Clock clock;

  /** Up to where a contract's time is counted. */
  private static final class Counted {
    final Counter down;
    Instant until;

    Counted(Counter down, Instant until) {
      this.down = down;
      this.until = until;
    }
  }

  BudgetMetrics(
      Contracts contracts, Transactions transactions, Clock clock, MeterRegistry registry) {
    this.transactions = transactions;
    this.clock = clock;
    for (Policy policy : contracts.all()) {
      Counter down =
          Counter.builder("sealward.availability.down")
              .description("How long a contract's service was down, or nobody could say")
              .baseUnit("seconds")
              .tag("contract", policy.id())
              .register(registry);
      Gauge.builder("sealward.availability.budget", () -> budget(policy.contract()))
          .description("How long a contract's service may be down in the present month")
          .baseUnit("seconds")
          .tag("contract", policy.id())
          .register(registry);
      this.contracts.put(policy, new Counted(down, known(policy)));
    }
  }

  /** Counts what has passed since the last time. */
  @Scheduled(initialDelay = "15s", fixedDelay = "15s")
  void count() {
    contracts.forEach(this::count);
  }

  private void count(Policy policy, Counted counted) {
    Instant until = known(policy);
    if (until.isAfter(counted.until)) {
      counted.down.increment(seconds(down(policy, new Interval(counted.until, until))));
      counted.until = until;
    }
  }

  private Duration down(Policy policy, Interval interval) {
    return transactions
        .read(connection -> Watched.since(connection, policy, interval.start(), interval.end()))
        .bad()
        .length();
  }

  /** Before it, nothing that is still to come in time changes what was. */
  private Instant known(Policy policy) {
    Slots slots = policy.contract().slots();
    return clock.instant().minus(slots.patience()).minus(slots.slot());
  }

  private double budget(Contract contract) {
    Instant now = clock.instant();
    YearMonth month = YearMonth.from(now.atZone(contract.zone()));
    return seconds(contract.account(month, List.of(), List.of(), now).budget());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
