package org.sealward.client;

import java.time.Clock;
import java.util.UUID;
import org.sealward.api.Deployment;
import org.sealward.client.internal.cognito.OwnerCredentials;
import org.sealward.client.internal.cognito.TokenRenewal;
import org.sealward.client.internal.cognito.Tokens;
import org.sealward.client.internal.cognito.UserPool;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.client.internal.vault.OwnerVault;
import org.sealward.client.internal.vault.ServiceVault;
import org.sealward.client.internal.vault.VaultStore;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.SecretBytes;

/** The Cognito side of a session: who is logged in, and with what tokens. */
final class SessionAccount {
  private final Deployment deployment;
  private final UserPool pool;
  private final String email;
  private final TokenRenewal tokens;
  private final KeptLogins keptLogins;
  private final Clock clock;

  SessionAccount(
      Deployment deployment,
      UserPool pool,
      String email,
      Tokens tokens,
      KeptLogins keptLogins,
      Clock clock) {
    this.deployment = deployment;
    this.pool = pool;
    this.email = email;
    this.tokens = new TokenRenewal(pool, clock, tokens);
    this.keptLogins = keptLogins;
    this.clock = clock;
  }

  /** As Cognito named the user at login. */
  UUID userId() {
    return tokens.tokens().userId();
  }

  TokenRenewal tokens() {
    return tokens;
  }

  Clock clock() {
    return clock;
  }

  VaultStore vaultStore(VaultAccess access, ServiceApi api) {
    return switch (access) {
      case DIRECT -> ownerVault();
      case THROUGH_SERVICE -> new ServiceVault(api, this::idToken);
    };
  }

  private OwnerVault ownerVault() {
    return new OwnerVault(deployment, new OwnerCredentials(deployment, this::idToken, clock));
  }

  private String idToken() {
    return tokens.tokens().id();
  }

  void changeLogin(Passphrase earlier, Passphrase next) {
    try (SecretBytes earlierSecret = loginSecret(earlier);
        SecretBytes nextSecret = loginSecret(next)) {
      pool.change(tokens.tokens(), earlierSecret, nextSecret);
    }
  }

  private SecretBytes loginSecret(Passphrase passphrase) {
    return passphrase.loginSecret(deployment.userPoolId(), email);
  }

  /** Keeps the login on the device, sealed under {@code passphrase}. */
  void keep(Passphrase passphrase) {
    keptLogins.keep(email, passphrase, userId(), tokens.tokens().refresh());
  }

  String email() {
    return email;
  }

  SecretBytes beginSecondFactor() {
    return pool.beginSecondFactor(tokens.tokens());
  }

  void confirmSecondFactor(String code) {
    pool.confirmSecondFactor(tokens.tokens(), code);
  }

  void endSecondFactor() {
    pool.endSecondFactor(tokens.tokens());
  }

  /** On every device. */
  void logOutEverywhere() {
    keptLogins.forget(email);
    pool.revokeAll(tokens.tokens());
  }

  void logOut() {
    keptLogins.forget(email);
    pool.revoke(tokens.tokens());
  }

  /** Deletes the sealed keys, which needs the login, then the login. */
  void delete() {
    try (OwnerVault vault = ownerVault()) {
      vault.clear();
    }
    keptLogins.forget(email);
    pool.delete(tokens.tokens());
  }
}
