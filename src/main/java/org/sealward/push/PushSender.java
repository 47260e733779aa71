package org.sealward.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sealward.notify.Backoff;
import org.sealward.notify.Delivery;

/**
 * Makes the pushes that are due, at least once; a device gets one for everything that came since
 * its last one, and not more often than the interval says.
 */
@Singleton
@Requires(property = PushProperties.WEBHOOK)
class PushSender {
  private final PushTargets targets;
  private final PushGateway gateway;
  private final PushProperties properties;
  private final MeterRegistry metrics;

  PushSender(
      PushTargets targets, PushGateway gateway, PushProperties properties, MeterRegistry metrics) {
    this.targets = targets;
    this.gateway = gateway;
    this.properties = properties;
    this.metrics = metrics;
    for (Delivery outcome : Delivery.values()) {
      var _ = counter(outcome); // A rate needs the zero that it begins from.
    }
  }

  private Counter counter(Delivery outcome) {
    return Counter.builder("sealward.pushes")
        .description("Pushes, by what the gateway said")
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(metrics);
  }

  @Scheduled(initialDelay = "1s", fixedDelay = "1s")
  void send() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      targets.claim().forEach(push -> threads.execute(() -> send(push)));
    }
  }

  private void send(PushTargets.Due push) {
    Delivery outcome = gateway.wake(push.token());
    counter(outcome).increment();
    switch (outcome) {
      case TAKEN -> targets.taken(push, properties.interval());
      case GONE -> targets.gone(push);
      case FAILED -> targets.failed(push, Backoff.after(push.attempts()));
    }
  }
}
