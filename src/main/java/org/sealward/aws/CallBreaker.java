package org.sealward.aws;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.metrics.MetricCollector;

/**
 * Suspends the calls of a service of AWS when half of the last 30 seconds' calls, and there were
 * five at least, have failed with all their attempts. After five seconds one call is let through:
 * when it is answered, all are again. An answer that refuses is an answer, unless it throttles.
 */
@Singleton
final class CallBreaker implements ExecutionInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(CallBreaker.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Longer than a trial call takes. */
  private static final Duration LONGEST_TRIAL = Duration.ofMinutes(1);

  /** Of a call that may go on: what is to be told how it ended. */
  private static final ExecutionAttribute<CircuitBreaker> PERMISSION =
      new ExecutionAttribute<>("SealwardCallPermission");

  private final MeterRegistry metrics;
  private final CircuitBreakerConfig rules;
  private final ConcurrentMap<String, CircuitBreaker> services = new ConcurrentHashMap<>();

  @Inject
  CallBreaker(MeterRegistry metrics) {
    this(metrics, PAUSE, LONGEST_TRIAL);
  }

  /**
   * @param pause for how long calls are suspended
   * @param longestTrial for how long one call alone is let through; then all are, since either
   *     nobody calls, or it was lost
   */
  CallBreaker(MeterRegistry metrics, Duration pause, Duration longestTrial) {
    this.metrics = metrics;
    this.rules =
        CircuitBreakerConfig.custom()
            .slidingWindowType(SlidingWindowType.TIME_BASED)
            .slidingWindowSize(30)
            .minimumNumberOfCalls(5)
            .failureRateThreshold(50)
            .waitDurationInOpenState(pause)
            .automaticTransitionFromOpenToHalfOpenEnabled(true)
            .permittedNumberOfCallsInHalfOpenState(1)
            .maxWaitDurationInHalfOpenState(longestTrial)
            .transitionToStateAfterWaitDuration(CircuitBreaker.State.CLOSED)
            .build();
  }

  /** The services whose calls are suspended, in the order of their names. */
  List<String> suspended() {
    return services.values().stream()
        .filter(CallBreaker::isSuspended)
        .map(CircuitBreaker::getName)
        .sorted()
        .toList();
  }

  @Override
  public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
    String service = service(attributes);
    CircuitBreaker breaker = services.computeIfAbsent(service, this::begin);
    if (!breaker.tryAcquirePermission()) {
      throw new SuspendedException(service);
    }
    attributes.putAttribute(PERMISSION, breaker);
  }

  @Override
  public void afterExecution(Context.AfterExecution call, ExecutionAttributes attributes) {
    CircuitBreaker breaker = attributes.getAttribute(PERMISSION);
    if (breaker != null) {
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution call, ExecutionAttributes attributes) {
    CircuitBreaker breaker = attributes.getAttribute(PERMISSION);
    if (breaker == null) {
      return;
    }
    switch (call.exception()) {
      case SdkServiceException answer
          when answer.statusCode() < 500 && !answer.isThrottlingException() ->
          breaker.onSuccess(0, TimeUnit.NANOSECONDS);
      case AbortedException _ -> breaker.releasePermission();
      case Throwable failure -> breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    }
  }

  /** As the timer of calls names it. */
  private static String service(ExecutionAttributes attributes) {
    MetricCollector call = attributes.getAttribute(SdkExecutionAttribute.API_CALL_METRIC_COLLECTOR);
    return call.collect().metricValues(CoreMetric.SERVICE_ID).getFirst();
  }

  private CircuitBreaker begin(String service) {
    CircuitBreaker breaker = CircuitBreaker.of(service, rules);
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> LOG.warn("calls of {}: {}", service, event.getStateTransition()));
    Gauge.builder("sealward.aws.suspended", breaker, b -> isSuspended(b) ? 1 : 0)
        .description("Whether calls of a service of AWS are suspended because they fail")
        .tag("service", service)
        .register(metrics);
    return breaker;
  }

  private static boolean isSuspended(CircuitBreaker breaker) {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }
}
