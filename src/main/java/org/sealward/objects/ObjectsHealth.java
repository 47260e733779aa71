package org.sealward.objects;

import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Whether there is room for objects; without, everything but uploads goes on working. */
@Readiness
@Singleton
@Requires(bean = DiskObjectStore.class)
final class ObjectsHealth implements HealthIndicator {
  private final DiskObjectStore store;

  ObjectsHealth(DiskObjectStore store) {
    this.store = store;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(this::result);
  }

  private HealthResult result() {
    if (store.room() > 0) {
      return HealthResult.builder("objects", HealthStatus.UP).build();
    }
    return HealthResult.builder("objects", new HealthStatus("DEGRADED", null, true, null))
        .details(
            Map.of("reason", "no more than SEALWARD_OBJECTS_KEEP_FREE left: uploads are refused"))
        .build();
  }
}
