package org.sealward.limits;

import java.time.Clock;

/**
 * A bucket for one socket, of two numbers: there are many sockets. What a third of a minute allows
 * may come at once. For one thread.
 */
final class FrameCount {
  private static final long MINUTE = 60_000;

  private final Clock clock;
  private final long perMinute;
  private long fullAt;

  FrameCount(long perMinute, Clock clock) {
    this.clock = clock;
    this.perMinute = perMinute;
    this.fullAt = clock.millis();
  }

  /** Counts one frame; false when it is one too many. */
  boolean take() {
    long now = clock.millis() * perMinute;
    long next = Math.max(fullAt, now) + MINUTE;
    if (next - now > MINUTE * Math.max(1, perMinute / 3)) {
      return false;
    }
    fullAt = next;
    return true;
  }
}
