package org.sealward.availability;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.sealward.report.Policy;
import org.sealward.servicelevel.Contract;
import org.sealward.servicelevel.Interval;
import org.sealward.servicelevel.Ledger;
import org.sealward.servicelevel.Slots;
import org.sealward.servicelevel.TimeSet;
import org.sealward.servicelevel.Track;

/**
 * What is known of the last days at a moment, as {@link Slots#known} has it.
 *
 * @param bad was promised, and down or unknown, and is not excluded
 * @param until where what is known ends
 */
record Watched(TimeSet bad, Instant until) {
  /** What lies before says nothing of a bad time that began later. */
  private static final Duration BEFORE = Duration.ofHours(1);

  /**
   * Looks back.
   *
   * @param since how far, or to the first observation ever: before it nobody watched, which is no
   *     reason to call anybody
   */
  static Watched since(Connection connection, Policy policy, Instant since, Instant now)
      throws SQLException {
    Instant first = ObservationReader.first(connection, policy).orElse(now);
    Instant from = first.isAfter(since) ? first : since;
    Contract contract = policy.contract();
    List<Track> tracks = ObservationReader.tracks(connection, policy, from.minus(BEFORE));
    Instant until = contract.slots().known(tracks, now);
    if (!from.isBefore(until)) {
      return new Watched(TimeSet.EMPTY, until);
    }
    Interval interval = new Interval(from, until);
    Ledger ledger = Ledger.of(tracks, contract.slots(), interval);
    TimeSet excluded =
        TimeSet.of(
            Exclusions.of(connection, policy.id()).stream()
                .filter(one -> contract.excluded().contains(Policy.cause(one.cause())))
                .map(one -> new Interval(one.from(), one.to()))
                .toList());
    return new Watched(
        ledger
            .down()
            .or(ledger.unknown())
            .and(contract.hours().in(interval, contract.zone()))
            .minus(excluded),
        until);
  }
}
