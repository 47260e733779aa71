package org.sealward.aws;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Whether the services of AWS are called. Without one of them the rest goes on working, and every
 * other node misses it too, so none is taken out of service for it.
 */
@Readiness
@Singleton
final class AwsHealth implements HealthIndicator {
  private final CallBreaker breaker;

  AwsHealth(CallBreaker breaker) {
    this.breaker = breaker;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(this::result);
  }

  private HealthResult result() {
    List<String> suspended = breaker.suspended();
    if (suspended.isEmpty()) {
      return HealthResult.builder("aws", HealthStatus.UP).build();
    }
    return HealthResult.builder("aws", new HealthStatus("DEGRADED", null, true, null))
        .details(
            Map.of("reason", "calls fail and are suspended of: " + String.join(", ", suspended)))
        .build();
  }
}
