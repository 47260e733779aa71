package org.sealward.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sealward.aws.AwsStub.Answer;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** The policy for calls of AWS, with the SDK's clients against an endpoint that fails. */
final class AwsCallsTest {
  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final Duration LONGEST_TRIAL = Duration.ofMinutes(1);
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"));

  private final AwsStub aws = new AwsStub();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final CallBreaker breaker = new CallBreaker(metrics, PAUSE, LONGEST_TRIAL);
  private final AwsCalls calls = new AwsCalls(metrics, breaker);
  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final KmsClient kms = kms(calls.configuration());
  private final DynamoDbClient dynamo =
      DynamoDbClient.builder()
          .endpointOverride(aws.url())
          .region(Region.EU_CENTRAL_1)
          .credentialsProvider(CREDENTIALS)
          .httpClient(http)
          .overrideConfiguration(calls.configuration())
          .build();

  private KmsClient kms(ClientOverrideConfiguration configuration) {
    return KmsClient.builder()
        .endpointOverride(aws.url())
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(CREDENTIALS)
        .httpClient(http)
        .overrideConfiguration(configuration)
        .build();
  }

  @AfterEach
  void close() {
    kms.close();
    dynamo.close();
    aws.close();
  }

  @Test
  void failure_thatPasses_isTriedAgainThreeTimesInAll() {
    aws.answers(AwsStub.KMS, Answer.BROKEN);

    assertThatThrownBy(kms::listKeys).isInstanceOf(SdkServiceException.class);

    assertThat(aws.requests(AwsStub.KMS)).isEqualTo(3);
    assertThat(outcomes("servererror")).isEqualTo(1);
  }

  @Test
  void refusal_isNotTriedAgain() {
    aws.answers(AwsStub.KMS, Answer.DENIED);

    assertThatThrownBy(kms::listKeys).isInstanceOf(SdkServiceException.class);

    assertThat(aws.requests(AwsStub.KMS)).isEqualTo(1);
  }

  @Test
  void silence_ofAnAttempt_isTriedAgainThreeTimesInAll() {
    assertGivenUp(Duration.ofMillis(500), Duration.ofMinutes(1));

    assertThat(aws.requests(AwsStub.KMS)).isEqualTo(3);
  }

  @Test
  void silence_isGivenUpAtTheBoundOfTheCall() {
    assertGivenUp(Duration.ofMinutes(1), Duration.ofMillis(600));

    assertThat(aws.requests(AwsStub.KMS)).isEqualTo(1);
  }

