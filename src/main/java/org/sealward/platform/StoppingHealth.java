package org.sealward.platform;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Down from the moment that the service is asked to stop. */
@Readiness
@Singleton
final class StoppingHealth implements HealthIndicator {
  private final GracefulStop stop;

  StoppingHealth(GracefulStop stop) {
    this.stop = stop;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(
        () ->
            stop.stopping()
                ? HealthResult.builder("running", HealthStatus.DOWN)
                    .details(Map.of("reason", "it was asked to stop"))
                    .build()
                : HealthResult.builder("running", HealthStatus.UP).build());
  }
}
