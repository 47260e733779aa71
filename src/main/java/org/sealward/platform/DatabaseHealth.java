package org.sealward.platform;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Whether the database answers, as the event log's tail sees it, which asks all the time: so no
 * probe waits for a database that is silent.
 */
@Readiness
@Singleton
final class DatabaseHealth implements HealthIndicator {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final EventTail tail;

  DatabaseHealth(EventTail tail) {
    this.tail = tail;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(this::result);
  }

  private HealthResult result() {
    Duration age = tail.age();
    if (age.compareTo(PATIENCE) < 0) {
      return HealthResult.builder("database", HealthStatus.UP).build();
    }
    String cause = tail.trouble().isEmpty() ? "no answer" : tail.trouble();
    String reason = "the event log was last read %d s ago: %s".formatted(age.toSeconds(), cause);
    return HealthResult.builder("database", HealthStatus.DOWN)
        .details(Map.of("reason", reason))
        .build();
  }
}
