package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestProber;
import org.sealward.TestService;
import org.sealward.client.internal.http.Backoff;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Hash;
import org.sealward.envelope.Observation;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.Observation.Step;
import org.sealward.envelope.OwnProberKey;
import org.sealward.envelope.SecretBytes;

final class DeliveryTest {
  private static final Backoff SHORT = Backoff.of(Duration.ofMillis(50), Duration.ofMillis(50));

  @TempDir private Path folder;
  private final OwnProberKey key = new OwnProberKey(SecretBytes.random(32));
  private final FakeIntake intake = new FakeIntake(key.publicKey());
  private final ProbeClock clock = new ProbeClock(Clock.systemUTC(), System::nanoTime);
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private ObservationChain chain;
  private Delivery delivery;
  private Thread thread;

  @BeforeEach
  void begin() throws IOException {
    chain = ObservationChain.open(folder.resolve("observations"), "sofia", key, 10_000);
    delivery = new Delivery(intake.url(), "sofia", chain, clock, complaints::add, SHORT);
    thread = Thread.ofVirtual().unstarted(delivery);
  }

  @AfterEach
  void end() throws Exception {
    thread.interrupt();
    thread.join();
    delivery.close();
    chain.close();
    intake.close();
  }

  private void observe(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      chain.append(
          atMillis(),
          List.of(new Result(Step.SITE, Ending.WORKED, Duration.ofMillis(chain.next()))));
    }
    delivery.wake();
  }

  /** After the one before, also where many are made in a millisecond. */
  private Instant atMillis() {
    Instant now = Clock.systemUTC().instant().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
    Instant next = chain.latest().plusMillis(1);
    return next.isAfter(now) ? next : now;
  }

  private static void until(BooleanSupplier holds) throws InterruptedException {
    Instant patience = Clock.systemUTC().instant().plusSeconds(20);
    while (!holds.getAsBoolean()) {
      assertThat(Clock.systemUTC().instant()).isBefore(patience);
      Thread.sleep(10);
    }
  }

  private List<Long> numbers() {
    return intake.taken().stream().map(Observation::number).toList();
  }

  @Test
  void observation_isDeliveredWhenItIsMade() throws Exception {
    thread.start();
    observe(1);
    until(() -> intake.taken().size() == 1);
    observe(1);
    until(() -> intake.taken().size() == 2);

    assertThat(numbers()).containsExactly(1L, 2L);
  }

  @Test
  void service_thatIsAway_isGivenAllInOrderWhenItIsBack() throws Exception {
    intake.down(true);
    thread.start();
    observe(1100);
    until(() -> !complaints.isEmpty());
    assertThat(intake.taken()).isEmpty();

    intake.down(false);
    until(() -> intake.batches().size() == 3);

    assertThat(intake.batches()).containsExactly(0, 1000, 100);
    assertThat(intake.taken()).hasSize(1100);
    assertThat(complaints).singleElement().asString().contains("503");
  }

  @Test
  void service_thatLostSome_isGivenThemAgain() throws Exception {
    thread.start();
    observe(3);
    until(() -> intake.taken().size() == 3);

    intake.restore(1);
    observe(1);
    until(() -> intake.taken().size() == 4);

    assertThat(numbers()).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void disk_thatWasLost_goesOnFromWhatTheServiceHas() throws Exception {
    thread.start();
    observe(3);
    until(() -> intake.taken().size() == 3);
    end();
    chain = ObservationChain.open(folder.resolve("another"), "sofia", key, 10_000);
    var again = new FakeIntake(key.publicKey());
    again.taken().addAll(intake.taken());
    try (var other = new Delivery(again.url(), "sofia", chain, clock, complaints::add, SHORT)) {
      delivery = other;
      thread = Thread.ofVirtual().start(other);
      observe(2);
      until(() -> again.taken().size() == 5);
    }
    assertThat(again.taken().getLast().number()).isEqualTo(5);
    again.close();
  }

  @Test
  void clock_thatTheServiceFindsOff_isWrong_untilItIsNot_andNothingIsDeliveredMeanwhile()
      throws Exception {
    thread.start();
    observe(1);
    until(() -> intake.taken().size() == 1);
    assertThat(clock.read().wrong()).isEmpty();

    intake.ahead(Duration.ofSeconds(5));
    observe(1);
    until(() -> clock.read().wrong().isPresent());
    assertThat(intake.taken()).hasSize(1);

    intake.ahead(Duration.ZERO);
    until(() -> clock.read().wrong().isEmpty());
    until(() -> intake.taken().size() == 2);
  }

  @Test
  void observations_ofAClockThatWasAhead_areDropped_andTheChainGoesOn() throws Exception {
    observe(1);
    chain.append(
        Clock.systemUTC().instant().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS),
        List.of(new Result(Step.SITE, Ending.WORKED, Duration.ZERO)));
    thread.start();
    until(() -> intake.taken().size() == 1 && chain.next() == 2);
    observe(1);
    until(() -> intake.taken().size() == 2);

    assertThat(complaints).singleElement().asString().startsWith("1 observations are dropped");
  }

  /** The fake above is of the same mind as the service itself. */
  @Test
  void service_takesWhatIsDelivered() throws Exception {
    end();
    String location = TestProber.fresh().location();
    var own = new OwnProberKey(SecretBytes.copyOf(Hash.of(Bytes.utf8(location)).toArray()));
    chain = ObservationChain.open(folder.resolve("real"), location, own, 10_000);
    delivery =
        new Delivery(TestService.get().url(), location, chain, clock, complaints::add, SHORT);
    thread = Thread.ofVirtual().start(delivery);
    observe(20);
    until(() -> Files.exists(folder.resolve("delivered")) && delivered() == 20);

    assertThat(complaints).isEmpty();
    assertThat(clock.read().wrong()).isEmpty();
  }

  private int delivered() {
    try {
      return Integer.parseInt(Files.readString(folder.resolve("delivered")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
