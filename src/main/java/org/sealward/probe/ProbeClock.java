package org.sealward.probe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The wall clock, as long as it can be believed: it agrees with the service's, and has moved as the
 * monotonic clock since it was last found to. Thread-safe.
 */
final class ProbeClock {
  /** What it may be off. */
  static final Duration MOST = Duration.ofSeconds(2);

  private final Clock wall;
  private final LongSupplier nanos;
  private Instant verified;
  private long verifiedNanos;
  private @Nullable String refusal;

  ProbeClock(Clock wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.verified = wall.instant();
    this.verifiedNanos = nanos.getAsLong();
  }

  /** A time, in whole milliseconds, or what is wrong with the clock. */
  record Reading(Instant at, Optional<String> wrong) {}

  synchronized Reading read() {
    Instant now = wall.instant().truncatedTo(ChronoUnit.MILLIS);
    return new Reading(now, wrong(now));
  }

  private Optional<String> wrong(Instant now) {
    Duration moved = Duration.between(verified, now).minusNanos(nanos.getAsLong() - verifiedNanos);
    if (moved.abs().compareTo(MOST) > 0) {
      return Optional.of("it was set by " + moved.toMillis() + " ms");
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
