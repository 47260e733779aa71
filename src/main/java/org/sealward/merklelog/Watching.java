package org.sealward.merklelog;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.sealward.platform.Loop;
import org.sealward.platform.Transactions;

/** A {@link LogWatch} for each log. */
@Singleton
record Watching(
    Transactions transactions, Clock clock, ShownCheckpoints checkpoints, MeterRegistry metrics)
    implements LogWork {
  @Override
  public Optional<Loop> on(MerkleLog log) {
    LogWatch watch = new LogWatch(log, transactions, clock, checkpoints, metrics);
    return Optional.of(new Loop("watch of " + log.name(), _ -> watch.advance()));
  }
}
