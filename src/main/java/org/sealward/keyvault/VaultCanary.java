package org.sealward.keyvault;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sealward.keyvault.CanaryAccess.Finding;
import org.sealward.platform.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries all the time whether AWS keeps private keys from the service: at the start, every ten
 * minutes, and every 15 s while it could not be shown. A proof counts for 15 minutes, so that AWS
 * may be away for some; a refutation ends it at once.
 */
@Singleton
final class VaultCanary implements ApplicationEventListener<ServerStartupEvent> {
  static final Duration COUNTS = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(VaultCanary.class);
  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final Duration PAUSE_WITHOUT_PROOF = Duration.ofSeconds(15);
  private static final Finding NOT_YET = new Finding.Unclear("it has not been tried yet");

  /**
   * How it stands.
   *
   * @param last what the last try showed
   * @param verdict the last try that was not unclear
   * @param proven when it was last shown
   */
  private record State(Finding last, Finding verdict, @Nullable Instant proven) {
    State after(Finding found, Instant now) {
      return switch (found) {
        case Finding.Proven _ -> new State(found, found, now);
        case Finding.Refuted _ -> new State(found, found, proven);
        case Finding.Unclear _ -> new State(found, verdict, proven);
      };
    }
  }

  private final CanaryProperties properties;
  private final BeanProvider<CanaryAccess> access;
  private final Clock clock;
  private final Instant start;
  private final Loop loop = new Loop("vault-canary", _ -> tryAgain());
  private volatile State state = new State(NOT_YET, NOT_YET, null);

  VaultCanary(
      CanaryProperties properties,
      BeanProvider<CanaryAccess> access,
      Clock clock,
      MeterRegistry metrics) {
    this.properties = properties;
    this.access = access;
    this.clock = clock;
    this.start = clock.instant();
    if (isThere()) {
      Gauge.builder("sealward.vault.canary", this, canary -> canary.isProven() ? 1 : 0)
          .description("1 when the last try showed that the service is kept from private keys")
          .register(metrics);
      Gauge.builder("sealward.vault.canary.age", this, canary -> canary.age().toMillis() / 1e3)
          .description("Since that was last shown, or since the start")
          .baseUnit("seconds")
          .register(metrics);
    }
  }

  /** Whether the deployment has a canary. */
  boolean isThere() {
    return properties.username() != null;
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    if (isThere()) {
      loop.start();
    } else {
      LOG.warn(
          "SEALWARD_KEY_VAULT_CANARY_USERNAME is not set: nobody tries whether the service is kept"
              + " from private keys");
    }
  }

  private void tryAgain() throws InterruptedException {
    look();
    Thread.sleep(isProven() ? PAUSE : PAUSE_WITHOUT_PROOF);
  }

  /** One try. */
  void look() {
    Finding found = access.get().look();
    if (!found.equals(state.last())) {
      tell(found);
    }
    state = state.after(found, clock.instant());
  }

  private static void tell(Finding found) {
    switch (found) {
      case Finding.Proven _ -> LOG.info("the service is kept from private keys");
      case Finding.Refuted(String reason) -> LOG.error("vault canary: {}", reason);
      case Finding.Unclear(String reason) -> LOG.warn("vault canary: nothing shown: {}", reason);
    }
  }

  /** What the last try showed. */
  Finding last() {
    return state.last();
  }

  /** Whether the last try was a proof, and not long ago. */
  boolean isProven() {
    return state.last() instanceof Finding.Proven && counts();
  }

  /** Whether there is a proof that is young enough, and no try refuted it since. */
  boolean counts() {
    return state.verdict() instanceof Finding.Proven && age().compareTo(COUNTS) < 0;
  }

  /** Since the last proof, or the start. */
  Duration age() {
    Instant proven = state.proven();
    return Duration.between(proven == null ? start : proven, clock.instant());
  }

  @PreDestroy
  void close() {
    loop.close();
  }
}
