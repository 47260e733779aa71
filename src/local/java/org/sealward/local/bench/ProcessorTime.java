package org.sealward.local.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.sealward.local.postgres.EmbeddedDatabase;

/**
 * Processor time that the service, PostgreSQL and the load generator have taken: tells where the
 * time goes, and depends less than a rate does on what else the computer does.
 */
record ProcessorTime(Duration service, Duration database, Duration load) {

  static ProcessorTime now(Stand stand) throws SQLException {
    return new ProcessorTime(
        of(Stream.of(stand.service().handle())),
        of(postgres(stand)),
        of(Stream.of(ProcessHandle.current())));
  }

  /** The server process and all others that it has begun. */
  private static Stream<ProcessHandle> postgres(Stand stand) throws SQLException {
    try (Connection connection =
            stand
                .backends()
                .database()
                .connect(EmbeddedDatabase.DATABASE, EmbeddedDatabase.SERVICE_ROLE);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      ProcessHandle server =
          ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow();
      return Stream.concat(Stream.of(server), server.descendants());
    }
  }

  private static Duration of(Stream<ProcessHandle> processes) {
    return processes
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Adds what was taken since then, for each of so many messages. */
  void addTo(Figures figures, ProcessorTime since, long messages) {
    figures.add("service-processor-time", each(service, since.service, messages), "µs a message");
    figures.add(
        "postgres-processor-time", each(database, since.database, messages), "µs a message");
    figures.add("load-processor-time", each(load, since.load, messages), "µs a message");
  }

  private static double each(Duration end, Duration begin, long messages) {
    return end.minus(begin).toNanos() / 1e3 / messages;
  }
}
