package org.sealward.platform;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and who the service is there: {@code SEALWARD_DB_…}. A bad value stops the
 * start-up.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, without credentials
 * @param user the role of the running service, a member of {@code sealward_service}
 * @param migrationUser the role that owns the database and migrates it at start-up; absent when
 *     migrations are run by somebody else
 * @param connections the most that the pool opens
 */
@ConfigurationProperties("sealward.db")
record DatabaseSettings(
    @Nullable String url,
    @Nullable String user,
    @Nullable String password,
    @Nullable String migrationUser,
    @Nullable String migrationPassword,
    int connections) {

  /** Three are always in use, and every event reader takes one or two while it works. */
  private static final int FEWEST_CONNECTIONS = 8;

  DatabaseSettings {
    url = required("SEALWARD_DB_URL", url);
    user = required("SEALWARD_DB_USER", user);
    if (!url.startsWith("jdbc:postgresql://")) {
      throw new ConfigurationException(
          "SEALWARD_DB_URL must start with jdbc:postgresql://, such as"
              + " jdbc:postgresql://db.example.org:5432/sealward?sslmode=verify-full");
    }
    if (url.matches("(?i).*[?&](user|password)=.*")) {
      throw new ConfigurationException(
          "SEALWARD_DB_URL must not contain credentials: set SEALWARD_DB_USER and"
              + " SEALWARD_DB_PASSWORD instead");
    }
    if (connections < FEWEST_CONNECTIONS) {
      throw new ConfigurationException(
          "SEALWARD_DB_CONNECTIONS must be at least " + FEWEST_CONNECTIONS);
    }
    if (user.equals(migrationUser)) {
      throw new ConfigurationException(
          "SEALWARD_DB_MIGRATION_USER must not be SEALWARD_DB_USER: the owner of the tables could"
              + " change the event log. Create a role for each.");
    }
  }

  /** No password is ever shown. */
  @Override
  public String toString() {
    return "DatabaseSettings[url=" + url + ", user=" + user + "]";
  }

  private static String required(String variable, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new ConfigurationException(
          variable + " is not set: the service needs a PostgreSQL database.");
    }
    return value;
  }
}
