package org.sealward.aws;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The AWS clients of the service's own role, and the one of the identity pool, which has none. The
 * SDK finds endpoint ({@code AWS_ENDPOINT_URL}) and role by itself.
 */
@Factory
final class AwsClients {
  private final Region region;
  private final Region objects;
  private final AwsCalls calls;

  /**
   * @param objectsRegion of the bucket, when that lies elsewhere: Cognito has no second region
   */
  AwsClients(
      @Property(name = "sealward.cognito.region") String region,
      @Property(name = "sealward.objects.region") @Nullable String objectsRegion,
      AwsCalls calls) {
    this.region = Region.of(region);
    this.objects = objectsRegion == null ? this.region : Region.of(objectsRegion);
    this.calls = calls;
  }

  @Singleton
  @Bean(preDestroy = "close")
  SdkHttpClient http() {
    return http(AwsCalls.ATTEMPT).build();
  }

  private static UrlConnectionHttpClient.Builder http(Duration silence) {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(Duration.ofSeconds(2))
        .socketTimeout(silence);
  }

  @Singleton
  @Bean(preDestroy = "close")
  CognitoIdentityProviderClient userPool(SdkHttpClient http) {
    return CognitoIdentityProviderClient.builder()
        .region(region)
        .httpClient(http)
        .overrideConfiguration(calls.configuration())
        .build();
  }

  /** Acts without credentials: what it exchanges is the caller's token. */
  @Singleton
  @Bean(preDestroy = "close")
  CognitoIdentityClient identityPool(SdkHttpClient http) {
    return CognitoIdentityClient.builder()
        .region(region)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClient(http)
        .overrideConfiguration(calls.configuration())
        .build();
  }

  @Singleton
  @Bean(preDestroy = "close")
  DynamoDbClient dynamoDb(SdkHttpClient http) {
    return DynamoDbClient.builder()
        .region(region)
        .httpClient(http)
        .overrideConfiguration(calls.configuration())
        .build();
  }

  /** What it is sent and gives is larger than elsewhere, and may take longer. */
  @Singleton
  @Bean(preDestroy = "close")
  S3Client s3() {
    return S3Client.builder()
        .region(objects)
        .httpClientBuilder(http(AwsCalls.LONG_ATTEMPT))
        .overrideConfiguration(calls.configuration(AwsCalls.LONG_ATTEMPT, AwsCalls.LONG_CALL))
        // Refusals are rare, and asking first costs every part a round trip.
        .serviceConfiguration(s3 -> s3.expectContinueEnabled(false))
        .build();
  }

  @Singleton
  @Bean(preDestroy = "close")
  KmsClient kms(SdkHttpClient http) {
    return KmsClient.builder()
        .region(region)
        .httpClient(http)
        .overrideConfiguration(calls.configuration())
        .build();
  }
}
