package org.sealward.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestClinic;
import org.sealward.local.postgres.PostgresProcess;

/**
 * {@code kill -9} at random times under at least 500 messages a second. {@code
 * -Dsealward.fault.seed=N} repeats the choices of a run.
 */
@Tag("alone")
@Timeout(value = 25, unit = TimeUnit.MINUTES)
final class KillNineIT {
  private static final int RATE = 500;
  private static final int LANES = 64;

  @TempDir Path data;

  @Test
  void serviceAndPostgres_killedTwiceEach_loseAndRepeatNothing() throws Exception {
    underLoad(3);
  }

  @Test
  @Tag("long")
  void serviceAndPostgres_killedTwentyTimesEach_loseAndRepeatNothing() throws Exception {
    underLoad(30);
  }

  /** Of three in a row the first hits both, as when the computer goes. */
  private record Killing(Site site, Random random, int number) {
    static final List<Consumer<Killing>> KINDS =
        List.of(Killing::both, Killing::service, Killing::postgres);

    void both() {
      var victim = victim();
      site.postgres().kill(victim, random);
      site.killService();
      recover(victim);
      site.startService();
    }

    void service() {
      site.killService();
      site.startService();
    }

    void postgres() {
      var victim = victim();
      site.postgres().kill(victim, random);
      recover(victim);
    }

    private PostgresProcess.Victim victim() {
      var victims = PostgresProcess.Victim.values();
      return victims[number * 2 / KINDS.size() % victims.length];
    }

    private void recover(PostgresProcess.Victim victim) {
      if (victim == PostgresProcess.Victim.BACKEND) {
        site.postgres().awaitConnections();
      } else {
        site.postgres().start();
      }
    }
  }

  private void underLoad(int kills) throws Exception {
    long seed = Long.getLong("sealward.fault.seed", System.nanoTime());
    System.out.println("sealward.fault.seed=" + seed);
    Random random = new Random(seed);
    List<Person> people = new ArrayList<>();
    try (Site site = new Site(data).startService()) {
      TestClinic clinic = TestClinic.open(site);
      try {
        for (int i = 0; i < 3; i++) {
          people.add(new Person(site, clinic));
        }
        people.get(0).listening();
        people.get(1).listening();
        Room all = Room.of(people.get(0), people.get(1), people.get(2));
        Room two = Room.of(people.get(0), people.get(2));
        Room restless = Room.of(people.get(1), people.get(2));
        try (Load load = new Load(site, data.resolve("acknowledged"))) {
          load.messages(List.of(all, two), LANES, RATE * 8 / 5).images(people.get(0), all);
          load.epochs(restless);
          kill(kills, site, random, load);
          long messages = load.messages();
          Await.until("messages after the last kill", () -> load.messages() > messages + RATE);
          load.stop();
          new Truth(site, List.of(all, two, restless)).holds(load);
          System.out.printf("%d messages acknowledged%n", load.messages());
        }
      } finally {
        people.forEach(Person::close);
      }
    }
  }

  /** One kind after the other. Goes on until most kills have interrupted requests. */
  private static void kill(int kills, Site site, Random random, Load load) {
    int interrupting = 0;
    for (int number = 0; number < kills || interrupting <= number / 2; number++) {
      assertThat(number).as("kills, most of which interrupt requests").isLessThan(2 * kills);
      double rate = awaitRate(load);
      Await.pause(random.nextInt(700));
      Set<InFlight.Request> open = load.inFlight().now();
      long before = load.messages();
      Killing.KINDS.get(number % Killing.KINDS.size()).accept(new Killing(site, random, number));
      long interrupted = InFlight.interrupted(open);
      System.out.printf(
          "kill %d at %.0f messages/s after %d: %d of %d requests interrupted%n",
          number + 1, rate, before, interrupted, open.size());
      if (interrupted > 0) {
        interrupting++;
      }
    }
  }

  /** Waits until the last second saw enough; answers how many it saw. */
  private static double awaitRate(Load load) {
    long[] last = {System.nanoTime(), load.messages()};
    double[] rate = {0};
    Await.until(
        () -> "%d messages/s; the last second saw %.0f".formatted(RATE, rate[0]),
        Duration.ofSeconds(90),
        () -> {
          long now = System.nanoTime();
          if (now - last[0] >= 1_000_000_000L) {
            long messages = load.messages();
            rate[0] = (messages - last[1]) * 1e9 / (now - last[0]);
            last[0] = now;
            last[1] = messages;
          }
          return rate[0] >= RATE;
        });
    return rate[0];
  }
}
