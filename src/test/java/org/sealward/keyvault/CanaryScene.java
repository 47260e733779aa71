package org.sealward.keyvault;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.management.health.indicator.HealthResult;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sealward.SharedDynamoDb;
import org.sealward.TestService;
import org.sealward.aws.AwsCalls;
import org.sealward.fault.AwsLine;
import org.sealward.identity.CognitoProperties;
import org.sealward.local.aws.LocalAws;
import org.sealward.local.aws.LocalAws.Canary;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A canary at a stand-in of its own, by a line that fails when told to. Time passes for how long a
 * proof counts, and for nothing else.
 */
final class CanaryScene implements AutoCloseable {
  private static final String ENDPOINT = "aws.endpointUrl";

  private final AwsCalls calls = TestService.get().bean(AwsCalls.class);
  private final String usualEndpoint = System.getProperty(ENDPOINT);
  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Path data;
  private LocalAws aws;
  private final AwsLine line;
  private Duration later = Duration.ZERO;
  private final Clock clock =
      ((InstantSource) () -> Clock.systemUTC().instant().plus(later)).withZone(ZoneOffset.UTC);
  private final IdentityPool pool;
  private final PrivateKeyVault vault;
  private final CanaryAccess access;
  private final CanaryLogin login;
  private final VaultCanary canary;
  private final VaultCanaryHealth health;

  /**
   * @param policies what the stand-in decides by
   */
  CanaryScene(Path data, Path policies) {
    this(data, policies, null, null);
  }

  /**
   * @param password of the canary; null for the right one
   * @param secret of the service's own access key; null for the right one
   */
  CanaryScene(Path data, Path policies, @Nullable String password, @Nullable String secret) {
    this.data = data;
    aws = LocalAws.start(options(policies));
    line = new AwsLine(aws.endpoint());
    // Clients of single callers are made as they are needed.
    System.setProperty(ENDPOINT, line.url().toString());
    Canary user = aws.canary();
    var properties =
        new CanaryProperties(user.username(), password == null ? user.password() : password);
    var cognito =
        new CognitoProperties(
            aws.region(),
            aws.userPoolId(),
            aws.clientId(),
            aws.identityPoolId(),
            URI.create(aws.issuer()),
            aws.jwksUri());
    var table = new KeyVaultProperties(aws.privateBundlesTable(), aws.privateBundlesKeyArn());
    AwsCredentialsProvider nobody = AnonymousCredentialsProvider.create();
    var service =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                aws.serviceCredentials().id(),
                secret == null ? aws.serviceCredentials().secret() : secret));
    login =
        new CanaryLogin(
            properties,
            cognito,
            client(CognitoIdentityProviderClient.builder(), nobody),
            Clock.systemUTC());
    pool = new IdentityPool(client(CognitoIdentityClient.builder(), nobody), cognito);
    vault = new PrivateKeyVault(table, cognito, http, calls);
    access = new CanaryAccess(login, pool, vault, table, client(DynamoDbClient.builder(), service));
    canary = new VaultCanary(properties, () -> access, clock, metrics);
    health = new VaultCanaryHealth(canary);
  }

  private LocalAws.Options options(Path policies) {
    return SharedDynamoDb.in(
        LocalAws.Options.in(data, Clock.systemUTC(), _ -> {}).withPolicies(policies));
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, AwsCredentialsProvider credentials) {
    return builder
        .endpointOverride(line.url())
        .region(Region.of(aws.region()))
        .credentialsProvider(credentials)
        .httpClient(http)
        .overrideConfiguration(calls.configuration())
        .build();
  }

  /** The stand-in, as it would be with other policies; the service notices nothing of it. */
  void restart(Path policies) {
    int port = aws.endpoint().getPort();
    aws.close();
    aws = LocalAws.start(options(policies).withPort(port));
  }

  LocalAws aws() {
    return aws;
  }

  AwsLine line() {
    return line;
  }

  CanaryAccess access() {
    return access;
  }

  VaultCanary canary() {
    return canary;
  }

  PrivateKeyVault vault() {
    return vault;
  }

  CallerCredentials owner() {
    return pool.credentials(login.identityToken());
  }

  void pass(Duration time) {
    later = later.plus(time);
  }

  /** The status of the readiness part, and the reason when there is one. */
  String readiness() {
    return readiness(health);
  }

  static String readiness(VaultCanaryHealth health) {
    HealthResult result = Mono.from(health.getResult()).toFuture().join();
    return result.getStatus().getName()
        + (result.getDetails() instanceof Map<?, ?> details ? " " + details.get("reason") : "");
  }

  double gauge(String name) {
    return metrics.get(name).gauge().value();
  }

  @Override
  public void close() {
    canary.close();
    System.setProperty(ENDPOINT, usualEndpoint);
    line.close();
    aws.close();
    http.close();
  }
}
