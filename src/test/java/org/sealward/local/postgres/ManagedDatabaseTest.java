package org.sealward.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The statements of docs/deploy.md, as an administrator who is no superuser, such as a managed
 * database has.
 */
class ManagedDatabaseTest {
  private static final String SERVICE = "password-of-the-service";
  private static final String MIGRATION = "password-of-the-migration";

  private static List<String> statements() throws Exception {
    String page = Files.readString(Path.of("docs", "deploy.md"));
    var block = Pattern.compile("(?s)```sql\\n(.*?)```").matcher(page);
    assertThat(block.find()).isTrue();
    return block
        .group(1)
        .replace("'SERVICE'", "'" + SERVICE + "'")
        .replace("'MIGRATION'", "'" + MIGRATION + "'")
        .lines()
        .toList();
  }

  private static void run(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  @Test
  void rolesMadeAsTheManualSays_migrate_andKeepTheServiceFromTheLog(@TempDir Path folder)
      throws Exception {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(PrivateFiles.cache().resolve("postgresql").toFile())
            .setDataDirectory(folder.resolve("data"))
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            .start()) {
      String root = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/";
      try (Connection superuser = DriverManager.getConnection(root + "postgres", "postgres", "")) {
        run(
            superuser,
            List.of(
                "CREATE ROLE administrator LOGIN CREATEROLE CREATEDB",
                "CREATE DATABASE sealward OWNER administrator"));
      }
      try (Connection administrator =
          DriverManager.getConnection(root + "sealward", "administrator", "")) {
        run(administrator, statements());

        assertThatThrownBy(() -> run(administrator, List.of("SET ROLE sealward_migration")))
            .isInstanceOf(SQLException.class);
      }
      EmbeddedDatabase.migrate(
          Map.of(
              "sealward.db.url",
              root + "sealward",
              "sealward.db.migration-user",
              "sealward_migration",
              "sealward.db.migration-password",
              MIGRATION));
      try (Connection service =
          DriverManager.getConnection(root + "sealward", "sealward", SERVICE)) {
        run(service, List.of("SELECT count(*) FROM event"));
        assertThatThrownBy(() -> run(service, List.of("DELETE FROM event")))
            .hasMessageContaining("permission denied");
      }
    }
  }
}
