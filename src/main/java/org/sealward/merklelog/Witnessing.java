package org.sealward.merklelog;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.sealward.platform.Loop;
import org.sealward.platform.Transactions;

/** {@link WitnessRounds} for each log, where there are witnesses. */
@Singleton
record Witnessing(
    Transactions transactions,
    Clock clock,
    Bells bells,
    WitnessCalls witnesses,
    MeterRegistry metrics)
    implements LogWork {
  @Override
  public Optional<Loop> on(MerkleLog log) {
    if (witnesses.all().isEmpty()) {
      return Optional.empty();
    }
    WitnessRounds rounds = new WitnessRounds(log, transactions, clock, bells, witnesses, metrics);
    return Optional.of(new Loop("witnesses of " + log.name(), _ -> rounds.advance()));
  }
}
