package org.sealward.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Runs every {@link EventReader} bean on a thread of its own, so that none waits for another. */
@Singleton
final class EventReaders implements ApplicationEventListener<StartupEvent> {
  private final List<Loop> loops;

  EventReaders(
      Collection<EventReader> readers,
      PooledConnections connections,
      AppendSignal signal,
      MeterRegistry metrics) {
    Set<String> names = new HashSet<>();
    for (EventReader reader : readers) {
      if (!reader.name().matches("[a-z][a-z0-9-]{0,63}") || !names.add(reader.name())) {
        throw new IllegalStateException("not a name, or taken by two readers: " + reader.name());
      }
    }
    loops =
        readers.stream()
            .map(reader -> new StoredCursor(reader, connections, signal, metrics))
            .map(cursor -> new Loop("reader " + cursor.name(), cursor::advance))
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
