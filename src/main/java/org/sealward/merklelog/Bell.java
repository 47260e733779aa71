package org.sealward.merklelog;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Rings that nobody heard yet are heard at the next wait, as one. For one listener. */
final class Bell {
  private final Semaphore rings = new Semaphore(0);

  void ring() {
    rings.release();
  }

  void await(Duration atMost) throws InterruptedException {
    if (rings.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      rings.drainPermits();
    }
  }
}
