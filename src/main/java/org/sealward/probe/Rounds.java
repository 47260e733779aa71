package org.sealward.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.sealward.envelope.Observation;

/**
 * Probes on and on, at its own pace: a probe is due some time after the last one was, whatever the
 * service does, and nothing here waits for a delivery. While the clock is wrong none is made.
 */
final class Rounds {
  private static final double JITTER = 0.1;

  private final Prober prober;
  private final ObservationChain chain;
  private final ProbeClock clock;
  private final Delivery delivery;
  private final Report report;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private boolean wrong;

  Rounds(
      Prober prober, ObservationChain chain, ProbeClock clock, Delivery delivery, Report report) {
    this.prober = prober;
    this.chain = chain;
    this.clock = clock;
    this.delivery = delivery;
    this.report = report;
  }

  /**
   * Until it is interrupted.
   *
   * @param interval from one probe to the next, give or take a tenth
   */
  void run(Duration interval, LongSupplier nanos) throws InterruptedException {
    long due = nanos.getAsLong();
    while (true) {
      TimeUnit.NANOSECONDS.sleep(due - nanos.getAsLong());
      due = Math.max(due, nanos.getAsLong() - interval.toNanos()) + jittered(interval);
      round();
    }
  }

  private long jittered(Duration interval) {
    return (long) (interval.toNanos() * (1 - JITTER + 2 * JITTER * random.nextDouble()));
  }

  void round() throws InterruptedException {
    prober.awaitLogin();
    ProbeClock.Reading now = clock.read();
    Optional<String> doubt =
        now.wrong()
            .or(
                () ->
                    now.at().isAfter(chain.latest())
                        ? Optional.empty()
                        : Optional.of("it is before the last observation, " + chain.latest()));
    if (doubt.isPresent() != wrong) {
      wrong = !wrong;
      report.warn(
          now.at(),
          doubt
              .map(why -> "nothing is observed, since the clock is wrong: " + why)
              .orElse("the clock is right again"));
    }
    if (!wrong) {
      try {
        Prober.Seen seen = prober.probe();
        Observation observation = chain.append(now.at(), seen.results());
        report.probe(observation, seen.why());
      } catch (IOException e) {
        report.warn(now.at(), "an observation is lost, since the disk refuses it: " + e);
      }
    }
    delivery.wake();
  }
}
