package org.sealward.platform;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does one thing over and over until it is closed. A step that throws is logged and
 * tried again after a pause that grows from 0.1 s to 5 s, with jitter, and starts anew after the
 * first step that succeeds.
 */
public final class Loop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** One round; an InterruptedException ends the loop when it is being closed. */
  @FunctionalInterface
  public interface Step {
    /**
     * Does one round.
     *
     * @param failures how many rounds before this one have failed in a row
     */
    void run(int failures) throws Exception;
  }

  private final String name;
  private final Step step;
  private final Thread thread;
  private volatile boolean closed;

  public Loop(String name, Step step) {
    this.name = name;
    this.step = step;
    // A platform thread: interrupting it at the end does not break its database connection.
    this.thread = Thread.ofPlatform().daemon().name("sealward-" + name).unstarted(this::run);
  }

  public Loop start() {
    thread.start();
    return this;
  }

  private void run() {
    int failures = 0;
    while (!closed) {
      try {
        step.run(failures);
        failures = 0;
      } catch (Throwable e) { // an Error must not end it in silence either
        if (closed) {
          return;
        }
        failures++;
        LOG.warn("{} failed, {} times in a row; trying again", name, failures, e);
        pause(failures);
      }
    }
  }

  private void pause(int failures) {
    long full =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures - 1, 20));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(full / 2, full + 1));
    } catch (InterruptedException _) {
      // Only close() interrupts, and the loop asks for that next.
    }
  }

  /** Ends the loop after the present round and waits for it, 5 s at most. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (thread.isAlive() && !thread.join(PATIENCE)) {
        LOG.warn("{} does not end; leaving it behind", name);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
