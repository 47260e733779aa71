package org.sealward.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestDatabase;
import org.sealward.TestService;
import org.sealward.availability.TestContract;
import org.sealward.platform.Transactions;

/** 90 days of three places that probe every 15 seconds: 1.55 million observations. */
@Tag("long")
class StatusScaleTest {
  private static final Instant NOW = Instant.parse("2026-03-10T20:00:00Z");

  private final TestDatabase database = TestDatabase.fresh();

  @TempDir private Path folder;

  @Test
  void refresh_readsOnlyWhatIsNew() throws Exception {
    TestContract contract =
        new TestContract(
            folder, "x", "{\"id\":\"x\",\"name\":\"X\",\"target\":\"99.9\",\"zone\":\"UTC\"}");
    int rows = fill();
    assertThat(rows).isBetween(1_540_000, 1_560_000);
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    InstantSource source = now::get;
    Clock clock = source.withZone(ZoneOffset.UTC);
    try (EmbeddedServer node = TestService.get().node(new HashMap<>(database.settings()))) {
      StatusBoard board =
          new StatusBoard(
              new StatusProperties("x", URI.create("https://api.example.org"), null),
              contract.records(),
              node.getApplicationContext().getBean(Transactions.class),
              clock,
              new SimpleMeterRegistry());
      long first = timed(board::refresh); // with all days, since this clock stands still
      long second = timed(board::refresh);
      long fastest = Long.MAX_VALUE;
      for (int i = 0; i < 10; i++) {
        now.updateAndGet(at -> at.plusSeconds(10));
        fastest = Math.min(fastest, timed(board::refresh));
      }
      System.out.printf(
          "status of %d observations: at the start %d ms, then %d ms, %d ms at best%n",
          rows, first, second, fastest);
      assertThat(board.status().orElseThrow().components().getFirst().days())
          .filteredOn(day -> day.watched() == 86_400_000)
          .hasSize(89);
      assertThat(fastest).isLessThan(1000);
    }
  }

  private static long timed(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / 1_000_000;
  }

  /** Seven steps each, all of which worked. */
  private int fill() throws Exception {
    try (Connection connection = database.asSuperuser();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          insert into prober (location, public_key, previous)
            select 'place-' || n, sha256(n::text::bytea), sha256('') from generate_series(1, 3) n
          """);
      int rows =
          statement.executeUpdate(
              """
              insert into observation (prober, number, at, steps, hash, signature)
                select p.id, n, %d - (518000 - n) * 15000::bigint + p.id,
                  '\\x01000000000c02000000000c03000000000c04000000000c05000000000c06000000000c07000000000c',
                  sha256(''), sha256('') || sha256('')
                from prober p, generate_series(1, 518000) n
              """
                  .formatted(NOW.toEpochMilli()));
      statement.executeUpdate("update prober set next = 518001");
      statement.execute("analyze observation");
      return rows;
    }
  }
}
