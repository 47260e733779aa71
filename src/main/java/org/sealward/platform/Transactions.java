package org.sealward.platform;

import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Transactions on the service's database, read committed, on the calling thread, which may be a
 * virtual one. Micronaut Data's repositories called inside take part. An SQLException of the work
 * comes out as a DataAccessException.
 */
@Singleton
public class Transactions {
  private final TransactionOperations<Connection> operations;
  private final PooledConnections connections;
  private final Clock clock;
  private final AppendSignal signal;
  private final AuditTrail trail;

  Transactions(
      TransactionOperations<Connection> operations,
      PooledConnections connections,
      Clock clock,
      AppendSignal signal,
      AuditTrail trail) {
    this.operations = operations;
    this.connections = connections;
    this.clock = clock;
    this.signal = signal;
    this.trail = trail;
  }

  /** What a write does before its events are appended. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T in(Unit unit) throws SQLException;
  }

  /** What a read does. */
  @FunctionalInterface
  public interface Query<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  private record Written<T extends @Nullable Object>(T value, CollectedUnit unit) {}

  /**
   * Does the work and then, as the last act before the commit, appends the events that it gave to
   * its {@link Unit}: the log is locked, then the events get their places. Either all of it is
   * committed or nothing. Returns after the commit is visible to everybody.
   *
   * <p>What the work throws rolls back and is thrown on. Others' appends wait from our append to
   * our commit, so nothing may come between: therefore a write inside another transaction is an
   * IllegalStateException; pass the {@link Unit} on instead. When the connection breaks during the
   * commit, nobody knows whether it happened, and the caller gets an exception.
   */
  public <T extends @Nullable Object> T write(Work<T> work) {
    if (operations.findTransactionStatus().isPresent()) {
      throw new IllegalStateException("a write is the outermost transaction: pass the Unit on");
    }
    Written<T> written =
        operations.executeWrite(
            status -> {
              CollectedUnit unit = new CollectedUnit(status.getConnection(), trail);
              try {
                T value = work.in(unit);
                unit.close(clock.instant().truncatedTo(ChronoUnit.MILLIS));
                return new Written<>(value, unit);
              } catch (SQLException e) {
                throw new DataAccessException("write failed: " + e.getMessage(), e);
              }
            });
    appended(written.unit().appended());
    written.unit().committed();
    return written.value();
  }

  /**
   * Appends by one statement that is a transaction of its own, such as a function of the database:
   * one round trip where {@link #write} has three. Returns after the commit is visible to
   * everybody.
   *
   * @param statement answers the events that it has appended, in log order
   */
  public List<Event> appendAtOnce(Query<List<Event>> statement) {
    try (Connection connection = connections.open()) {
      List<Event> events = statement.on(connection);
      appended(events);
      return events;
    } catch (SQLException e) {
      throw new DataAccessException("write failed: " + e.getMessage(), e);
    }
  }

  private void appended(List<Event> events) {
    if (!events.isEmpty()) {
      signal.appendedHere(events);
    }
  }

  /** A read-only transaction, or a part of the one that is open already. */
  public <T extends @Nullable Object> T read(Query<T> query) {
    return operations.executeRead(
        status -> {
          try {
            return query.on(status.getConnection());
          } catch (SQLException e) {
            throw new DataAccessException("read failed: " + e.getMessage(), e);
          }
        });
  }

  /** The same for work that goes through repositories alone. */
  public <T extends @Nullable Object> T read(Supplier<T> work) {
    return operations.executeRead(_ -> work.get());
  }
}
