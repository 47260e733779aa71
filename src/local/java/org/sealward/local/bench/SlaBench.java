package org.sealward.local.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.sealward.local.LocalBackends;
import org.sealward.local.ServiceProcess;
import org.sealward.local.postgres.EmbeddedDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reports of a month and of a year, from what three probers saw. */
@Command(
    name = "sla",
    description =
        "Fills the table of observations, asks the service for reports of them, and prints how"
            + " long that took.")
final class SlaBench extends Measurement {
  private static final int LOCATIONS = 3;
  private static final int YEAR = 2025;

  /** Its dates are always over, and it has 31 days. */
  private static final YearMonth MONTH = YearMonth.of(YEAR, 7);

  @Option(
      names = "--every",
      description = "Seconds from one observation to the next (default: ${DEFAULT-VALUE}).")
  private int every = 15;

  @Option(
      names = "--rounds",
      description = "Reports of the month, of which the median counts (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Override
  void measure(Figures figures) throws Exception {
    Path folder = Files.createTempDirectory("sealward-bench-");
    Path contracts = Files.createDirectories(folder.resolve("contracts"));
    // The service keeps a report for half a minute, so each of them is of a contract of its own.
    for (int i = 0; i <= rounds + 1; i++) {
      Files.writeString(
          contracts.resolve(i + ".json"),
          """
          {"id": "bench-%d", "name": "Bench", "target": "99.9", "zone": "UTC", "slot": %d, "patience": %d}
          """
              .formatted(i, every, 6 * every));
    }
    try (LocalBackends backends =
        LocalBackends.start(folder, 0, java.time.Clock.systemUTC(), _ -> {})) {
      Map<String, String> environment = new HashMap<>(ServiceProcess.environment(backends));
      environment.put("SEALWARD_AVAILABILITY_CONTRACTS", contracts.toString());
      try (ServiceProcess service =
              ServiceProcess.start(
                  ServiceProcess.builtJar(), backends.data(), 0, Map.copyOf(environment));
          HttpClient http = HttpClient.newHttpClient()) {
        long rows = fill(backends.database());
        figures.note(
            "%,d observations of %d locations in a year, written by SQL and unsigned"
                .formatted(rows, LOCATIONS));
        measure(figures, backends.database(), http, service.url());
      }
    } finally {
      Stand.delete(folder);
    }
  }

  private void measure(Figures figures, EmbeddedDatabase database, HttpClient http, URI service)
      throws Exception {
    double[] months = new double[rounds];
    double[] reads = new double[rounds];
    ask(http, service, rounds, MONTH);
    for (int i = 0; i < rounds; i++) {
      reads[i] = read(database);
      long began = System.nanoTime();
      ask(http, service, i, MONTH);
      months[i] = millis(began);
    }
    long began = System.nanoTime();
    for (int month = 1; month <= 12; month++) {
      ask(http, service, rounds + 1, YearMonth.of(YEAR, month));
    }
    double year = millis(began);
    figures.add("month", Figures.median(months), "ms", "aim 1 000");
    figures.add("month-read", Figures.median(reads), "ms", "its rows alone, by a plain query");
    figures.add("year", year, "ms", "twelve reports, one after the other; aim 10 000");
    figures.add(
        "ratio", Figures.median(months) / Figures.median(reads), "", "month to its plain query");
  }

  /** An outage of four observations now and then, everywhere at once. */
  private long fill(EmbeddedDatabase database) throws SQLException {
    long observations = Duration.ofDays(365).toSeconds() / every;
    try (Connection connection = database.superuser(EmbeddedDatabase.DATABASE);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into prober (location, public_key, next, previous, last_at)
          select 'place-' || p, sha256(p::text::bytea), %d + 1, sha256('x'), 0
            from generate_series(1, %d) p
          """
              .formatted(observations, LOCATIONS));
      return statement.executeLargeUpdate(
          """
          insert into observation (prober, number, at, steps, hash, signature)
          select p.id, n, %d + n * %d,
                 case when n %% 20000 < 4 then '\\x010200000003090000000009'::bytea
                      else '\\x0100'::bytea || int4send(10 + n::int %% 37)
                        || '\\x02000000000003000000001104000000000a050000000011'::bytea
                        || '\\x060000000050070000000020'::bytea end,
                 sha256(int8send(n)), sha256(int8send(n)) || sha256(int8send(-n))
            from prober p, generate_series(1::bigint, %d) n
          """
              .formatted(
                  YearMonth.of(YEAR, 1)
                      .atDay(1)
                      .atStartOfDay(ZoneOffset.UTC)
                      .toInstant()
                      .toEpochMilli(),
                  every * 1000,
                  observations));
    } finally {
      analyze(database);
    }
  }

  /** As autovacuum does within a minute. */
  private static void analyze(EmbeddedDatabase database) throws SQLException {
    try (Connection connection = database.superuser(EmbeddedDatabase.DATABASE);
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum analyze observation");
    }
  }

  private static double read(EmbeddedDatabase database) throws SQLException {
    long began = System.nanoTime();
    try (Connection connection = database.superuser(EmbeddedDatabase.DATABASE)) {
      connection.setAutoCommit(false);
      try (PreparedStatement select =
          connection.prepareStatement(
              "select at, steps from observation where at >= ? and at < ?")) {
        select.setLong(1, start(MONTH).toEpochMilli());
        select.setLong(2, start(MONTH.plusMonths(1)).toEpochMilli());
        select.setFetchSize(10_000);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            rows.getLong(1);
            rows.getBytes(2);
          }
        }
      }
    }
    return millis(began);
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static void ask(HttpClient http, URI service, int contract, YearMonth month)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    service.resolve("/v1/availability/bench-" + contract + "/" + month))
                .header("Accept", "application/json")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
  }

  private static double millis(long began) {
    return (System.nanoTime() - began) / 1e6;
  }
}
