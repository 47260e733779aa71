package org.sealward.local.access;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealward.api.Deployment;
import org.sealward.client.internal.cognito.AwsClients;
import org.sealward.client.internal.cognito.Login;
import org.sealward.client.internal.cognito.OwnerCredentials;
import org.sealward.client.internal.cognito.Tokens;
import org.sealward.client.internal.cognito.UserPool;
import org.sealward.local.access.LiveCalls.Caller;
import org.sealward.local.access.LiveCalls.Target;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClientBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;

/** Everybody who calls, with the credentials that they really get. */
final class LiveCallers implements AutoCloseable {
  private final Clock clock = Clock.systemUTC();
  private final Deployment deployment;
  private final Map<Asker, Caller> callers = new EnumMap<>(Asker.class);
  private final List<String> identities = new ArrayList<>();
  private final List<SdkBytes> dataKeys = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  /**
   * Signs the two users in.
   *
   * @param roles credentials of the service and of whom else there are some
   * @param publicKey ARN of the key of public bundles
   */
  LiveCallers(
      Deployment deployment,
      List<Login> users,
      Map<Asker, AwsCredentialsProvider> roles,
      String publicKey) {
    this.deployment = deployment;
    try (UserPool pool = new UserPool(deployment, clock)) {
      signIn(Asker.OWNER, pool.logIn(users.getFirst()));
      signIn(Asker.OTHER, pool.logIn(users.getLast()));
    }
    CognitoIdentityClientBuilder builder =
        CognitoIdentityClient.builder()
            .region(Region.of(deployment.region()))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(UrlConnectionHttpClient.builder());
    if (deployment.awsEndpoint() != null) {
      builder.endpointOverride(deployment.awsEndpoint());
    }
    CognitoIdentityClient pool = opened(builder.build());
    add(
        Asker.GUEST,
        AnonymousCredentialsProvider.create(),
        Optional.of(() -> pool.getId(r -> r.identityPoolId(deployment.identityPoolId()))));
    roles.forEach((asker, credentials) -> add(asker, credentials, Optional.empty()));
    Caller service = callers.get(Asker.SERVICE);
    if (service != null) {
      dataKeys.add(dataKey(service, publicKey, Map.of("purpose", "public-bundles")));
    }
  }

  Map<Asker, Caller> callers() {
    return callers;
  }

  Target target(String tableArn, String publicKey) {
    return new Target(
        deployment.privateBundleTable(),
        tableArn,
        deployment.privateBundleKey(),
        publicKey,
        List.copyOf(identities),
        List.copyOf(dataKeys));
  }

  private void signIn(Asker asker, Tokens tokens) {
    OwnerCredentials credentials = opened(new OwnerCredentials(deployment, tokens::id, clock));
    String identity = credentials.identityId();
    identities.add(identity);
    Caller caller =
        add(
            asker,
            credentials,
            Optional.of(
                () -> {
                  try (var again = new OwnerCredentials(deployment, tokens::id, clock)) {
                    again.resolveCredentials();
                  }
                }));
    dataKeys.add(dataKey(caller, deployment.privateBundleKey(), Map.of("identityId", identity)));
  }

  private Caller add(Asker asker, AwsCredentialsProvider credentials, Optional<Runnable> role) {
    DynamoDbClient tables = opened(AwsClients.dynamoDb(deployment, credentials));
    KmsClient keys = opened(AwsClients.kms(deployment, credentials));
    Caller caller = new Caller(tables, keys, role);
    callers.put(asker, caller);
    return caller;
  }

  private static SdkBytes dataKey(Caller caller, String key, Map<String, String> context) {
    return caller
        .keys()
        .generateDataKey(r -> r.keyId(key).keySpec(DataKeySpec.AES_256).encryptionContext(context))
        .ciphertextBlob();
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.add(closeable);
    return closeable;
  }

  @Override
  public void close() {
    for (AutoCloseable closeable : open) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
