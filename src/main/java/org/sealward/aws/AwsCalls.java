package org.sealward.aws;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.metrics.SdkMetric;

/**
 * What all AWS clients of the service have in common: bounded waiting, the SDK's retries with
 * jitter, the {@link CallBreaker}, and the timer {@code sealward_aws_calls} with how each call
 * ended.
 */
@Singleton
public final class AwsCalls implements MetricPublisher {
  /** Of a request, or of the silence in an answer. */
  static final Duration ATTEMPT = Duration.ofSeconds(3);

  /** Of a call with its retries: shorter than clients wait for us. */
  private static final Duration CALL = Duration.ofSeconds(8);

  /** The same for megabytes. */
  static final Duration LONG_ATTEMPT = Duration.ofSeconds(6);

  static final Duration LONG_CALL = Duration.ofSeconds(15);

  private final MeterRegistry metrics;
  private final CallBreaker breaker;

  AwsCalls(MeterRegistry metrics, CallBreaker breaker) {
    this.metrics = metrics;
    this.breaker = breaker;
  }

  /** For the builder of a client. */
  public ClientOverrideConfiguration configuration() {
    return configuration(ATTEMPT, CALL);
  }

  /**
   * The same with other bounds.
   *
   * @param attempt of a request
   * @param call of a call with its retries
   */
  ClientOverrideConfiguration configuration(Duration attempt, Duration call) {
    return ClientOverrideConfiguration.builder()
        .apiCallAttemptTimeout(attempt)
        .apiCallTimeout(call)
        .retryStrategy(RetryMode.STANDARD)
        .addExecutionInterceptor(breaker)
        .addMetricPublisher(this)
        .build();
  }

  @Override
  public void publish(MetricCollection call) {
    Timer.builder("sealward.aws.calls")
        .description("Calls of AWS, with their retries")
        .tag("service", first(call, CoreMetric.SERVICE_ID, "unknown"))
        .tag("operation", first(call, CoreMetric.OPERATION_NAME, "unknown"))
        .tag("outcome", outcome(call))
        .register(metrics)
        .record(first(call, CoreMetric.API_CALL_DURATION, Duration.ZERO));
  }

  /** {@code Success}, or the SDK's type of error of the last attempt, if there was one. */
  private static String outcome(MetricCollection call) {
    if (first(call, CoreMetric.API_CALL_SUCCESSFUL, false)) {
      return "success";
    }
    List<MetricCollection> attempts = call.children();
    return attempts.isEmpty()
        ? "suspended"
        : first(attempts.getLast(), CoreMetric.ERROR_TYPE, "other").toLowerCase(Locale.ROOT);
  }

  private static <T> T first(MetricCollection call, SdkMetric<T> metric, T otherwise) {
    List<T> values = call.metricValues(metric);
    return values.isEmpty() ? otherwise : values.getFirst();
  }

  @Override
  public void close() {
    // The registry outlives the clients.
  }
}
