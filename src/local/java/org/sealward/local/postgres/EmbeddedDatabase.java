package org.sealward.local.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server in a folder of its own, with the roles and the database that the service
 * expects. What is committed survives {@link #close}, a crash of this JVM and a crash of the
 * computer: fsync and synchronous commit are on, and the start fails if they are not.
 *
 * <p>The server listens on 127.0.0.1 alone, without a Unix socket, and asks everybody for a
 * password (SCRAM). The superuser's is random and kept in the folder, readable by the owner; those
 * of the two roles are new at each start and are kept nowhere.
 *
 * <p>After {@code kill -9} of this JVM the server goes on. The next start on the folder stops it
 * and says so in the log. A folder that a living JVM uses is refused.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  public static final String DATABASE = "sealward";
  public static final String SERVICE_ROLE = "sealward";
  public static final String MIGRATION_ROLE = "sealward_migration";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String SUPERUSER = "postgres";

  /** Recovery after a crash may take a while. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final FileChannel lock;
  private final EmbeddedPostgres server;
  private final String superuserPassword;
  private final Map<String, String> passwords = new LinkedHashMap<>();

  private EmbeddedDatabase(FileChannel lock, EmbeddedPostgres server, String superuserPassword) {
    this.lock = lock;
    this.server = server;
    this.superuserPassword = superuserPassword;
  }

  /** Starts on a folder, which is created if need be; the data of an earlier run is there again. */
  public static EmbeddedDatabase start(Path folder) {
    return start(folder, true);
  }

  /**
   * Starts on a folder with or without durability.
   *
   * @param durable false gives up every promise about crashes for speed; for tests alone
   */
  public static EmbeddedDatabase start(Path folder, boolean durable) {
    FileChannel lock = null;
    try {
      PrivateFiles.folder(folder);
      lock = lock(folder);
      Path data = folder.resolve("data");
      OrphanedServer.stopIfAny(data);
      Path passwordFile = PrivateFiles.secret(folder, "superuser.password");
      String password = Files.readString(passwordFile);
      EmbeddedPostgres server = server(folder, data, passwordFile, password, durable);
      EmbeddedDatabase database = new EmbeddedDatabase(lock, server, password);
      try {
        database.prepare(durable);
      } catch (SQLException | IOException | RuntimeException e) {
        database.close();
        throw e;
      }
      return database;
    } catch (IOException | SQLException e) {
      release(lock);
      throw new IllegalStateException(
          "PostgreSQL did not start on "
              + folder
              + "; its log is "
              + log(folder)
              + ": "
              + e.getMessage(),
          e);
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  private static EmbeddedPostgres server(
      Path folder, Path data, Path passwordFile, String password, boolean durable)
      throws IOException {
    Path binaries = PrivateFiles.cache().resolve("postgresql");
    String safe = durable ? "on" : "off";
    ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(log(folder).toFile());
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(binaries.toFile())
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(PATIENCE)
        .setOutputRedirector(log)
        .setErrorRedirector(log)
        .setConnectConfig("password", password)
        // These reach initdb alone.
        .setLocaleConfig("auth", "scram-sha-256")
        .setLocaleConfig("pwfile", passwordFile.toString())
        .setLocaleConfig("locale-provider", "builtin")
        .setLocaleConfig("builtin-locale", "C.UTF-8")
        .setLocaleConfig("locale", "C")
        .setServerConfig("fsync", safe)
        .setServerConfig("synchronous_commit", safe)
        .setServerConfig("full_page_writes", safe)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "200")
        .setServerConfig("shared_buffers", "128MB")
        .setServerConfig("password_encryption", "scram-sha-256")
        // An error's details quote rows.
        .setServerConfig("log_error_verbosity", "terse")
        .start();
  }

  private void prepare(boolean durable) throws SQLException, IOException {
    try (Connection connection = superuser("postgres");
        Statement statement = connection.createStatement()) {
      String safe = durable ? "on" : "off";
      require(statement, "fsync", safe);
      require(statement, "synchronous_commit", safe);
      require(statement, "full_page_writes", safe);
      require(statement, "listen_addresses", "127.0.0.1");
      statement.execute(resource("/db/roles.sql"));
      login(connection, SERVICE_ROLE, "GRANT sealward_service TO " + SERVICE_ROLE);
      login(
          connection,
          MIGRATION_ROLE,
          "GRANT sealward_eraser TO " + MIGRATION_ROLE + " WITH INHERIT FALSE, SET TRUE");
      createDatabase(statement, DATABASE, "template1");
    }
  }

  private void login(Connection connection, String role, String membership) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!exists(statement, "SELECT FROM pg_roles WHERE rolname = '" + role + "'")) {
        statement.execute("CREATE ROLE " + role + " LOGIN");
      }
      statement.execute(membership);
    }
    String password = PrivateFiles.randomSecret();
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(role, password.toCharArray(), "scram-sha-256");
    passwords.put(role, password);
  }

  private static void createDatabase(Statement statement, String name, String template)
      throws SQLException {
    if (!exists(statement, "SELECT FROM pg_database WHERE datname = '" + name + "'")) {
      statement.execute(
          "CREATE DATABASE %s OWNER %s TEMPLATE %s".formatted(name, MIGRATION_ROLE, template));
      statement.execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
      statement.execute("GRANT CONNECT ON DATABASE " + name + " TO sealward_service");
    }
  }

  /** What the service does with a database that is not of its version. */
  public static void migrate(Map<String, String> settings) {
    Flyway.configure()
        .dataSource(
            settings.get("sealward.db.url"),
            settings.get("sealward.db.migration-user"),
            settings.get("sealward.db.migration-password"))
        .load()
        .migrate();
  }

  /** Another database for the same roles, as a copy of one that nobody is connected to. */
  public void createDatabase(String name, String template) throws SQLException {
    try (Connection connection = superuser("postgres");
        Statement statement = connection.createStatement()) {
      createDatabase(statement, name, template);
    }
  }

  private static void require(Statement statement, String setting, String expected)
      throws SQLException {
    try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      if (!row.getString(1).equals(expected)) {
        throw new IllegalStateException(setting + " is " + row.getString(1));
      }
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }

  public String url() {
    return url(DATABASE);
  }

  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
  }

  /** A connection that may do anything, for tools that search or damage a database. */
  public Connection superuser(String database) throws SQLException {
    return connect(database, SUPERUSER, superuserPassword);
  }

  /**
   * A connection with the rights of one of the two roles.
   *
   * @param role {@link #SERVICE_ROLE} or {@link #MIGRATION_ROLE}
   */
  public Connection connect(String database, String role) throws SQLException {
    return connect(database, role, password(role));
  }

  private Connection connect(String database, String role, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", role);
    properties.setProperty("password", password);
    return DriverManager.getConnection(url(database), properties);
  }

  private String password(String role) {
    String password = passwords.get(role);
    if (password == null) {
      throw new IllegalArgumentException("no role of ours: " + role);
    }
    return password;
  }

  /** The service's configuration for one database: properties {@code sealward.db.…}. */
  public Map<String, String> settings(String database) {
    return Map.of(
        "sealward.db.url", url(database),
        "sealward.db.user", SERVICE_ROLE,
        "sealward.db.password", password(SERVICE_ROLE),
        "sealward.db.migration-user", MIGRATION_ROLE,
        "sealward.db.migration-password", password(MIGRATION_ROLE));
  }

  /** Stops the server, which keeps its data. The service must have stopped before. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("PostgreSQL did not stop cleanly; the next start recovers it", e);
    } finally {
      release(lock);
    }
  }

  private static Path log(Path folder) {
    return folder.resolve("server.log");
  }

  private static String resource(String name) throws IOException {
    try (InputStream content = EmbeddedDatabase.class.getResourceAsStream(name)) {
      if (content == null) {
        throw new IOException("not on the class path: " + name);
      }
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // This JVM has it.
    }
    channel.close();
    throw new IllegalStateException(
        folder + " is in use by another process. Stop that one first, or choose another folder.");
  }

  private static void release(@Nullable FileChannel lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
