package org.sealward.client.internal.cognito;

import java.time.Duration;
import org.sealward.api.Deployment;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Clients of AWS for a deployment. They use the credentials they are given and never those of the
 * machine, and retry with jitter as the SDK does.
 */
public final class AwsClients {
  private static final Duration ATTEMPT = Duration.ofSeconds(10);
  private static final Duration CALL = Duration.ofSeconds(30);

  private AwsClients() {}

  static CognitoIdentityProviderClient userPool(Deployment deployment) {
    return build(
        CognitoIdentityProviderClient.builder(), deployment, AnonymousCredentialsProvider.create());
  }

  static CognitoIdentityClient identityPool(Deployment deployment) {
    return build(
        CognitoIdentityClient.builder(), deployment, AnonymousCredentialsProvider.create());
  }

  public static DynamoDbClient dynamoDb(Deployment deployment, AwsCredentialsProvider owner) {
    return build(DynamoDbClient.builder(), deployment, owner);
  }

  public static KmsClient kms(Deployment deployment, AwsCredentialsProvider owner) {
    return build(KmsClient.builder(), deployment, owner);
  }

  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(
      B builder, Deployment deployment, AwsCredentialsProvider credentials) {
    builder
        .region(Region.of(deployment.region()))
        .credentialsProvider(credentials)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(o -> o.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL));
    if (deployment.awsEndpoint() != null) {
      builder.endpointOverride(deployment.awsEndpoint());
    }
    return builder.build();
  }
}
