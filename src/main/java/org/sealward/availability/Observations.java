package org.sealward.availability;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sealward.api.ObservationBatch;
import org.sealward.api.ObservationsTaken;
import org.sealward.api.ObservedRecord;
import org.sealward.envelope.Observation;
import org.sealward.envelope.SignedObservation;
import org.sealward.envelope.VerifyingKey;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what probers saw, each prober's as one chain in which nothing is missing and time goes
 * forward.
 */
@Singleton
class Observations {
  private static final Logger LOG = LoggerFactory.getLogger(Observations.class);

  /** By how much a prober's clock may differ from the service's. */
  static final Duration SKEW = Duration.ofSeconds(2);

  private final AvailabilityProperties properties;
  private final ProberMetrics metrics;
  private final Transactions transactions;
  private final Clock clock;

  Observations(
      AvailabilityProperties properties,
      ProberMetrics metrics,
      Transactions transactions,
      Clock clock) {
    this.properties = properties;
    this.metrics = metrics;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Takes all that is new in a batch, or nothing.
   *
   * @throws Problem every {@link AvailabilityProblem}
   */
  ObservationsTaken take(ObservationBatch batch) {
    Instant now = clock.instant();
    VerifyingKey key =
        properties.key(batch.location()).orElseThrow(() -> refused("No prober stands there."));
    List<SignedObservation> all = batch.observations().stream().map(Observations::parsed).toList();
    Duration ahead = Duration.between(now, batch.sentAt());
    List<SignedObservation> taken = new ArrayList<>();
    Chain chain =
        transactions.write(
            unit -> {
              Chain end =
                  ObservationTables.lock(unit.connection(), batch.location(), key.encoded());
              for (SignedObservation signed : all) {
                if (signed.observation().number() >= end.next()) {
                  end = end.with(signed, key, batch.location());
                  taken.add(signed);
                }
              }
              requireRightTime(batch.location(), ahead, !taken.isEmpty());
              if (end.lastAt().isAfter(now.plus(SKEW))) {
                throw new Problem(AvailabilityProblem.CLOCK_SKEWED, "It has seen the future.");
              }
              ObservationTables.add(unit.connection(), end, taken);
              return end;
            });
    taken.forEach(signed -> metrics.seen(signed.observation()));
    return new ObservationsTaken(chain.next(), chain.previous(), now);
  }

  /**
   * Reported only with something new that the prober signed: anybody can send an empty batch, or
   * again what a prober has sent.
   */
  private void requireRightTime(String location, Duration ahead, boolean signed) {
    if (signed) {
      metrics.clock(location, ahead);
    }
    if (ahead.abs().compareTo(SKEW) > 0) {
      if (signed) {
        LOG.warn("the clock of the prober at {} is off by {}", location, ahead);
      }
      throw new Problem(
          AvailabilityProblem.CLOCK_SKEWED,
          "It is off by " + ahead.toMillis() + " ms: set it, then send again.");
    }
  }

  private static SignedObservation parsed(ObservedRecord one) {
    return new SignedObservation(Observation.decode(one.record()), one.signature());
  }

  static Problem refused(String detail) {
    return new Problem(AvailabilityProblem.OBSERVATION_REFUSED, detail);
  }
}
