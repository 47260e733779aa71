package org.sealward.identity;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Whether tokens can be verified. */
@Readiness
@Singleton
final class TokenKeysHealth implements HealthIndicator {
  private final CognitoTokens tokens;

  TokenKeysHealth(CognitoTokens tokens) {
    this.tokens = tokens;
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
