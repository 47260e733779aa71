package org.sealward.keyvault;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import org.sealward.keyvault.CanaryAccess.Finding;
import reactor.core.publisher.Mono;

/** Whether it was shown lately that AWS keeps private keys from this service. */
@Readiness
@Singleton
final class VaultCanaryHealth implements HealthIndicator {
  private static final HealthStatus DEGRADED = new HealthStatus("DEGRADED", null, true, null);

  private final VaultCanary canary;

  VaultCanaryHealth(VaultCanary canary) {
    this.canary = canary;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(this::result);
  }

  private HealthResult result() {
    if (!canary.isThere()) {
      return result(DEGRADED, "SEALWARD_KEY_VAULT_CANARY_USERNAME is not set: it is not tried");
    }
    HealthStatus otherwise = canary.counts() ? DEGRADED : HealthStatus.DOWN;
    return switch (canary.last()) {
      case Finding.Proven _ when canary.counts() ->
          HealthResult.builder("vault-canary", HealthStatus.UP).build();
      case Finding.Proven _ ->
          result(HealthStatus.DOWN, "last shown %d s ago".formatted(canary.age().toSeconds()));
      case Finding.Refuted(String reason) -> result(HealthStatus.DOWN, reason);
      case Finding.Unclear(String reason) -> result(otherwise, reason);
    };
  }

  private static HealthResult result(HealthStatus status, String reason) {
    return HealthResult.builder("vault-canary", status).details(Map.of("reason", reason)).build();
  }
}
