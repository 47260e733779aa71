package org.sealward.local.aws.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The lock-out that Cognito documents: n failures lock for 2^(n-5) seconds, at most 15 minutes. */
class AttemptsTest {
  private Instant now = Instant.EPOCH;
  private final InstantSource clock = () -> now;
  private final Attempts attempts = new Attempts(clock.withZone(ZoneOffset.UTC));

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed("anna");
    }
  }

  private boolean lockedAfter(Duration duration) {
    now = now.plus(duration);
    boolean locked = attempts.locked("anna");
    now = now.minus(duration);
    return locked;
  }

  @Test
  void failures_fewerThanFive_doNotLock() {
    fail(4);

    assertThat(attempts.locked("anna")).isFalse();
  }

  @Test
  void failures_fiveSixSeven_lockForOneTwoFourSeconds() {
    fail(5);
    assertThat(lockedAfter(Duration.ofMillis(999))).isTrue();
    assertThat(lockedAfter(Duration.ofSeconds(1))).isFalse();
    fail(1);
    assertThat(lockedAfter(Duration.ofMillis(1999))).isTrue();
    assertThat(lockedAfter(Duration.ofSeconds(2))).isFalse();
    fail(1);
    assertThat(lockedAfter(Duration.ofMillis(3999))).isTrue();
    assertThat(lockedAfter(Duration.ofSeconds(4))).isFalse();
  }

  @Test
  void failures_veryMany_lockForAQuarterHour() {
    fail(100);

    assertThat(lockedAfter(Duration.ofSeconds(899))).isTrue();
    assertThat(lockedAfter(Duration.ofMinutes(15))).isFalse();
  }

  @Test
  void failures_ofOneName_doNotLockAnother() {
    fail(10);

    assertThat(attempts.locked("ben")).isFalse();
  }

  @Test
  void success_beginsAnew() {
    fail(6);
    attempts.succeeded("anna");
    fail(4);

    assertThat(attempts.locked("anna")).isFalse();
  }

  @Test
  void quietQuarterHour_beginsAnew() {
    fail(6);
    now = now.plus(Duration.ofSeconds(901));
    fail(4);

    assertThat(attempts.locked("anna")).isFalse();
  }
}
