package org.sealward;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealward.local.postgres.EmbeddedDatabase;
import org.sealward.local.search.PostgresTables;
import org.sealward.local.search.Store;

/**
 * A fresh, migrated database on a real PostgreSQL, in some 100 ms. One server a JVM; its folder is
 * kept below {@code target} from run to run and is not crash-safe.
 *
 * <pre>{@code
 * @MicronautTest
 * class ThingTest implements TestPropertyProvider {
 *   private final TestDatabase database = TestDatabase.fresh();
 *
 *   public Map<String, String> getProperties() {
 *     return database.settings();
 *   }
 * }
 * }</pre>
 *
 * (with {@code @TestInstance(PER_CLASS)}, which a TestPropertyProvider needs).
 */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static @Nullable EmbeddedDatabase server;
  private static String template = "";

  private final EmbeddedDatabase of;
  private final String name;

  private TestDatabase(EmbeddedDatabase of, String name) {
    this.of = of;
    this.name = name;
  }

  /** A database of this test's own, with all migrations done and no rows. */
  public static TestDatabase fresh() {
    try {
      EmbeddedDatabase running = server();
      String name = "test_" + COUNT.incrementAndGet();
      running.createDatabase(name, template);
      return new TestDatabase(running, name);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Another one, with all that this one has now, like a backup. Nobody may be connected to it. */
  public TestDatabase copy() {
    try {
      String copy = "test_" + COUNT.incrementAndGet();
      of.createDatabase(copy, name);
      return new TestDatabase(of, copy);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The service's configuration: properties {@code sealward.db.…}. */
  public Map<String, String> settings() {
    return of.settings(name);
  }

  /** With the rights of the running service. */
  public Connection asService() throws SQLException {
    return of.connect(name, EmbeddedDatabase.SERVICE_ROLE);
  }

  /** With the rights of the owner of the tables. */
  public Connection asMigration() throws SQLException {
    return of.connect(name, EmbeddedDatabase.MIGRATION_ROLE);
  }

  /** All of it, to be searched. */
  public Store store() {
    return new PostgresTables("database", of::superuser, name::equals);
  }

  public Connection asSuperuser() throws SQLException {
    return of.superuser(name);
  }

  private static synchronized EmbeddedDatabase server() throws SQLException, IOException {
    EmbeddedDatabase running = server;
    if (running == null) {
      running = startOnFreeFolder();
      Runtime.getRuntime().addShutdownHook(new Thread(running::close));
      dropLeftovers(running);
      template = migrated(running);
      server = running;
    }
    return running;
  }

  /**
   * Test runs side by side use a folder each. The port that a server drew can be somebody else's
   * when it gets there, so it draws three times.
   */
  private static EmbeddedDatabase startOnFreeFolder() {
    IllegalStateException failure = new IllegalStateException("no folder tried");
    int draws = 3;
    for (int folder = 0; folder < 8 && draws > 0; ) {
      try {
        return EmbeddedDatabase.start(Path.of("target", "test-database-" + folder), false);
      } catch (IllegalStateException e) {
        failure = e;
        if (e.getCause() == null) {
          folder++;
        } else {
          draws--;
        }
      }
    }
    throw failure;
  }

  private static void dropLeftovers(EmbeddedDatabase running) throws SQLException {
    try (Connection connection = running.superuser("postgres");
        Statement statement = connection.createStatement()) {
      List<String> leftovers = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'")) {
        while (rows.next()) {
          leftovers.add(rows.getString(1));
        }
      }
      for (String leftover : leftovers) {
        statement.execute("DROP DATABASE " + leftover + " WITH (FORCE)");
      }
    }
  }

  /** The template for this version of the migrations; kept from an earlier run when they match. */
  private static String migrated(EmbeddedDatabase running) throws SQLException, IOException {
    String name = "template_" + digestOfMigrations();
    try (Connection connection = running.superuser("postgres");
        Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + name + "_done'")) {
        if (rows.next()) {
          return name + "_done";
        }
      }
      statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      running.createDatabase(name, "template1");
      EmbeddedDatabase.migrate(running.settings(name));
      statement.execute("ALTER DATABASE " + name + " RENAME TO " + name + "_done");
    }
    return name + "_done";
  }

  private static String digestOfMigrations() throws IOException {
    URL folder = TestDatabase.class.getResource("/db/migration");
    if (folder == null) {
      throw new IllegalStateException("no migrations on the class path");
    }
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files.sorted().toList()) {
        digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (URISyntaxException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
