package org.sealward.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest events, for this node's listeners: one thread reads the log in batches and fans out in
 * memory. What this node has committed itself right behind the last one it need not read. It starts
 * at the head and stores nothing; whoever needs earlier events reads the {@link EventLog}.
 *
 * <p>A listener gets every event that is committed after {@link #subscribe} has returned, once, in
 * log order; it may get a few earlier ones, too. Events committed on this node arrive after about a
 * millisecond, those of other nodes after a hint or at the latest after the poll of 200 ms. While
 * the database cannot be reached nothing arrives, and nothing is left out afterwards.
 */
@Singleton
public class EventTail implements ApplicationEventListener<StartupEvent> {
  static final Duration POLL = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);
  private static final int BATCH = 500;
  private static final Duration TIMELINE_POLL = Duration.ofSeconds(1);

  /** Called on the tail's thread: everybody waits for it, so it must be quick and never block. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Takes events in log order. What it throws is logged and the batch is lost to this listener.
     *
     * @param batch not empty
     */
    void accept(List<Event> batch);

    /**
     * The log was restored or a standby took over: events that were delivered may be gone and their
     * sequence numbers given again. Receivers have to resynchronise by sequence number.
     */
    default void timelineChanged() {}
  }

  /** Ends when it is closed; a batch that is being delivered may still arrive. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private final PooledConnections connections;
  private final AppendSignal signal;
  private final Timeline timeline;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Loop loop = new Loop("event-tail", this::advance);
  private volatile long position;
  private volatile long lookedAt = System.nanoTime();
  private long timelineReadAt = System.nanoTime();
  private volatile String trouble = "";

  EventTail(
      PooledConnections connections,
      AppendSignal signal,
      Timeline timeline,
      MeterRegistry metrics) {
    this.connections = connections;
    this.signal = signal;
    this.timeline = timeline;
    Gauge.builder("sealward.log.position", this, tail -> tail.position).register(metrics);
    Gauge.builder("sealward.log.age", this, tail -> tail.age().toMillis() / 1e3)
        .description("Since this node has last read the event log")
        .baseUnit("seconds")
        .register(metrics);
  }

  /** How long ago the log could last be read; 0.2 to 1 s when all is well. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - lookedAt);
  }

  /** By its class, why the log could not be read the last time; empty when it could. */
  String trouble() {
    return trouble;
  }

  public Subscription subscribe(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    try (Connection connection = connections.open()) {
      position = EventRows.head(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the event log cannot be read", e);
    }
    loop.start();
  }

  private void advance(int failures) throws SQLException, InterruptedException {
    long seen = signal.anywhere().beats();
    // The pool may have replaced what broke: that nothing failed here does not say enough.
    boolean asksTimeline =
        failures > 0 || System.nanoTime() - timelineReadAt > TIMELINE_POLL.toNanos();
    List<Event> batch = next(asksTimeline);
    if (!batch.isEmpty()) {
      tell(listener -> listener.accept(batch));
      position = batch.getLast().position();
      signal.arrived();
    }
    if (batch.size() < BATCH) {
      signal.anywhere().awaitBeyond(seen, POLL);
    }
  }

  private List<Event> next(boolean asksTimeline) throws SQLException {
    List<Event> own = asksTimeline ? List.of() : signal.takeAfter(position);
    return own.isEmpty() ? read(asksTimeline) : own;
  }

  private List<Event> read(boolean asksTimeline) throws SQLException {
    try (Connection connection = connections.open()) {
      if (asksTimeline) {
        followTimeline(connection);
      }
      List<Event> batch = EventRows.after(connection, position, BATCH);
      lookedAt = System.nanoTime();
      trouble = "";
      return batch;
    } catch (SQLException e) {
      trouble = JsonLines.classes(e);
      throw e;
    }
  }

  private void followTimeline(Connection connection) throws SQLException {
    boolean changed = timeline.refresh(connection);
    timelineReadAt = System.nanoTime();
    if (changed) {
      LOG.warn("the event log has a new timeline: starting at its head");
      position = EventRows.head(connection);
      tell(Listener::timelineChanged);
    }
  }

  private void tell(Consumer<Listener> message) {
    for (Listener listener : listeners) {
      try {
        message.accept(listener);
      } catch (RuntimeException e) {
        LOG.error("a listener of the event tail failed", e);
      }
    }
  }

  @PreDestroy
  void close() {
    loop.close();
  }
}
