package org.sealward.identity;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;

/**
 * Clients of Cognito. The SDK finds its endpoint ({@code AWS_ENDPOINT_URL}) and the service's role
 * by itself.
 */
@Factory
final class AwsClients {
  /** Acts with the service's own role. */
  @Singleton
  @Bean(preDestroy = "close")
  CognitoIdentityProviderClient userPool(CognitoProperties properties) {
    return CognitoIdentityProviderClient.builder().region(Region.of(properties.region())).build();
  }

  /** Acts without credentials: what it exchanges is the caller's token. */
  @Singleton
  @Bean(preDestroy = "close")
  CognitoIdentityClient identityPool(CognitoProperties properties) {
    return CognitoIdentityClient.builder()
        .region(Region.of(properties.region()))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }
}
