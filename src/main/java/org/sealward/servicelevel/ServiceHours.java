package org.sealward.servicelevel;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * When a service is promised, by the clocks of a place. Where clocks are put forward over a limit
 * of theirs, the hours begin or end right after the gap; where they are put back, at the earlier of
 * the two.
 *
 * @param days of the week
 * @param from the first instant of such a day
 * @param to the first instant after it; midnight is the end of the day
 * @param closed days on which nothing is promised, such as holidays
 */
public record ServiceHours(
    Set<DayOfWeek> days, LocalTime from, LocalTime to, Set<LocalDate> closed) {
  /** Always. */
  public static final ServiceHours ALWAYS =
      new ServiceHours(
          Set.of(DayOfWeek.values()), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, Set.of());

  /**
   * @throws IllegalArgumentException without a day, or when the hours end before they begin
   */
  public ServiceHours {
    days = Set.copyOf(days);
    closed = Set.copyOf(closed);
    if (days.isEmpty() || (!to.equals(LocalTime.MIDNIGHT) && !from.isBefore(to))) {
      throw new IllegalArgumentException("service hours are of one day at least, and end later");
    }
  }

  /** Those hours that lie in a period. */
  public TimeSet in(Interval period, ZoneId zone) {
    TimeSet.Builder hours = new TimeSet.Builder();
    LocalDate last = LocalDate.ofInstant(period.end(), zone);
    for (LocalDate day = LocalDate.ofInstant(period.start(), zone);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      if (days.contains(day.getDayOfWeek()) && !closed.contains(day)) {
        LocalDate endDay = to.equals(LocalTime.MIDNIGHT) ? day.plusDays(1) : day;
        hours.add(instant(day, from, zone), instant(endDay, to, zone));
      }
    }
    return hours.build().and(TimeSet.of(period));
  }

  private static Instant instant(LocalDate day, LocalTime time, ZoneId zone) {
    var gap = zone.getRules().getTransition(day.atTime(time));
    return gap != null && gap.isGap()
        ? gap.getInstant()
        : day.atTime(time).atZone(zone).toInstant();
  }
}
