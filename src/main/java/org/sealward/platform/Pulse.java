package org.sealward.platform;

import java.time.Duration;

/**
 * A beat that many threads may wait for. Beats while nobody waits are not lost but coalesce: the
 * next wait returns at once.
 */
final class Pulse {
  private long beats;

  synchronized void beat() {
    beats++;
    notifyAll();
  }

  synchronized long beats() {
    return beats;
  }

  /**
   * Waits until there were more beats than {@code seen}, or the time is up; answers their count.
   */
  synchronized long awaitBeyond(long seen, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long left = atMost.toNanos();
    while (beats <= seen && left > 0) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
      left = deadline - System.nanoTime();
    }
    return beats;
  }
}
