package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class ProbeClockTest {
  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

  /** A wall clock and a monotonic one, both set by hand. */
  private static final class Clocks extends Clock {
    private Instant wall = BEGIN;
    private long nanos = 12_345;

    /** Both go on. */
    void pass(Duration time) {
      wall = wall.plus(time);
      nanos += time.toNanos();
    }

    /** The wall clock alone is set. */
    void set(Duration by) {
      wall = wall.plus(by);
    }

    @Override
    public Instant instant() {
      return wall;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final Clocks clocks = new Clocks();
  private final ProbeClock clock = new ProbeClock(clocks, () -> clocks.nanos);

  private boolean isRight() {
    return clock.read().wrong().isEmpty();
  }

  /** The service answers at once that this is the time. */
  private void serviceSays(Instant time) {
    clock.compare(clock.begin(), time);
  }

  @Test
  void clock_thatGoesOn_isRight() {
    clocks.pass(Duration.ofDays(3));

    assertThat(isRight()).isTrue();
    assertThat(clock.read().at()).isEqualTo(BEGIN.plus(Duration.ofDays(3)));
  }

  @Test
  void clock_setBackward_isWrongUntilItIsSetRight() {
    clocks.pass(Duration.ofMinutes(1));
    clocks.set(Duration.ofMillis(-2001));
    assertThat(isRight()).isFalse();

    clocks.set(Duration.ofMillis(2001));
    assertThat(isRight()).isTrue();
  }

  @Test
  void clock_setForward_isWrongUntilTheServiceConfirmsIt() {
    clocks.pass(Duration.ofMinutes(1));
    clocks.set(Duration.ofMillis(2001));
    assertThat(isRight()).isFalse();

    serviceSays(clocks.wall);
    assertThat(isRight()).isTrue();
  }

  @Test
  void clock_setByLittle_isRight() {
    clocks.pass(Duration.ofMinutes(1));
    clocks.set(Duration.ofSeconds(2));
    assertThat(isRight()).isTrue();

    clocks.set(Duration.ofSeconds(-4));
    assertThat(isRight()).isTrue();
  }

  @Test
  void clock_thatTheServiceFindsOff_isWrong_eitherWay() {
    serviceSays(clocks.wall.plusMillis(2000));
    assertThat(isRight()).isTrue();

    serviceSays(clocks.wall.plusMillis(2001));
    assertThat(isRight()).isFalse();

    serviceSays(clocks.wall.minusMillis(2000));
    assertThat(isRight()).isTrue();

    serviceSays(clocks.wall.minusMillis(2001));
    assertThat(isRight()).isFalse();
  }

  @Test
  void skew_isMeasuredAgainstTheMiddleOfTheExchange() {
    clock.refused();
    long begun = clock.begin();
    clocks.pass(Duration.ofSeconds(3));

    clock.compare(begun, BEGIN.plusMillis(-500));

    // 1.5 s into the exchange the wall clock was 2 s ahead; against its end it would be 3.5 s.
    assertThat(isRight()).isTrue();
  }

  /** The service may have read its clock at any time of it. */
  @Test
  void longExchange_provesNothing_exceptWhatIsFurtherOff() {
    long begun = clock.begin();
    clocks.pass(Duration.ofSeconds(10));

    clock.compare(begun, BEGIN.minusMillis(1900));
    assertThat(isRight()).isTrue();

    clock.compare(begun, BEGIN.minusMillis(2100));
    assertThat(isRight()).isFalse();
  }

  @Test
  void clock_thatTheServiceRefused_isWrongUntilItConfirmsIt() {
    clock.refused();
    assertThat(isRight()).isFalse();

    serviceSays(clocks.wall);
    assertThat(isRight()).isTrue();
  }
}