  private void assertGivenUp(Duration attempt, Duration call) {
    aws.answers(AwsStub.KMS, Answer.NONE);
    try (KmsClient hasty = kms(calls.configuration(attempt, call))) {
      long began = System.nanoTime();

      // On a virtual thread, as handlers are: interrupting it closes the connection.
      assertThatThrownBy(
              () -> CompletableFuture.runAsync(hasty::listKeys, Thread::startVirtualThread).join())
          .hasCauseInstanceOf(SdkException.class);

      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofMillis(600), Duration.ofSeconds(30));
    }
  }

  @Test
  void failures_ofFiveCalls_suspendThatServiceAloneUntilItAnswers() {
    kms.listKeys();
    assertThat(suspended("KMS")).isZero();
    assertThat(health().getStatus()).isEqualTo(HealthStatus.UP);
    aws.answers(AwsStub.KMS, Answer.BROKEN);
    fail(4);
    assertThat(suspended("KMS")).isEqualTo(1);
    assertThat(health().getStatus().getName()).isEqualTo("DEGRADED");
    assertThat(health().getStatus().getOperational()).contains(true);
    assertThat(health().getDetails().toString()).contains("KMS").doesNotContain("DynamoDB");

    int before = aws.requests(AwsStub.KMS);
    assertThatThrownBy(kms::listKeys).isInstanceOf(SuspendedException.class);
    assertThat(aws.requests(AwsStub.KMS)).isEqualTo(before);
    assertThat(outcomes("suspended")).isEqualTo(1);
    dynamo.listTables();
    assertThat(suspended("DynamoDB")).isZero();

    aws.answers(AwsStub.KMS, Answer.FINE);
    until(() -> suspended("KMS") == 0);
    for (int i = 0; i < 10; i++) {
      kms.listKeys();
    }
    assertThat(health().getStatus()).isEqualTo(HealthStatus.UP);
  }

  @Test
  void fourFailures_suspendNothing() {
    aws.answers(AwsStub.KMS, Answer.BROKEN);

    fail(4);

    aws.answers(AwsStub.KMS, Answer.FINE);
    kms.listKeys();
  }

  @Test
  void failures_fewerThanAnswers_suspendNothing() {
    for (int i = 0; i < 7; i++) {
      kms.listKeys();
    }
    aws.answers(AwsStub.KMS, Answer.BROKEN);

    fail(6);

    assertThat(suspended("KMS")).isZero();
    fail(1);
    assertThat(suspended("KMS")).isEqualTo(1);
  }

  @Test
  void throttling_suspends() {
    aws.answers(AwsStub.KMS, Answer.THROTTLED);

    fail(5);

    assertThatThrownBy(kms::listKeys).isInstanceOf(SuspendedException.class);
  }

  @Test
  void refusals_suspendNothing() {
    aws.answers(AwsStub.KMS, Answer.DENIED);

    fail(20);

    assertThat(aws.requests(AwsStub.KMS)).isEqualTo(20);
    assertThat(suspended("KMS")).isZero();
  }

  @Test
  void pauseOver_oneCallIsTriedAndSuspendsAgainWhenItFails() throws Exception {
    aws.answers(AwsStub.KMS, Answer.BROKEN);
    fail(5);
    aws.answers(AwsStub.KMS, Answer.NONE);
    until(() -> suspended("KMS") == 0);
    int before = aws.requests(AwsStub.KMS);

    CompletableFuture<Void> trial =
        CompletableFuture.runAsync(kms::listKeys, Thread::startVirtualThread);
    until(() -> aws.requests(AwsStub.KMS) > before);
    assertThatThrownBy(kms::listKeys).isInstanceOf(SuspendedException.class);

    aws.answers(AwsStub.KMS, Answer.BROKEN);
    assertThatThrownBy(trial::join).hasCauseInstanceOf(SdkException.class);
    assertThat(suspended("KMS")).isEqualTo(1);
    assertThatThrownBy(kms::listKeys).isInstanceOf(SuspendedException.class);
  }

  @Test
  void service_thatWasHealedAndIsNotCalled_isNotSuspendedAgain() throws InterruptedException {
    CallBreaker quick = new CallBreaker(metrics, PAUSE, Duration.ofMillis(300));
    try (KmsClient client = kms(new AwsCalls(metrics, quick).configuration())) {
      aws.answers(AwsStub.KMS, Answer.BROKEN);
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(client::listKeys).isInstanceOf(SdkServiceException.class);
      }
      assertThat(quick.suspended()).containsExactly("KMS");
      aws.answers(AwsStub.KMS, Answer.FINE);
      until(() -> quick.suspended().isEmpty());

      long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
      while (System.nanoTime() < end) {
        assertThat(quick.suspended()).isEmpty();
        Thread.sleep(10);
      }
      client.listKeys();
    }
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(kms::listKeys).isInstanceOf(SdkServiceException.class);
    }
  }

  private double suspended(String service) {
    return metrics.get("sealward.aws.suspended").tag("service", service).gauge().value();
  }

  private long outcomes(String outcome) {
    return metrics.get("sealward.aws.calls").tag("outcome", outcome).timer().count();
  }

  private HealthResult health() {
    return Mono.from(new AwsHealth(breaker).getResult()).toFuture().join();
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 20 s").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
