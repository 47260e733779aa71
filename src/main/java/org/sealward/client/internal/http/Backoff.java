package org.sealward.client.internal.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: before retry n, from 0, a wait drawn evenly from nothing
 * to {@code base · 2ⁿ}, {@code cap} at most, so that clients which failed together do not come back
 * together.
 */
public record Backoff(Duration base, Duration cap, RandomGenerator random) {
  private static final int LARGEST_SHIFT = 30;

  public static Backoff of(Duration base, Duration cap) {
    return new Backoff(base, cap, RandomGenerator.getDefault());
  }

  public Duration before(int retry) {
    long ceiling = Math.min(cap.toMillis(), base.toMillis() << Math.min(retry, LARGEST_SHIFT));
    return Duration.ofMillis(random.nextLong(ceiling + 1));
  }
}
