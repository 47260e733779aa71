package org.sealward.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes the pushes that are due, at least once; a device gets one for everything that came since
 * its last one, and not more often than the interval says.
 */
@Singleton
@Requires(property = PushProperties.WEBHOOK)
class PushSender {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

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
    for (PushGateway.Outcome outcome : PushGateway.Outcome.values()) {
      var _ = counter(outcome); // A rate needs the zero that it begins from.
    }
  }

  private Counter counter(PushGateway.Outcome outcome) {
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
    PushGateway.Outcome outcome = gateway.wake(push.token());
    counter(outcome).increment();
    switch (outcome) {
      case TAKEN -> targets.taken(push, properties.interval());
      case GONE -> targets.gone(push);
      case FAILED -> targets.failed(push, pause(push.attempts()));
    }
  }

  /** Doubles with each failure, up to an hour. */
  static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 20));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
