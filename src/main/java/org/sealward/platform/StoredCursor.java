package org.sealward.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Moves one {@link EventReader} along the log.
 *
 * <p>The reader works while this node holds an advisory lock under its name, in a transaction that
 * does nothing else until the work is done, so that it holds up neither vacuum nor anybody else;
 * the lock ends with the transaction or its connection. A node whose connection breaks during the
 * work may overlap with its successor until it notices, when it tries to move the cursor.
 */
final class StoredCursor {
  /** The first number of the two that an advisory lock of ours has; the second is of the name. */
  private static final int LOCK_CLASS = 0x5EA1;

  /** Events in one batch for the reader. */
  private static final int BATCH = 200;

  /** How far one batch looks; and how far the stored cursor may lie behind when nothing came. */
  private static final int SPAN = 2_000;

  /** Should a hint be lost; and how soon another node takes over. */
  private static final Duration POLL = Duration.ofSeconds(2);

  /** Between the beginnings of two batches of a reader that has caught up. */
  private static final Duration REST = Duration.ofMillis(100);

  private final EventReader reader;
  private final PooledConnections connections;
  private final AppendSignal signal;
  private final AtomicLong position;
  private final AtomicInteger failing;
  private long mayBegin = System.nanoTime();

  /** Shows as the gauges {@code sealward_reader_position} and {@code sealward_reader_failures}. */
  StoredCursor(
      EventReader reader,
      PooledConnections connections,
      AppendSignal signal,
      MeterRegistry metrics) {
    this.reader = reader;
    this.connections = connections;
    this.signal = signal;
    List<Tag> tags = List.of(Tag.of("reader", reader.name()));
    this.position = registered(metrics, "sealward.reader.position", tags, new AtomicLong());
    this.failing = registered(metrics, "sealward.reader.failures", tags, new AtomicInteger());
  }

  private static <N extends Number> N registered(
      MeterRegistry metrics, String name, List<Tag> tags, N number) {
    Gauge.builder(name, number, Number::doubleValue)
        .tags(tags)
        .strongReference(true)
        .register(metrics);
    return number;
  }

  String name() {
    return reader.name();
  }

  /** One batch; after a failure one event, so that the cursor gets as close as it can. */
  void advance(int failures) throws SQLException, InterruptedException {
    failing.set(failures);
    long rest = mayBegin - System.nanoTime();
    if (rest > 0) {
      TimeUnit.NANOSECONDS.sleep(rest);
    }
    long seen = signal.arrivals().beats();
    long began = System.nanoTime();
    switch (advanced(failures == 0 ? BATCH : 1)) {
      case NOTHING_NEW -> signal.arrivals().awaitBeyond(seen, POLL);
      case CAUGHT_UP -> mayBegin = began + REST.toNanos();
      case MORE -> {}
    }
  }

  private enum Progress {
    NOTHING_NEW,
    CAUGHT_UP,
    MORE
  }

  private Progress advanced(int limit) throws SQLException {
    try (Connection connection = connections.open()) {
      connection.setAutoCommit(false);
      try {
        if (!locked(connection)) {
          return Progress.NOTHING_NEW;
        }
        long stored = position(connection);
        long head = EventRows.head(connection);
        long end = Math.min(head, stored + SPAN);
        List<Event> batch = EventRows.ofKinds(connection, reader.kinds(), stored, end, limit);
        if (batch.size() == limit) {
          end = batch.getLast().position();
        }
        if (!batch.isEmpty()) {
          reader.accept(batch);
        }
        if (!batch.isEmpty() || end == stored + SPAN) {
          store(connection, end);
          connection.commit();
        }
        boolean moved = end > position.getAndSet(end);
        return end < head ? Progress.MORE : moved ? Progress.CAUGHT_UP : Progress.NOTHING_NEW;
      } finally {
        connection.rollback();
      }
    }
  }

  private boolean locked(Connection connection) throws SQLException {
    try (Statement patience = connection.createStatement()) {
      // Between here and the commit the reader does its work, which may take long.
      patience.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
    }
    try (PreparedStatement lock =
        connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?, hashtext(?))")) {
      lock.setInt(1, LOCK_CLASS);
      lock.setString(2, name());
      try (ResultSet row = lock.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private long position(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT position FROM event_reader WHERE name = ?")) {
      select.setString(1, name());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private void store(Connection connection, long position) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            INSERT INTO event_reader (name, position) VALUES (?, ?)
              ON CONFLICT (name) DO UPDATE SET position = excluded.position
            """)) {
      upsert.setString(1, name());
      upsert.setLong(2, position);
      upsert.executeUpdate();
    }
  }
}
