package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.sealward.TestDatabase;

/** When a start migrates: not when the last migration is there already. */
class DatabaseSetupTest {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  @Test
  void newest_isTheLastMigration() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      int last =
          files
              .map(file -> file.getFileName().toString())
              .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
              .max()
              .orElseThrow();
      assertThat(DatabaseSetup.NEWEST).isEqualTo(Integer.toString(last));
    }
  }

  @Test
  void start_onADatabaseOfTheVersionBefore_migratesIt() throws SQLException {
    TestDatabase database = TestDatabase.fresh();
    String before = Integer.toString(Integer.parseInt(DatabaseSetup.NEWEST) - 1);
    try (Connection superuser = database.asSuperuser();
        Statement statement = superuser.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE");
      statement.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner");
      statement.execute("GRANT USAGE ON SCHEMA public TO PUBLIC");
    }
    Map<String, String> settings = database.settings();
    Flyway.configure()
        .dataSource(
            settings.get("sealward.db.url"),
            settings.get("sealward.db.migration-user"),
            settings.get("sealward.db.migration-password"))
        .target(before)
        .load()
        .migrate();
    assertThat(version(database)).isEqualTo(before);

    Node.on(database).close();

    assertThat(version(database)).isEqualTo(DatabaseSetup.NEWEST);
  }

  @Test
  void start_onADatabaseWhoseMigrationFailed_isRefused() throws SQLException {
    TestDatabase database = TestDatabase.fresh();
    try (Connection owner = database.asMigration();
        Statement statement = owner.createStatement()) {
      statement.execute(
          "UPDATE flyway_schema_history SET success = false WHERE version = '%s'"
              .formatted(DatabaseSetup.NEWEST));
    }
    assertThatThrownBy(() -> Node.on(database).close())
        .hasMessageContaining("could not be migrated");
  }

  private static String version(TestDatabase database) throws SQLException {
    try (Connection owner = database.asMigration();
        Statement statement = owner.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT version FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1")) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }
}
