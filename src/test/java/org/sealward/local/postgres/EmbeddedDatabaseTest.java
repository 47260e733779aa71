package org.sealward.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
  /** One for all tests, for making a cluster takes seconds; each leaves it stopped. */
  @TempDir private static Path folder;

  private static void execute(Connection connection, String sql) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "no row";
    }
  }

  private static Connection migration(EmbeddedDatabase database) throws SQLException {
    return database.connect(EmbeddedDatabase.DATABASE, EmbeddedDatabase.MIGRATION_ROLE);
  }

  private static Connection service(EmbeddedDatabase database) throws SQLException {
    return database.connect(EmbeddedDatabase.DATABASE, EmbeddedDatabase.SERVICE_ROLE);
  }

  @Test
  void database_closedAndStartedAgain_hasItsData() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
      execute(migration(database), "CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
      assertThat(query(migration(database), "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void database_ofAJvmThatWasKilled_isTakenOverWithItsData() throws Exception {
    Process owner = startOwner();
    long server;
    try (BufferedReader output = owner.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("committed");
      server = serverProcess();
    } finally {
      owner.destroyForcibly();
      assertThat(owner.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    // What the test is about: the server outlives the kill -9 of its owner.
    assertThat(ProcessHandle.of(server)).get().matches(ProcessHandle::isAlive);

    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
      assertThat(serverProcess()).isNotEqualTo(server);
      assertThat(ProcessHandle.of(server).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(query(migration(database), "SELECT answer FROM killed")).isEqualTo("43");
    }
    assertThat(Files.exists(folder.resolve("data").resolve("postmaster.pid"))).isFalse();
  }

  @Test
  void pidFile_ofAnotherProgram_doesNotStopTheStart() throws Exception {
    EmbeddedDatabase.start(folder).close();
    Process bystander = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(
          folder.resolve("data").resolve("postmaster.pid"), bystander.pid() + "\n/elsewhere\n");
      EmbeddedDatabase.start(folder).close();
      assertThat(bystander.isAlive()).as("the bystander").isTrue();
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  void folder_inUse_isRefused() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
      assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use");
      assertThat(query(service(database), "SELECT 1")).as("the first one").isEqualTo("1");
    }
    Process owner = startOwner();
    try (BufferedReader output = owner.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("committed");
      assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use by another process");
    } finally {
      owner.destroyForcibly().waitFor();
      EmbeddedDatabase.start(folder).close();
    }
  }

  @Test
  void server_isDurableAndPrivate() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(query(service(database), "SHOW " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(query(service(database), "SHOW server_version")).startsWith("18.");
      assertThat(query(service(database), "SHOW data_checksums")).isEqualTo("on");
      assertThat(query(database.superuser("postgres"), "SHOW unix_socket_directories")).isEmpty();
      assertListensOnLoopbackAlone(database);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("superuser.password"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void anyRole_withoutItsPassword_isRefused() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
      for (String role : List.of("postgres", "sealward", "sealward_migration")) {
        for (String password : new String[] {"", "guess"}) {
          assertThatThrownBy(
                  () -> DriverManager.getConnection(database.url(), role, password).close())
              .isInstanceOf(SQLException.class);
        }
      }
      assertThat(query(service(database), "SELECT current_user")).isEqualTo("sealward");
      assertThat(
              query(
                  database.superuser("postgres"),
                  "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"))
          .isEqualTo("scram-sha-256");
      assertThat(Files.readString(folder.resolve("server.log")))
          .doesNotContain(Files.readString(folder.resolve("superuser.password")));
    }
  }

  @Test
  void role_ofTheService_ownsNothingAndIsNoSuperuser() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
      assertThatThrownBy(() -> execute(service(database), "CREATE TABLE mine (id int)"))
          .isInstanceOf(SQLException.class);
      assertThat(
              query(
                  database.superuser("postgres"),
                  """
                  SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles
                   WHERE rolname LIKE 'sealward%'
                     AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)
                  """))
          .isNull();
    }
  }

  private static void assertListensOnLoopbackAlone(EmbeddedDatabase database) throws IOException {
    int port = Integer.parseInt(database.url().replaceAll(".*:(\\d+)/.*", "$1"));
    try (Socket loopback = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(loopback.isConnected()).isTrue();
    }
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress())
            .toList();
    for (InetAddress other : others) {
      assertThatThrownBy(() -> new Socket(other, port).close())
          .as(other.toString())
          .isInstanceOf(IOException.class);
    }
  }

  /** A JVM of its own that starts the database, commits a row, says so and waits. */
  private static Process startOwner() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Owner.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static long serverProcess() throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("data").resolve("postmaster.pid")).getFirst().strip());
  }

  /** The program that is killed. */
  static final class Owner {
    public static void main(String[] args) throws Exception {
      EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(args[0]));
      execute(migration(database), "CREATE TABLE IF NOT EXISTS killed AS SELECT 43 AS answer");
      System.out.println("committed");
      Thread.sleep(TimeUnit.MINUTES.toMillis(5));
    }
  }
}
