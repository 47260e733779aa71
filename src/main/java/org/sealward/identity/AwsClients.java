package org.sealward.identity;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * The AWS clients of the service's own role, and the one of the identity pool, which has none. The
 * SDK finds endpoint ({@code AWS_ENDPOINT_URL}) and role by itself.
 */
@Factory
final class AwsClients {
  @Singleton
  @Bean(preDestroy = "close")
  SdkHttpClient http() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(Duration.ofSeconds(2))
        .socketTimeout(AwsCalls.ATTEMPT)
        .build();
  }

  @Singleton
  @Bean(preDestroy = "close")
  CognitoIdentityProviderClient userPool(
      CognitoProperties properties, SdkHttpClient http, AwsCalls calls) {
    return CognitoIdentityProviderClient.builder()
        .region(Region.of(properties.region()))
        .httpClient(http)
        .overrideConfiguration(calls.configuration())
        .build();
  }

  /** Acts without credentials: what it exchanges is the caller's token. */
  @Singleton
  @Bean(preDestroy = "close")
  CognitoIdentityClient identityPool(
      CognitoProperties properties, SdkHttpClient http, AwsCalls calls) {
    return CognitoIdentityClient.builder()
        .region(Region.of(properties.region()))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClient(http)
        .overrideConfiguration(calls.configuration())
        .build();
  }

  @Singleton
  @Bean(preDestroy = "close")
  DynamoDbClient dynamoDb(CognitoProperties properties, SdkHttpClient http, AwsCalls calls) {
    return DynamoDbClient.builder()
        .region(Region.of(properties.region()))
        .httpClient(http)
        .overrideConfiguration(calls.configuration())
        .build();
  }

  @Singleton
  @Bean(preDestroy = "close")
  KmsClient kms(CognitoProperties properties, SdkHttpClient http, AwsCalls calls) {
    return KmsClient.builder()
        .region(Region.of(properties.region()))
        .httpClient(http)
        .overrideConfiguration(calls.configuration())
        .build();
  }
}
