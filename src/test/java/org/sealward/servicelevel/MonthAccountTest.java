package org.sealward.servicelevel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.servicelevel.Outcome.BAD;
import static org.sealward.servicelevel.Outcome.GOOD;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.servicelevel.Exclusion.Cause;

class MonthAccountTest {
  private static final ZoneId SOFIA = ZoneId.of("Europe/Sofia");
  private static final YearMonth JULY = YearMonth.of(2026, 7);
  private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

  private static Contract contract(ZoneId zone, ServiceHours hours, Cause... excluded) {
    return new Contract(new BigDecimal("0.999"), zone, hours, Set.of(excluded), Slots.USUAL);
  }

  private static Contract contract() {
    return contract(SOFIA, ServiceHours.ALWAYS, Cause.HOSTING_PROVIDER);
  }

  private static Interval interval(String start, String end) {
    return new Interval(Instant.parse(start), Instant.parse(end));
  }

  /** Good all the time but in the outages; seen every minute, and a slot before the end. */
  private static List<Track> seen(Interval period, Interval... outages) {
    TimeSet bad = TimeSet.of(outages);
    Track.Builder track = new Track.Builder("here");
    Stream.concat(
            Stream.iterate(period.start(), period::contains, at -> at.plusSeconds(60)),
            Stream.of(period.end().minusSeconds(15)))
        .forEach(
            at -> {
              boolean down = bad.intervals().stream().anyMatch(outage -> outage.contains(at));
              track.add(at, down ? BAD : GOOD);
            });
    return List.of(track.build());
  }

  /** Minutes by hand: hours of the month times 0.06. */
  @ParameterizedTest
  @CsvSource({
    "2026-02, Europe/Sofia,  40.32", // 672 h
    "2028-02, Europe/Sofia,  41.76", // 696 h: a leap year
    "2026-04, Europe/Sofia,  43.20", // 720 h
    "2026-07, Europe/Sofia,  44.64", // 744 h
    "2026-03, Europe/Sofia,  44.58", // 743 h
    "2026-10, Europe/Sofia,  44.70", // 745 h
    "2026-03, Europe/London, 44.58",
    "2026-10, Europe/London, 44.70",
    "2026-10, Asia/Tokyo,    44.64",
  })
  void budget_isAThousandthOfTheMonthsRealLength(YearMonth month, ZoneId zone, double minutes) {
    MonthAccount account =
        contract(zone, ServiceHours.ALWAYS).account(month, List.of(), List.of(), LATER);
    assertThat(account.budget()).isEqualTo(Duration.ofMillis(Math.round(minutes * 60_000)));
  }

  @Test
  void month_isThatOfItsZone() {
    assertThat(contract().month(JULY))
        .isEqualTo(interval("2026-06-30T21:00:00Z", "2026-07-31T21:00:00Z"));
    assertThat(
            contract(ZoneId.of("Europe/London"), ServiceHours.ALWAYS).month(YearMonth.of(2026, 10)))
        .isEqualTo(interval("2026-09-30T23:00:00Z", "2026-11-01T00:00:00Z"));
  }

  @Test
  void firstOfJuly_fullyDown_is96Point77_atTheEndOfTheMonth() {
    Interval july = contract().month(JULY);
    Interval first = interval("2026-06-30T21:00:00Z", "2026-07-01T21:00:00Z");
    List<Track> tracks = seen(july, first);

    MonthAccount account = contract().account(JULY, tracks, List.of(), july.end());
    assertThat(account.percent()).isEqualTo(new BigDecimal("96.7741")); // 30/31
    assertThat(account.measuredPercent()).isEqualTo(new BigDecimal("96.7741"));
    assertThat(account.toDate()).isFalse();
    assertThat(account.kept()).isFalse();
    assertThat(account.budgetLeft()).isEqualTo(Duration.ofMillis(2_678_400).minusDays(1));

    MonthAccount early =
        contract().account(JULY, tracks, List.of(), Instant.parse("2026-07-02T21:00:00Z"));
    assertThat(early.percent()).isEqualTo(new BigDecimal("50.0000"));
    assertThat(early.toDate()).isTrue();
    assertThat(early.budget()).isEqualTo(account.budget());
  }

  @Test
  void unknown_countsAsDown_butNotInWhatWasMeasured() {
    Interval july = contract().month(JULY);
    Interval half = new Interval(july.start(), july.start().plus(Duration.ofHours(372)));
    MonthAccount account = contract().account(JULY, seen(half), List.of(), LATER);
    assertThat(account.percent()).isEqualTo(new BigDecimal("50.0000"));
    assertThat(account.measuredPercent()).isEqualTo(new BigDecimal("100.0000"));
    assertThat(account.times().unknown().length()).isEqualTo(Duration.ofHours(372));
  }

