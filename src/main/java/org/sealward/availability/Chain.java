package org.sealward.availability;

import java.time.Instant;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation;
import org.sealward.envelope.SignedObservation;
import org.sealward.envelope.VerifyingKey;
import org.sealward.platform.Problem;

/**
 * How far a prober's observations are kept.
 *
 * @param prober its number among all there ever were
 * @param next the number of the one that is to follow
 * @param previous hash of the last one
 * @param lastAt when the last one was seen
 */
record Chain(int prober, long next, Bytes previous, Instant lastAt) {
  /**
   * After one more.
   *
   * @throws Problem {@link AvailabilityProblem#OBSERVATION_GAP}, {@link
   *     AvailabilityProblem#OBSERVATION_REFUSED}
   */
  Chain with(SignedObservation signed, VerifyingKey key, String location) {
    Observation seen = signed.observation();
    if (!seen.location().equals(location) || !signed.isBy(key)) {
      throw Observations.refused("The prober there has not signed it: number " + seen.number());
    }
    if (seen.number() != next) {
      throw new Problem(
          AvailabilityProblem.OBSERVATION_GAP, "Number " + next + " is to come before.");
    }
    if (!seen.previous().equals(previous)) {
      throw Observations.refused("Number " + next + " follows another one than is kept.");
    }
    if (!seen.at().isAfter(lastAt)) {
      throw Observations.refused("Number " + next + " was not seen after the one before.");
    }
    return new Chain(prober, next + 1, seen.hash(), seen.at());
  }
}
