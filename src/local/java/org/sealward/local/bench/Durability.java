package org.sealward.local.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sealward.local.postgres.EmbeddedDatabase;

/**
 * A figure of a database that does not wait for its disk, or has never run before, is worth
 * nothing.
 */
final class Durability {
  private Durability() {}

  static void require(EmbeddedDatabase database) throws SQLException {
    try (Connection connection =
            database.connect(EmbeddedDatabase.DATABASE, EmbeddedDatabase.SERVICE_ROLE);
        Statement statement = connection.createStatement()) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
          if (!row.next() || !row.getString(1).equals("on")) {
            throw new IllegalStateException("PostgreSQL's " + setting + " is not on");
          }
        }
      }
    }
  }

  /**
   * Makes the files of the write-ahead log that were written so far the next ones, as a database
   * does that has run for some time. In a new one each 16 MiB begin with a new file, full of zeros
   * and flushed, and everybody waits.
   */
  static void reuseLog(EmbeddedDatabase database) throws SQLException {
    try (Connection connection = database.superuser(EmbeddedDatabase.DATABASE);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET min_wal_size = '1GB'");
      statement.execute("SELECT pg_reload_conf()");
      statement.execute("CHECKPOINT");
    }
  }
}
