package org.sealward.merklelog;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.sealward.platform.Transactions;
import org.sealward.transparency.SignedCheckpoint;

/** Tells an operator, from what the database has, how far behind a log is. */
final class LogWatch {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final MerkleLog log;
  private final Transactions transactions;
  private final Clock clock;
  private final ShownCheckpoints checkpoints;

  /** The three gauges, in seconds. */
  private volatile Ages ages = new Ages(0, 0, 0);

  private record Ages(double waiting, double unshown, double quorum) {}

  /**
   * Shows as {@code sealward_merkle_waiting_seconds}, {@code sealward_merkle_unshown_seconds} and
   * {@code sealward_merkle_quorum_age_seconds}.
   */
  LogWatch(
      MerkleLog log,
      Transactions transactions,
      Clock clock,
      ShownCheckpoints checkpoints,
      MeterRegistry metrics) {
    this.log = log;
    this.transactions = transactions;
    this.clock = clock;
    this.checkpoints = checkpoints;
    gauge(
        "waiting",
        "For how long the oldest entry has waited for its place",
        metrics,
        Ages::waiting);
    gauge("unshown", "Since the first checkpoint that is not served", metrics, Ages::unshown);
    gauge("quorum.age", "Since the quorum has cosigned what is served", metrics, Ages::quorum);
  }

  private void gauge(
      String name, String description, MeterRegistry metrics, ToDoubleFunction<Ages> value) {
    Gauge.builder("sealward.merkle." + name, () -> value.applyAsDouble(ages))
        .description(description)
        .baseUnit("seconds")
        .tag("log", log.name())
        .register(metrics);
  }

  void advance() throws InterruptedException {
    look();
    Thread.sleep(PAUSE);
  }

  void look() {
    ages = transactions.read(this::ages);
  }

  private Ages ages(Connection connection) throws SQLException {
    Optional<SignedCheckpoint> shown = checkpoints.of(connection, log.name());
    long size = shown.map(checkpoint -> checkpoint.checkpoint().head().size()).orElse(-1L);
    return new Ages(
        since(LogTables.oldestWaiting(connection, log.name())),
        since(LogTables.firstSignedAbove(connection, log.name(), size)),
        size < 0 ? 0 : since(checkpoints.quorumTime(connection, log.name(), size)));
  }

  private double since(Optional<Instant> then) {
    return then.map(instant -> Duration.between(instant, clock.instant()).toMillis() / 1e3)
        .orElse(0.0);
  }
}
