package org.sealward.servicelevel;

import java.time.Duration;
import java.time.Instant;

/**
 * From {@code start} until just before {@code end}: never empty.
 *
 * @param start the first instant
 * @param end the first instant after it
 */
public record Interval(Instant start, Instant end) {
  /**
   * @throws IllegalArgumentException unless {@code end} is later
   */
  public Interval {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("an interval ends after it starts: " + start + ", " + end);
    }
  }

  /** How long it is. */
  public Duration length() {
    return Duration.between(start, end);
  }

  /** Whether the instant lies in it. */
  public boolean contains(Instant instant) {
    return !instant.isBefore(start) && instant.isBefore(end);
  }
}
