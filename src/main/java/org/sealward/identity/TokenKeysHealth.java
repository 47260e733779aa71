package org.sealward.identity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Whether tokens can be verified; with the gauge {@code sealward_token_keys}. */
@Readiness
@Singleton
final class TokenKeysHealth implements HealthIndicator {
  private final CognitoTokens tokens;

  TokenKeysHealth(CognitoTokens tokens, MeterRegistry metrics) {
    this.tokens = tokens;
    Gauge.builder("sealward.token.keys", tokens, CognitoTokens::keysFetched)
        .description("Keys that the last fetch of Cognito's key set brought, 0 when it failed")
        .register(metrics);
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(this::result);
  }

  private HealthResult result() {
    if (tokens.keysFound()) {
      return HealthResult.builder("token-keys", HealthStatus.UP).build();
    }
    // The next request tries again, so a node without keys must go on getting some.
    return HealthResult.builder("token-keys", new HealthStatus("DEGRADED", null, true, null))
        .details(
            Map.of("reason", "no keys from SEALWARD_COGNITO_JWKS_URI: tokens are answered 503"))
        .build();
  }
}
