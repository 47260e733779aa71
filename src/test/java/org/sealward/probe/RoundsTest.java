package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.api.ObservedRecord;
import org.sealward.client.AdjustedClock;
import org.sealward.client.DeviceStore;
import org.sealward.client.internal.http.Backoff;
import org.sealward.envelope.Observation;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Step;
import org.sealward.envelope.OwnProberKey;
import org.sealward.envelope.SecretBytes;

/** Its pace and its clock, before a service that takes connections and never answers. */
final class RoundsTest {
  private static final Duration LIMIT = Duration.ofMillis(250);
  private static final Duration INTERVAL = Duration.ofMillis(400);

  @TempDir private Path folder;
  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private final Clock wall = new AdjustedClock(later);
  private final OwnProberKey key = new OwnProberKey(SecretBytes.random(32));
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private ServerSocket silent;
  private ObservationChain chain;
  private Delivery delivery;
  private Rounds rounds;

  @BeforeEach
  void begin() throws IOException {
    silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    URI service = URI.create("http://127.0.0.1:" + silent.getLocalPort());
    var login = new CanaryLogin("nobody@example.org", new char[0], null);
    var canary = new Canary(login, service, DeviceStore.inMemory(), wall);
    var prober =
        new Prober(
            new Journey.Travellers(service, canary, canary, folder.resolve("picture")),
            new TimedSteps(LIMIT, System::nanoTime),
            new References(List.of(), LIMIT),
            Optional.empty(),
            Duration.ofMinutes(5));
    chain = ObservationChain.open(folder.resolve("observations"), "sofia", key, 100);
    var clock = new ProbeClock(wall, System::nanoTime);
    var report = new Report(new PrintWriter(out, true), new PrintWriter(err, true), false);
    delivery =
        new Delivery(
            service,
            "sofia",
            chain,
            clock,
            _ -> {},
            Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    rounds = new Rounds(prober, chain, clock, delivery, report);
  }

  @AfterEach
  void end() throws IOException {
    delivery.close();
    chain.close();
    silent.close();
  }

  private List<Observation> observed() throws IOException {
    return chain.from(1, 100).stream()
        .map(ObservedRecord::record)
        .map(Observation::decode)
        .toList();
  }

  @Test
  void service_thatHangs_isATimeoutEachTime_atTheSamePace() throws Exception {
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    rounds.run(INTERVAL, System::nanoTime);
                  } catch (InterruptedException e) {
                    // The test is over.
                  }
                });
    while (chain.next() <= 4) {
      Thread.sleep(20);
    }
    thread.interrupt();
    thread.join();

    List<Observation> seen = observed();
    assertThat(seen)
        .allSatisfy(
            observation -> {
              assertThat(observation.steps()).hasSize(1);
              assertThat(observation.steps().getFirst().step()).isEqualTo(Step.SITE);
              assertThat(observation.steps().getFirst().ending()).isEqualTo(Ending.TIMEOUT);
              assertThat(observation.steps().getFirst().took())
                  .isBetween(LIMIT, LIMIT.multipliedBy(20));
            });
    // A pause of the computer makes one of them longer, and the one behind it shorter.
    List<Duration> between =
        IntStream.range(0, 3)
            .mapToObj(i -> Duration.between(seen.get(i).at(), seen.get(i + 1).at()))
            .toList();
    assertThat(Collections.min(between)).isLessThan(INTERVAL.plus(LIMIT.dividedBy(2)));
    assertThat(Collections.max(between)).isGreaterThan(INTERVAL.multipliedBy(8).dividedBy(10));
    assertThat(out.toString()).contains("  bad  site 2", " ms timeout");
  }

  @Test
  void clock_setForward_stopsObservations_untilItIsSetBack() throws Exception {
    rounds.round();
    later.set(Duration.ofHours(1));
    rounds.round();
    rounds.round();
    later.set(Duration.ZERO);
    rounds.round();

    assertThat(observed()).hasSize(2);
    assertThat(err.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.matches(".*clock is wrong: it was set by (3599|3600)\\d{3} ms"))
        .anyMatch(line -> line.contains("the clock is right again"));
  }

  @Test
  void clock_setBackward_stopsObservations() throws Exception {
    rounds.round();
    later.set(Duration.ofSeconds(-5));
    rounds.round();

    assertThat(observed()).hasSize(1);
    assertThat(err.toString()).contains("the clock is wrong: it was set by -");
  }

  @Test
  void clock_beforeTheLastObservation_stopsObservations() throws Exception {
    chain.append(
        wall.instant().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS),
        List.of(new Observation.Result(Step.SITE, Ending.WORKED, LIMIT)));
    rounds.round();

    assertThat(observed()).hasSize(1);
    assertThat(err.toString()).contains("the clock is wrong: it is before the last observation");
  }
}
