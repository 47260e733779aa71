package org.sealward.servicelevel;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * What was promised, in whole calendar months of a time zone.
 *
 * @param target the part of the time, above 0 and below 1: 0.999
 * @param zone whose months and clocks they are
 * @param hours when it is promised
 * @param excluded for what causes the provider does not answer
 * @param slots for how long an observation speaks
 */
public record Contract(
    BigDecimal target,
    ZoneId zone,
    ServiceHours hours,
    Set<Exclusion.Cause> excluded,
    Slots slots) {
  /**
   * @throws IllegalArgumentException for a target that is not between 0 and 1
   */
  public Contract {
    if (target.signum() <= 0 || target.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException("a target is above 0 and below 1: " + target);
    }
    excluded = Set.copyOf(excluded);
  }

  /** The real length of a month: shorter by an hour, or longer, where clocks change. */
  public Interval month(YearMonth month) {
    return new Interval(
        month.atDay(1).atStartOfDay(zone).toInstant(),
        month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant());
  }

  /**
   * The account of a month, until {@code now} if it is not over.
   *
   * @param tracks what was seen, in the month and some minutes before and after it
   * @throws IllegalArgumentException for a month that has not begun
   */
  public MonthAccount account(
      YearMonth month, List<Track> tracks, List<Exclusion> exclusions, Instant now) {
    return account(month, Ledger.of(tracks, slots, period(month, now)), exclusions, now);
  }

  /**
   * The same from what is known of the month already.
   *
   * @param ledger of the month, or of what has passed of it
   */
  public MonthAccount account(
      YearMonth month, Ledger ledger, List<Exclusion> exclusions, Instant now) {
    Interval whole = month(month);
    boolean toDate = now.isBefore(whole.end());
    Interval period = period(month, now);
    TimeSet promised = hours.in(period, zone);
    TimeSet notOurs =
        TimeSet.of(
            exclusions.stream()
                .filter(exclusion -> excluded.contains(exclusion.cause()))
                .map(Exclusion::interval)
                .toList());
    TimeSet bad = ledger.down().or(ledger.unknown()).and(promised);
    return new MonthAccount(
        period,
        toDate,
        promised.length(),
        hours.in(whole, zone).length(),
        new MonthAccount.Times(
            ledger.down().and(promised).minus(notOurs),
            ledger.unknown().and(promised).minus(notOurs),
            bad.and(notOurs)),
        target);
  }

  private Interval period(YearMonth month, Instant now) {
    Interval whole = month(month);
    return now.isBefore(whole.end()) ? new Interval(whole.start(), now) : whole;
  }
}
