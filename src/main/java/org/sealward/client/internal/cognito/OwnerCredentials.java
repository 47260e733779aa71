package org.sealward.client.internal.cognito;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealward.api.Deployment;
import org.sealward.client.error.UnreachableException;
import org.sealward.client.error.VaultException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.CognitoIdentityException;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;

/**
 * The user's own temporary AWS credentials, which reach the user's own vault and nothing else: the
 * identity pool gives them for an ID token.
 */
public final class OwnerCredentials implements AwsCredentialsProvider, AutoCloseable {
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final CognitoIdentityClient identityPool;
  private final String identityPoolId;
  private final String provider;
  private final Supplier<String> idToken;
  private final Clock clock;
  private @Nullable String identityId;
  private @Nullable AwsSessionCredentials credentials;
  private Instant expiresAt = Instant.MIN;

  public OwnerCredentials(Deployment deployment, Supplier<String> idToken, Clock clock) {
    this.identityPool = AwsClients.identityPool(deployment);
    this.identityPoolId = deployment.identityPoolId();
    this.provider = providerName(deployment.issuer());
    this.idToken = idToken;
    this.clock = clock;
  }

  /** The user's stable identity id, such as {@code eu-central-1:9f6a…}. */
  public synchronized String identityId() {
    if (identityId == null) {
      identityId = refusedAsDenied(this::askIdentityId);
    }
    return identityId;
  }

  @Override
  public synchronized AwsCredentials resolveCredentials() {
    AwsSessionCredentials known = credentials;
    if (known != null && clock.instant().isBefore(expiresAt.minus(MARGIN))) {
      return known;
    }
    String identity = identityId();
    Credentials issued = refusedAsDenied(() -> askCredentials(identity));
    AwsSessionCredentials fresh =
        AwsSessionCredentials.create(
            issued.accessKeyId(), issued.secretKey(), issued.sessionToken());
    credentials = fresh;
    expiresAt = issued.expiration();
    return fresh;
  }

  private String askIdentityId() {
    return identityPool
        .getId(r -> r.identityPoolId(identityPoolId).logins(Map.of(provider, idToken.get())))
        .identityId();
  }

  private Credentials askCredentials(String identity) {
    return identityPool
        .getCredentialsForIdentity(
            r -> r.identityId(identity).logins(Map.of(provider, idToken.get())))
        .credentials();
  }

  private static <T> T refusedAsDenied(Supplier<T> call) {
    try {
      return call.get();
    } catch (CognitoIdentityException e) {
      throw e.statusCode() >= 500 || e.isThrottlingException()
          ? new UnreachableException("the identity pool", e)
          : new VaultException(VaultException.Reason.DENIED, e);
    } catch (SdkClientException e) {
      throw new UnreachableException("the identity pool", e);
    }
  }

  /** The issuer without its scheme, as the identity pool names it. */
  private static String providerName(URI issuer) {
    return issuer.toString().substring(issuer.getScheme().length() + "://".length());
  }

  @Override
  public void close() {
    identityPool.close();
  }
}