  @Test
  void aSecondTooMuch_isNeverRoundedAway() {
    Interval july = contract().month(JULY);
    // 44 minutes 38.4 s are allowed; a minute is seen at a time
    Interval within = new Interval(july.start(), july.start().plus(Duration.ofMinutes(44)));
    MonthAccount kept = contract().account(JULY, seen(july, within), List.of(), LATER);
    assertThat(kept.kept()).isTrue();
    assertThat(kept.percent()).isEqualTo(new BigDecimal("99.9014"));
    Interval above = new Interval(july.start(), july.start().plus(Duration.ofMinutes(45)));
    MonthAccount broken = contract().account(JULY, seen(july, above), List.of(), LATER);
    assertThat(broken.kept()).isFalse();
    assertThat(broken.percent()).isEqualTo(new BigDecimal("99.8991")); // 99.89919…
  }

  @Test
  void exclusion_insideALongerOutage_leavesTheRest_andOverlapsCountOnce() {
    Interval july = contract().month(JULY);
    Interval outage = interval("2026-07-10T10:00:00Z", "2026-07-10T12:00:00Z");
    Interval again = interval("2026-07-10T11:00:00Z", "2026-07-10T13:00:00Z");
    Interval provider = interval("2026-07-10T10:30:00Z", "2026-07-10T11:30:00Z");
    List<Exclusion> exclusions =
        List.of(
            new Exclusion(provider, Cause.HOSTING_PROVIDER, "one"),
            new Exclusion(provider, Cause.HOSTING_PROVIDER, "two"),
            // up at that time
            new Exclusion(
                interval("2026-07-20T00:00:00Z", "2026-07-21T00:00:00Z"),
                Cause.HOSTING_PROVIDER,
                "three"));

    MonthAccount account = contract().account(JULY, seen(july, outage, again), exclusions, LATER);
    assertThat(account.times().down().intervals())
        .containsExactly(
            interval("2026-07-10T10:00:00Z", "2026-07-10T10:30:00Z"),
            interval("2026-07-10T11:30:00Z", "2026-07-10T13:00:00Z"));
    assertThat(account.times().excluded().intervals()).containsExactly(provider);
  }

  @Test
  void maintenance_isExcluded_whereTheContractSaysSo() {
    Interval july = contract().month(JULY);
    Interval outage = interval("2026-07-10T10:00:00Z", "2026-07-10T12:00:00Z");
    List<Exclusion> planned = List.of(new Exclusion(outage, Cause.PLANNED_MAINTENANCE, "told"));
    List<Track> tracks = seen(july, outage);
    assertThat(contract().account(JULY, tracks, planned, LATER).times().down().length())
        .isEqualTo(Duration.ofHours(2));
    Contract says = contract(SOFIA, ServiceHours.ALWAYS, Cause.PLANNED_MAINTENANCE);
    assertThat(says.account(JULY, tracks, planned, LATER).times().down().isEmpty()).isTrue();
  }

  /** July 2026 has 23 days from Monday to Friday. */
  @Test
  void serviceHours_aloneCount_whereTheContractSaysSo() {
    ServiceHours office =
        new ServiceHours(
            Set.of(
                DayOfWeek.MONDAY,
                DayOfWeek.TUESDAY,
                DayOfWeek.WEDNESDAY,
                DayOfWeek.THURSDAY,
                DayOfWeek.FRIDAY),
            LocalTime.of(9, 0),
            LocalTime.of(17, 0),
            Set.of(LocalDate.of(2026, 7, 31)));
    Contract contract = contract(SOFIA, office);
    Interval july = contract.month(JULY);
    // Friday 10 July, 16:30 to 18:30 in Sofia, and the whole weekend
    Interval evening = interval("2026-07-10T13:30:00Z", "2026-07-10T15:30:00Z");
    Interval weekend = interval("2026-07-10T21:00:00Z", "2026-07-12T21:00:00Z");

    MonthAccount account = contract.account(JULY, seen(july, evening, weekend), List.of(), LATER);
    assertThat(account.promised()).isEqualTo(Duration.ofHours(22 * 8));
    assertThat(account.times().down().length()).isEqualTo(Duration.ofMinutes(30));
    assertThat(account.percent()).isEqualTo(new BigDecimal("99.7159")); // 1 − 0.5/176
  }

  /** In Sofia, clocks go from 3:00 to 4:00 on 29 March and from 4:00 back to 3:00 on 25 October. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-29, 00:00, 00:00, 23",
    "2026-10-25, 00:00, 00:00, 25",
    "2026-03-29, 02:00, 05:00, 2",
    "2026-10-25, 02:00, 05:00, 4",
    "2026-03-29, 03:30, 05:00, 1",
    "2026-03-29, 02:00, 03:30, 1",
    "2026-10-25, 03:30, 05:00, 2.5",
  })
  void serviceHours_followTheClock(LocalDate day, LocalTime from, LocalTime to, double hours) {
    ServiceHours some = new ServiceHours(Set.of(DayOfWeek.SUNDAY), from, to, Set.of());
    Interval around =
        new Interval(
            day.atStartOfDay(SOFIA).toInstant(), day.plusDays(1).atStartOfDay(SOFIA).toInstant());
    assertThat(some.in(around, SOFIA).length())
        .isEqualTo(Duration.ofMinutes(Math.round(hours * 60)));
  }
}
