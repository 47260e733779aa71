package org.sealward.identity;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
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
    return verify(token, accounts::isErased);
  }

  /** The same for what goes on after this request: knows what other nodes deleted just now. */
  public Optional<AccessToken> verifyForLong(String token) {
    return verify(token, accounts::isErasedNow);
  }

  private Optional<AccessToken> verify(String token, Predicate<UUID> erased) {
    return tokens
        .verifyAccess(token)
        .filter(access -> !erased.test(access.caller().userId()))
        .map(
            access ->
                new AccessToken(
                    secondFactors.counted(access.caller()), access.session(), access.expiresAt()))
        .map(this::used);
  }

  private AccessToken used(AccessToken access) {
    sessions.use(access.caller().userId(), access.session());
    return access;
  }
}
