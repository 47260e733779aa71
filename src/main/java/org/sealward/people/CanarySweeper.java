package org.sealward.people;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes connections that canary institutions ended more than a day ago; probers connect anew
 * every few minutes. Messages and images there go by the institution's retention.
 */
@Singleton
class CanarySweeper {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int BATCH = 1000;

  private final ConnectionRepository connections;
  private final Clock clock;

  CanarySweeper(ConnectionRepository connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  @Scheduled(initialDelay = "15m", fixedDelay = "1h")
  void sweep() {
    Instant before = clock.instant().minus(KEPT);
    while (connections.deleteEndedOfCanaries(before, BATCH) == BATCH) {
      // The next ones.
    }
  }
}
