package org.sealward.servicelevel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Budgets of 99.9 %: 40:19.2 of 28 days, 43:12 of 30 days, 44:38.4 of 31 days. */
class BurnRateTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final Duration OF_30_DAYS = Duration.ofMinutes(43).plusSeconds(12);
  private static final Duration THREE_SLOTS = Duration.ofSeconds(45);

  /** Down for so long, until so long ago. */
  private static TimeSet down(Duration length, Duration ago) {
    Instant end = NOW.minus(ago);
    return TimeSet.of(new Interval(end.minus(length), end));
  }

  private static List<BurnRate> reached(TimeSet bad, Duration budget) {
    return Arrays.stream(BurnRate.values())
        .filter(rate -> rate.reached(bad, NOW, budget, THREE_SLOTS))
        .toList();
  }

  /** Seconds: 2 % is 51.84, 5 % is 129.6, 10 % is 259.2. */
  @ParameterizedTest
  @CsvSource({
    "51, 0, ''",
    "52, 0, FASTEST",
    "129, 0, FASTEST",
    "130, 0, FASTEST FAST",
    "259, 0, FASTEST FAST",
    "260, 0, FASTEST FAST SLOW SLOWEST",
    // Of the last 5 minutes 4.32 s must be bad, of the last 30 minutes 10.8, of 2 hours 21.6, of 6
    // hours 21.6.
    "60, 299, ''",
    "60, 295, FASTEST",
    "3000, 1789, FAST SLOW SLOWEST",
    "3000, 1790, SLOW SLOWEST",
    "3000, 1789.2, FAST SLOW SLOWEST",
    "3000, 7179, SLOWEST",
    "3000, 7178, SLOW SLOWEST",
    "3000, 21578, SLOWEST",
    "3000, 21579, ''",
  })
  void outage_raisesWhatItReached(double length, double ago, String rates) {
    TimeSet bad = down(millis(length), millis(ago));
    assertThat(reached(bad, OF_30_DAYS))
        .extracting(BurnRate::name)
        .containsExactly(rates.isEmpty() ? new String[0] : rates.split(" "));
  }

  private static Duration millis(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  /** 2 % is 48.384 s of 28 days and 53.568 s of 31. */
  @Test
  void rates_followTheLengthOfTheMonth() {
    TimeSet bad = down(Duration.ofSeconds(50), Duration.ZERO);
    assertThat(reached(bad, Duration.ofMillis(2_419_200))).containsExactly(BurnRate.FASTEST);
    assertThat(reached(bad, OF_30_DAYS)).isEmpty();
    TimeSet more = down(Duration.ofSeconds(53), Duration.ZERO);
    assertThat(reached(more, OF_30_DAYS)).containsExactly(BurnRate.FASTEST);
    assertThat(reached(more, Duration.ofMillis(2_678_400))).isEmpty();
  }

  /** Four nines: 2 % of the budget is 5 s, less than one slot. */
  @Test
  void fewBadSlots_raiseNothing_howeverSmallTheBudget() {
    Duration tiny = OF_30_DAYS.dividedBy(10);
    assertThat(reached(down(Duration.ofSeconds(44), Duration.ZERO), tiny)).isEmpty();
    assertThat(reached(down(Duration.ofSeconds(45), Duration.ZERO), tiny))
        .containsExactly(BurnRate.values());
  }
}
