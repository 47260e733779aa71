package org.sealward.keyvault;

import jakarta.inject.Singleton;
import java.util.Map;
import org.sealward.identity.Caller;
import org.sealward.identity.CognitoProperties;
import org.sealward.identity.CognitoTokens;
import org.sealward.platform.Problem;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;

/**
 * Exchanges the caller's identity token for the caller's own scoped credentials, as the caller's
 * device does in direct mode. There is no other way to the vault.
 */
@Singleton
class CredentialExchange {
  private final CognitoTokens tokens;
  private final CognitoIdentityClient cognito;
  private final CognitoProperties properties;
  private final String login;

  CredentialExchange(
      CognitoTokens tokens, CognitoIdentityClient cognito, CognitoProperties properties) {
    this.tokens = tokens;
    this.cognito = cognito;
    this.properties = properties;
    // The identity pool names a user pool by its issuer without the scheme.
    this.login = properties.issuer().toString().replaceFirst("^https?://", "");
  }

  /**
   * @throws Problem when the token is not the caller's, or Cognito refuses it or is away
   */
  CallerCredentials exchange(Caller caller, String identityToken) {
    tokens.requireIdentity(identityToken, caller);
    Map<String, String> logins = Map.of(login, identityToken);
    try {
      String identityId =
          cognito
              .getId(r -> r.identityPoolId(properties.identityPoolId()).logins(logins))
              .identityId();
      Credentials issued =
          cognito
              .getCredentialsForIdentity(r -> r.identityId(identityId).logins(logins))
              .credentials();
      return new CallerCredentials(
          identityId,
          AwsSessionCredentials.create(
              issued.accessKeyId(), issued.secretKey(), issued.sessionToken()));
    } catch (NotAuthorizedException _) {
      throw new Problem(
          VaultProblem.VAULT_DENIED, "Cognito gave no credentials for the identity token.");
    } catch (SdkException e) {
      throw new Problem(VaultProblem.VAULT_UNAVAILABLE, "identity pool: " + e.getMessage(), e);
    }
  }
}
