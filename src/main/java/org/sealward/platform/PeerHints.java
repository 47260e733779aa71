package org.sealward.platform;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Tells the other nodes that the log may have grown, and hears it from them: an empty NOTIFY, sent
 * after the commit and outside of any write transaction, because a notifying commit takes a lock of
 * the whole instance. Many commits share one. Hints get lost when a connection breaks; the tail
 * polls anyway.
 */
@Singleton
final class PeerHints implements ApplicationEventListener<StartupEvent> {
  private static final String CHANNEL = "sealward_event";

  /** At least this long from one NOTIFY to the next. */
  private static final Duration SPACING = Duration.ofMillis(10);

  private static final Duration WAIT = Duration.ofSeconds(60);

  /** So often the receiver looks whether it is to end. */
  private static final Duration HEARKEN = Duration.ofMillis(100);

  private final PooledConnections connections;
  private final AppendSignal signal;
  private final Loop sender = new Loop("hint-sender", _ -> send());
  private final Loop receiver = new Loop("hint-receiver", _ -> receive());
  private long sent;

  /** The backend through which this node has told of its newest commits. */
  private volatile int ownBackend;

  PeerHints(PooledConnections connections, AppendSignal signal) {
    this.connections = connections;
    this.signal = signal;
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    sender.start();
    receiver.start();
  }

  private void send() throws SQLException, InterruptedException {
    long commits = signal.here().awaitBeyond(sent, WAIT);
    if (commits == sent) {
      return;
    }
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement()) {
      ownBackend = connection.unwrap(PGConnection.class).getBackendPID();
      statement.execute("NOTIFY " + CHANNEL);
    }
    sent = commits;
    Thread.sleep(SPACING);
  }

  private void receive() throws SQLException {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + CHANNEL);
      signal.appendedElsewhere();
      PGConnection postgres = connection.unwrap(PGConnection.class);
      while (!Thread.currentThread().isInterrupted()) {
        PGNotification[] hints = postgres.getNotifications((int) HEARKEN.toMillis());
        if (hints != null && Stream.of(hints).anyMatch(hint -> hint.getPID() != ownBackend)) {
          signal.appendedElsewhere();
        }
      }
    }
  }

  @PreDestroy
  void close() {
    sender.close();
    receiver.close();
  }
}
