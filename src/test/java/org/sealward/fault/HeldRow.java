package org.sealward.fault;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.sealward.TestDatabase;

/**
 * A row that a transaction of the test's holds, so that others stop where they come to it, with
 * whatever they hold then. Processes are named by their number at PostgreSQL.
 */
public final class HeldRow implements AutoCloseable {
  private final TestDatabase database;
  private final Connection connection;

  private HeldRow(TestDatabase database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  /**
   * Holds rows of a table.
   *
   * @param condition with a ? for each id
   */
  public static HeldRow of(TestDatabase database, String table, String condition, UUID... ids)
      throws SQLException {
    Connection connection = database.asService();
    connection.setAutoCommit(false);
    try (PreparedStatement select =
        connection.prepareStatement(
            "select from " + table + " where " + condition + " for update")) {
      for (int i = 0; i < ids.length; i++) {
        select.setObject(i + 1, ids[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new IllegalArgumentException("no such row of " + table);
        }
      }
    }
    return new HeldRow(database, connection);
  }

  /** Holds the event log, to which whoever appends comes last, in its turn. */
  public static HeldRow ofLog(TestDatabase database) throws SQLException {
    Connection connection = database.asSuperuser();
    connection.setAutoCommit(false);
    try (Statement lock = connection.createStatement()) {
      lock.execute("select event_log_lock()");
    }
    return new HeldRow(database, connection);
  }

  /** Waits until somebody comes to the row; answers who. */
  public int awaitWaiter() throws SQLException {
    return awaitWaiterFor(pid(connection));
  }

  /** Waits until somebody waits for a lock of that process; answers who. */
  public int awaitWaiterFor(int holder) {
    List<Integer> waiters = new ArrayList<>();
    Await.until(
        "somebody waits for " + holder,
        () -> {
          waiters.addAll(waitersFor(holder));
          return !waiters.isEmpty();
        });
    return waiters.getFirst();
  }

  /** Who waits for a lock of that process now. */
  public List<Integer> waitersFor(int holder) {
    return pids("select pid from pg_stat_activity where ? = any (pg_blocking_pids(pid))", holder);
  }

  public boolean isWaiting(int pid) {
    return !pids("select unnest(pg_blocking_pids(?))", pid).isEmpty();
  }

  public static int pid(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select pg_backend_pid()");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private List<Integer> pids(String sql, int pid) {
    try (Connection looking = database.asSuperuser();
        PreparedStatement select = looking.prepareStatement(sql)) {
      select.setInt(1, pid);
      try (ResultSet rows = select.executeQuery()) {
        List<Integer> found = new ArrayList<>();
        while (rows.next()) {
          found.add(rows.getInt(1));
        }
        return found;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets those go on who wait for the row. */
  public void release() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
