package org.sealward.probe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The wall clock, as long as it can be believed: it agrees with the service's, has moved as the
 * monotonic clock since it was last found to, and never went back. Thread-safe.
 */
final class ProbeClock {
  /** What it may be off. */
  static final Duration MOST = Duration.ofSeconds(2);

  private final Clock wall;
  private final LongSupplier nanos;
  private Instant verified;
  private long verifiedNanos;
  private Instant latest;
  private @Nullable String refusal;

  /**
   * @param latest no time before this one is believed until the service has confirmed it
   */
  ProbeClock(Clock wall, LongSupplier nanos, Instant latest) {
    this.wall = wall;
    this.nanos = nanos;
    this.verified = wall.instant();
    this.verifiedNanos = nanos.getAsLong();
    this.latest = latest;
  }

  /** A time, in whole milliseconds, or what is wrong with the clock. */
  record Reading(Instant at, Optional<String> wrong) {}

  synchronized Reading read() {
    Instant now = wall.instant().truncatedTo(ChronoUnit.MILLIS);
    Optional<String> wrong = wrong(now);
    if (wrong.isEmpty()) {
      latest = now;
    }
    return new Reading(now, wrong);
  }

  private Optional<String> wrong(Instant now) {
    Duration moved = Duration.between(verified, now).minusNanos(nanos.getAsLong() - verifiedNanos);
    if (moved.abs().compareTo(MOST) > 0) {
      return Optional.of("it was set by " + moved.toMillis() + " ms");
    }
    if (now.isBefore(latest)) {
      return Optional.of("it is before the last observation, at " + latest);
    }
    return Optional.ofNullable(refusal);
  }

  /** For {@link #compare}. */
  long begin() {
    return nanos.getAsLong();
  }

  /**
   * Compares with the service's clock, which was read somewhere between {@code begun} and now.
   *
   * @param begun of {@link #begin}
   */
  synchronized void compare(long begun, Instant service) {
    Instant now = wall.instant();
    Duration half = Duration.ofNanos(nanos.getAsLong() - begun).dividedBy(2);
    Duration off = Duration.between(service, now.minus(half));
    if (off.abs().compareTo(MOST) <= 0) {
      verified = now;
      verifiedNanos = nanos.getAsLong();
      latest = now.truncatedTo(ChronoUnit.MILLIS);
      refusal = null;
    } else if (off.abs().compareTo(MOST.plus(half)) > 0) {
      refusal = "it is " + off.toMillis() + " ms off the service's";
    }
  }

  /** The service found it wrong. */
  synchronized void refused() {
    refusal = "the service finds it off";
  }
}
