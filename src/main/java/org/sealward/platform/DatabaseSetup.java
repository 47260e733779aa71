package org.sealward.platform;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the database before the service's pool is opened: brings it to this version's schema, as
 * the migration role, and refuses a service role that could change the event log, a Merkle log, an
 * audit record or an observation. Then points the pool at it.
 */
@Singleton
final class DatabaseSetup implements BeanCreatedEventListener<DatasourceConfiguration> {
  /** The last of {@code db/migration}. */
  static final String NEWEST = "27";

  private final DatabaseSettings settings;

  DatabaseSetup(DatabaseSettings settings) {
    this.settings = settings;
  }

  @Override
  public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
    if (settings.migrationUser() != null && !isMigrated()) {
      migrate();
    }
    requireAppendOnly();
    DatasourceConfiguration pool = event.getBean();
    pool.setJdbcUrl(settings.url());
    pool.setUsername(settings.user());
    pool.setPassword(settings.password());
    pool.setMaximumPoolSize(settings.connections());
    pool.setMinimumIdle(Math.min(4, settings.connections()));
    return pool;
  }

  /**
   * Asks less than Flyway, which takes 0.2 s to find that nothing is to do. That an earlier
   * migration was edited Flyway says when it runs next.
   */
  private boolean isMigrated() {
    try (Connection connection = connect(settings.migrationUser(), settings.migrationPassword());
        PreparedStatement last =
            connection.prepareStatement(
                "SELECT version FROM flyway_schema_history"
                    + " WHERE success ORDER BY installed_rank DESC LIMIT 1");
        ResultSet row = last.executeQuery()) {
      return row.next() && NEWEST.equals(row.getString(1));
    } catch (SQLException e) {
      return false; // Flyway finds out why, and says so.
    }
  }

  private void migrate() {
    try {
      Flyway.configure()
          .dataSource(settings.url(), settings.migrationUser(), settings.migrationPassword())
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new ConfigurationException(
          "The database could not be migrated as "
              + settings.migrationUser()
              + ". Are the roles there (db/roles.sql), and does the database belong to it? "
              + e.getMessage(),
          e);
    }
  }

  private void requireAppendOnly() {
    try (Connection connection = connect(settings.user(), settings.password());
        PreparedStatement check =
            connection.prepareStatement(
                """
                SELECT has_table_privilege('event', 'INSERT, UPDATE, DELETE, TRUNCATE')
                    OR has_any_column_privilege('event', 'INSERT, UPDATE')
                    OR has_table_privilege('merkle_leaf', 'UPDATE, DELETE, TRUNCATE')
                    OR has_any_column_privilege('merkle_leaf', 'UPDATE')
                    OR has_table_privilege('merkle_checkpoint', 'INSERT, UPDATE, DELETE, TRUNCATE')
                    OR has_table_privilege('audit_record', 'UPDATE, DELETE, TRUNCATE')
                    OR has_any_column_privilege('audit_record', 'UPDATE')
                    OR has_table_privilege('audit_tag_key', 'UPDATE, DELETE, TRUNCATE')
                    OR has_any_column_privilege('audit_tag_key', 'UPDATE')
                    OR has_table_privilege('observation', 'UPDATE, DELETE, TRUNCATE')
                    OR has_any_column_privilege('observation', 'UPDATE')
                    OR pg_has_role(relowner, 'MEMBER')
                  FROM pg_class WHERE oid = 'event'::regclass
                """);
        ResultSet row = check.executeQuery()) {
      row.next();
      if (row.getBoolean(1)) {
        throw new ConfigurationException(
            "SEALWARD_DB_USER ("
                + settings.user()
                + ") could change the event log, a Merkle log, an audit record or an observation."
                + " Use a role that is a member of sealward_service and of nothing else.");
      }
    } catch (SQLException e) {
      throw new ConfigurationException(
          "The database cannot be used as SEALWARD_DB_USER ("
              + settings.user()
              + "). Check SEALWARD_DB_URL and SEALWARD_DB_PASSWORD; if no migration has run yet,"
              + " set SEALWARD_DB_MIGRATION_USER. "
              + e.getMessage(),
          e);
    }
  }

  private Connection connect(@Nullable String user, @Nullable String password) throws SQLException {
    return DriverManager.getConnection(settings.url(), user, password == null ? "" : password);
  }
}
