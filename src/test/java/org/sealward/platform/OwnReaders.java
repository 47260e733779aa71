package org.sealward.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;

/** Runs the readers of a test of this package and leaves out those of the features. */
@Singleton
@Replaces(EventReaders.class)
@Requires(property = OwnReaders.ONLY)
final class OwnReaders implements ApplicationEventListener<StartupEvent> {
  static final String ONLY = "test.own-readers-only";

  private final EventReaders readers;

  OwnReaders(
      List<RecordingReader> readers,
      PooledConnections connections,
      AppendSignal signal,
      MeterRegistry metrics) {
    this.readers = new EventReaders(List.copyOf(readers), connections, signal, metrics);
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    readers.onApplicationEvent(event);
  }

  @PreDestroy
  void close() {
    readers.close();
  }
}
