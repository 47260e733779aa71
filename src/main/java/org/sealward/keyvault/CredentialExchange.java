package org.sealward.keyvault;

import jakarta.inject.Singleton;
import org.sealward.identity.Caller;
import org.sealward.identity.CognitoTokens;
import org.sealward.platform.Problem;

/**
 * Exchanges the caller's identity token for the caller's own scoped credentials, as the caller's
 * device does in direct mode. There is no other way to the vault.
 */
@Singleton
class CredentialExchange {
  private final CognitoTokens tokens;
  private final KnownCredentials known;
  private final IdentityPool pool;

  CredentialExchange(CognitoTokens tokens, KnownCredentials known, IdentityPool pool) {
    this.tokens = tokens;
    this.known = known;
    this.pool = pool;
  }

  /**
   * Asks Cognito, unless the same token was exchanged before and what came of it lives on.
   *
   * @throws Problem when the token is not the caller's, or Cognito refuses it or is away
   */
  CallerCredentials exchange(Caller caller, String identityToken) {
    tokens.requireIdentity(identityToken, caller);
    return known
        .of(caller.userId(), identityToken)
        .orElseGet(
            () -> {
              CallerCredentials issued = pool.credentials(identityToken);
              known.keep(caller.userId(), identityToken, issued);
              return issued;
            });
  }
}
