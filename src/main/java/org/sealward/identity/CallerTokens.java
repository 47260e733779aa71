package org.sealward.identity;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.sealward.platform.Problem;

/** Access tokens as they count here: of users who have an account, with the roles that count. */
@Singleton
public class CallerTokens {
  private final CognitoTokens tokens;
  private final Accounts accounts;
  private final SecondFactors secondFactors;
  private final Sessions sessions;

  CallerTokens(
      CognitoTokens tokens, Accounts accounts, SecondFactors secondFactors, Sessions sessions) {
    this.tokens = tokens;
    this.accounts = accounts;
    this.secondFactors = secondFactors;
    this.sessions = sessions;
  }

  /**
   * Empty for any token that is not a valid one of our client, or whose user deleted the account.
   *
   * @throws Problem when nobody can tell whether it is, or which roles count
   */
  public Optional<AccessToken> verify(String token) {
    return tokens
        .verifyAccess(token)
        .filter(access -> !accounts.isErased(access.caller().userId()))
        .map(
            access ->
                new AccessToken(
                    secondFactors.counted(access.caller()), access.session(), access.expiresAt()))
        .map(this::used);
  }

  /** Whether the account was deleted; knows at once what other nodes did. */
  public boolean isDeleted(UUID userId) {
    return accounts.isErasedNow(userId);
  }

  private AccessToken used(AccessToken access) {
    sessions.use(access.caller().userId(), access.session());
    return access;
  }
}
