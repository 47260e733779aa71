package org.sealward.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The real time, and so much later. */
public final class AdjustedClock extends Clock {
  private final AtomicReference<Duration> later;

  public AdjustedClock(AtomicReference<Duration> later) {
    this.later = later;
  }

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plus(later.get());
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
