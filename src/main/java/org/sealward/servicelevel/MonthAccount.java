package org.sealward.servicelevel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * How a promise was kept in a month.
 *
 * @param period the month, or what has passed of it
 * @param toDate whether the month is not over, so that the figure is not final
 * @param promised of the period, how long the service was promised
 * @param promisedInMonth the same of the whole month, of which the budget is a part
 * @param times within what was promised, and disjoint
 * @param target the part that was promised
 */
public record MonthAccount(
    Interval period,
    boolean toDate,
    Duration promised,
    Duration promisedInMonth,
    Times times,
    BigDecimal target) {
  private static final int DIGITS = 4;

  /**
   * When the promise was not kept, or need not be.
   *
   * @param down without what is excluded
   * @param unknown nobody saw anything, and it is not excluded
   * @param excluded would be down or unknown
   */
  public record Times(TimeSet down, TimeSet unknown, TimeSet excluded) {}

  /**
   * The figure of the contract in percent: what is unknown counts as down. Rounded down, so that it
   * never shows more than there was.
   */
  public BigDecimal percent() {
    return percent(counted(), promised);
  }

  /** The figure of what was seen: as if the unknown time had never been promised. */
  public BigDecimal measuredPercent() {
    return percent(times.down().length(), promised.minus(times.unknown().length()));
  }

  /** How long the service may be down in the whole month. */
  public Duration budget() {
    return Duration.ofNanos(
        nanos(promisedInMonth)
            .multiply(BigDecimal.ONE.subtract(target))
            .setScale(0, RoundingMode.FLOOR)
            .longValueExact());
  }

  /** What is left of the budget; negative when the promise is broken. */
  public Duration budgetLeft() {
    return budget().minus(counted());
  }

  /** Whether the promise is kept, until now or for good. */
  public boolean kept() {
    return !budgetLeft().isNegative();
  }

  private Duration counted() {
    return times.down().length().plus(times.unknown().length());
  }

  private static BigDecimal percent(Duration down, Duration of) {
    if (of.isZero()) {
      return BigDecimal.valueOf(100).setScale(DIGITS);
    }
    return nanos(of.minus(down))
        .multiply(BigDecimal.valueOf(100))
        .divide(nanos(of), DIGITS, RoundingMode.FLOOR);
  }

  private static BigDecimal nanos(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos());
  }
}
