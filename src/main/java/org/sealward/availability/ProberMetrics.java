package org.sealward.availability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sealward.envelope.Observation;

/**
 * What the newest observations say, as Prometheus' own probers name it: {@code probe_success},
 * {@code probe_duration_seconds}; of the newest that this node took in.
 */
@Singleton
class ProberMetrics {
  private final MeterRegistry registry;
  private final Map<String, Observation> newest = new ConcurrentHashMap<>();
  private final Map<String, Duration> clocks = new ConcurrentHashMap<>();

  ProberMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void seen(Observation observation) {
    String location = observation.location();
    if (newest.put(location, observation) == null) {
      gauges(location);
    }
  }

  /** Shows as {@code sealward_prober_clock_ahead_seconds}. */
  void clock(String location, Duration ahead) {
    if (clocks.put(location, ahead) == null) {
      Gauge.builder("sealward.prober.clock.ahead", () -> clock(location))
          .description("By how much the clock of a prober is ahead of the service's")
          .baseUnit("seconds")
          .tag("location", location)
          .register(registry);
    }
  }

  private double clock(String location) {
    return clocks.getOrDefault(location, Duration.ZERO).toMillis() / 1000.0;
  }

  private void gauges(String location) {
    Gauge.builder("probe.success", () -> success(location))
        .description("Whether all that was tried worked; no number when the prober was blind")
        .tag("location", location)
        .register(registry);
    for (Observation.Step step : Observation.Step.values()) {
      Gauge.builder("probe.duration", () -> seconds(location, step))
          .description("How long a step of the newest probe took; no number when not tried")
          .baseUnit("seconds")
          .tag("location", location)
          .tag("phase", step.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .register(registry);
    }
  }

  private double success(String location) {
    Observation last = newest.get(location);
    if (last == null || (!last.worked() && last.isBlind())) {
      return Double.NaN;
    }
    return last.worked() ? 1 : 0;
  }

  private double seconds(String location, Observation.Step step) {
    Observation last = newest.get(location);
    return last == null
        ? Double.NaN
        : last.steps().stream()
            .filter(result -> result.step() == step)
            .mapToDouble(result -> result.took().toMillis() / 1000.0)
            .findFirst()
            .orElse(Double.NaN);
  }
}
