package org.sealward.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

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

  private static final int BATCH = 200;

  /** Should a hint be lost; and how soon another node takes over. */
  private static final Duration POLL = Duration.ofSeconds(2);

  private final EventReader reader;
  private final PooledConnections connections;
  private final AppendSignal signal;

  StoredCursor(EventReader reader, PooledConnections connections, AppendSignal signal) {
    this.reader = reader;
    this.connections = connections;
    this.signal = signal;
  }

  String name() {
    return reader.name();
  }

  /** One batch; after a failure one event, so that the cursor gets as close as it can. */
  void advance(int failures) throws SQLException, InterruptedException {
    long seen = signal.arrivals().beats();
    if (!advanced(failures == 0 ? BATCH : 1)) {
      signal.arrivals().awaitBeyond(seen, POLL);
    }
  }

  private boolean advanced(int limit) throws SQLException {
    try (Connection connection = connections.open()) {
      connection.setAutoCommit(false);
      try {
        if (!locked(connection)) {
          return false;
        }
        List<Event> batch = EventRows.after(connection, position(connection), limit);
        if (batch.isEmpty()) {
          return false;
        }
        reader.accept(batch);
        store(connection, batch.getLast().position());
        connection.commit();
        return true;
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
