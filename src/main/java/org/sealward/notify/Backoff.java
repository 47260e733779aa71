package org.sealward.notify;

import java.time.Duration;

/** How long to wait for somebody who took nothing. */
public final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);

  private Backoff() {}

  /**
   * Ten seconds, doubled with each failure, up to an hour.
   *
   * @param failures in a row, before the present one
   */
  public static Duration after(int failures) {
    Duration pause = FIRST.multipliedBy(1L << Math.min(failures, 20));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}
