package org.sealward.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the events and the actions of one write until it ends. Used by one thread. */
final class CollectedUnit implements Unit {
  private static final Logger LOG = LoggerFactory.getLogger(CollectedUnit.class);

  private final Connection connection;
  private final AuditTrail trail;
  private final List<NewEvent> events = new ArrayList<>();
  private final List<Appended> places = new ArrayList<>();
  private final List<Runnable> actions = new ArrayList<>();
  private @Nullable List<Event> written;

  CollectedUnit(Connection connection, AuditTrail trail) {
    this.connection = connection;
    this.trail = trail;
  }

  @Override
  public Appended append(NewEvent event) {
    requireOpen();
    Appended place = new Appended();
    events.add(event);
    places.add(place);
    return place;
  }

  @Override
  public Bytes record(Act act) throws SQLException {
    requireOpen();
    return trail.record(this, act);
  }

  @Override
  public Connection connection() {
    requireOpen();
    return connection;
  }

  @Override
  public void afterCommit(Runnable action) {
    requireOpen();
    actions.add(action);
  }

  /** Writes the events; nothing of this unit may follow but the commit. */
  void close(Instant at) throws SQLException {
    requireOpen();
    written = events.isEmpty() ? List.of() : EventRows.append(connection, events, at);
  }

  /** What was appended; after {@link #close}. */
  List<Event> appended() {
    return written == null ? List.of() : written;
  }

  /** Tells everybody who asked, once the commit is visible. */
  void committed() {
    List<Event> known = appended();
    for (int i = 0; i < known.size(); i++) {
      places.get(i).committedAs(known.get(i));
    }
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.error("what was to happen after a commit failed", e);
      }
    }
  }

  private void requireOpen() {
    if (written != null) {
      throw new IllegalStateException("this unit has ended");
    }
  }
}
