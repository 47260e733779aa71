package org.sealward.platform;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections of the service's pool that take part in no transaction of the calling thread. */
@Singleton
final class PooledConnections {
  private final DataSource pool;

  PooledConnections(DataSource dataSource) {
    this.pool = DelegatingDataSource.unwrapDataSource(dataSource);
  }

  /** In autocommit; to be closed by the caller. */
  Connection open() throws SQLException {
    return pool.getConnection();
  }
}
