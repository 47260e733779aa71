package org.sealward.servicelevel;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast the budget of a month is used up. An alarm is raised while a part of the budget went
 * within a long window, and the same rate still holds in a short one, so that it ends soon after
 * the outage.
 *
 * <p>In a month of 30 days these are the known rates of 14.4, 6, 3 and 1 times what may be used.
 * Source: Google, The Site Reliability Workbook, chapter 5.
 */
public enum BurnRate {
  /** 2 % within an hour. */
  FASTEST(2, Duration.ofHours(1), Duration.ofMinutes(5), true),
  /** 5 % within six hours. */
  FAST(5, Duration.ofHours(6), Duration.ofMinutes(30), true),
  /** 10 % within a day. */
  SLOW(10, Duration.ofDays(1), Duration.ofHours(2), false),
  /** 10 % within three days. */
  SLOWEST(10, Duration.ofDays(3), Duration.ofHours(6), false);

  private final int percentOfBudget;
  private final Duration longWindow;
  private final Duration shortWindow;
  private final boolean urgent;

  BurnRate(int percentOfBudget, Duration longWindow, Duration shortWindow, boolean urgent) {
    this.percentOfBudget = percentOfBudget;
    this.longWindow = longWindow;
    this.shortWindow = shortWindow;
    this.urgent = urgent;
  }

  /** How much of the month's budget has gone within the long window. */
  public int percentOfBudget() {
    return percentOfBudget;
  }

  /** Whether somebody is to be woken. */
  public boolean urgent() {
    return urgent;
  }

  /** How far back it looks. */
  public Duration longWindow() {
    return longWindow;
  }

  /**
   * Whether the budget is used up at this rate.
   *
   * @param bad when the service was down
   * @param now the end of both windows
   * @param budget of the month in which that is, see {@link MonthAccount#budget()}
   * @param least how much of the long window must be bad in any case: some slots, so that one probe
   *     raises no alarm where the budget is tiny
   */
  public boolean reached(TimeSet bad, Instant now, Duration budget, Duration least) {
    Duration part = budget.multipliedBy(percentOfBudget).dividedBy(100);
    Duration recently = within(bad, now, longWindow);
    return recently.compareTo(part) >= 0
        && recently.compareTo(least) >= 0
        && within(bad, now, shortWindow)
                .compareTo(part.dividedBy(longWindow.dividedBy(shortWindow)))
            >= 0;
  }

  private static Duration within(TimeSet bad, Instant now, Duration window) {
    return bad.and(TimeSet.of(new Interval(now.minus(window), now))).length();
  }
}
