package org.sealward.merklelog;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.sealward.platform.Loop;
import org.sealward.platform.Transactions;

/** Two threads a log: one takes entries in, one asks witnesses and may be held up by them. */
@Singleton
final class LogThreads implements ApplicationEventListener<StartupEvent> {
  private final List<Loop> loops = new ArrayList<>();

  LogThreads(
      List<MerkleLog> logs,
      Transactions transactions,
      Clock clock,
      Bells bells,
      WitnessCalls witnesses,
      MeterRegistry metrics) {
    for (MerkleLog log : logs) {
      Sequencer sequencer = new Sequencer(log, transactions, clock, bells, metrics);
      loops.add(new Loop("sequencer of " + log.name(), sequencer::advance));
      if (!witnesses.all().isEmpty()) {
        WitnessRounds rounds = new WitnessRounds(log, transactions, clock, bells, witnesses);
        loops.add(new Loop("witnesses of " + log.name(), _ -> rounds.advance()));
      }
    }
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    loops.forEach(Loop::start);
  }

  @PreDestroy
  void close() {
    loops.forEach(Loop::close);
  }
}
