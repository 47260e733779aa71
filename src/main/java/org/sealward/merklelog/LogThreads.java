package org.sealward.merklelog;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.sealward.platform.Loop;

/** A thread for each work on each log, so that one does not hold up the other. */
@Singleton
final class LogThreads implements ApplicationEventListener<StartupEvent> {
  private final List<Loop> loops;

  LogThreads(List<MerkleLog> logs, List<LogWork> works) {
    this.loops =
        logs.stream()
            .flatMap(log -> works.stream().map(work -> work.on(log)).flatMap(Optional::stream))
            .toList();
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
