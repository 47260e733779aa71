package org.sealward.keyvault;

import jakarta.inject.Singleton;
import java.util.Map;
import org.sealward.identity.CognitoProperties;
import org.sealward.platform.Problem;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;

/** Gives a user their own scoped credentials for an identity token. */
@Singleton
final class IdentityPool {
  private final CognitoIdentityClient cognito;
  private final String poolId;
  private final String login;

  IdentityPool(CognitoIdentityClient cognito, CognitoProperties properties) {
    this.cognito = cognito;
    this.poolId = properties.identityPoolId();
    // The identity pool names a user pool by its issuer without the scheme.
    this.login = properties.issuer().toString().replaceFirst("^https?://", "");
  }

  /**
   * @throws Problem when Cognito refuses the token or is away
   */
  CallerCredentials credentials(String identityToken) {
    Map<String, String> logins = Map.of(login, identityToken);
    try {
      String identityId = cognito.getId(r -> r.identityPoolId(poolId).logins(logins)).identityId();
      Credentials issued =
          cognito
              .getCredentialsForIdentity(r -> r.identityId(identityId).logins(logins))
              .credentials();
      return new CallerCredentials(
          identityId,
          AwsSessionCredentials.create(
              issued.accessKeyId(), issued.secretKey(), issued.sessionToken()),
          issued.expiration());
    } catch (NotAuthorizedException _) {
      throw new Problem(
          VaultProblem.VAULT_DENIED, "Cognito gave no credentials for the identity token.");
    } catch (SdkException e) {
      throw new Problem(VaultProblem.VAULT_UNAVAILABLE, "identity pool", e);
    }
  }
}
