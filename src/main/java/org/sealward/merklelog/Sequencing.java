package org.sealward.merklelog;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.sealward.platform.Journal;
import org.sealward.platform.Loop;
import org.sealward.platform.Transactions;

/** A {@link Sequencer} for each log. */
@Singleton
record Sequencing(
    Transactions transactions, Clock clock, Bells bells, Journal journal, MeterRegistry metrics)
    implements LogWork {
  @Override
  public Optional<Loop> on(MerkleLog log) {
    Sequencer sequencer =
        new Sequencer(log, transactions, clock, bells, new LogJournal(log, journal), metrics);
    return Optional.of(new Loop("sequencer of " + log.name(), sequencer::advance));
  }
}
