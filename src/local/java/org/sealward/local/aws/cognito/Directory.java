package org.sealward.local.aws.cognito;

import java.util.Optional;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.cognito.Tokens.SignIn;
import org.sealward.local.aws.cognito.Tokens.Use;
import org.sealward.local.aws.cognito.Tokens.Verified;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.JsonObject;

/** The pool's users with their sign-ins and tokens: what all operations share. */
final class Directory {
  private final Account account;
  private final Users users;
  private final SignIns signIns;
  private final Tokens tokens;

  Directory(Account account, Users users, SignIns signIns, Tokens tokens) {
    this.account = account;
    this.users = users;
    this.signIns = signIns;
    this.tokens = tokens;
  }

  Users users() {
    return users;
  }

  SignIns signIns() {
    return signIns;
  }

  void requireClient(JsonObject body) {
    if (!body.text("ClientId").equals(account.clientId())) {
      throw new AwsException("ResourceNotFoundException", "User pool client does not exist.");
    }
  }

  void requirePool(JsonObject body) {
    if (!body.text("UserPoolId").equals(account.userPoolId())) {
      throw new AwsException("ResourceNotFoundException", "User pool does not exist.");
    }
  }

  /** A verified caller by the {@code AccessToken} of the request. */
  User caller(JsonObject body) {
    Verified verified =
        tokens
            .verify(body.text("AccessToken"), Use.ACCESS)
            .orElseThrow(() -> AwsException.notAuthorized("Invalid Access Token"));
    if (!signIns.lasts(verified.originId())) {
      throw AwsException.notAuthorized("Access Token has been revoked");
    }
    return existing(verified.sub());
  }

  User existing(String nameOrEmail) {
    return users
        .find(nameOrEmail)
        .orElseThrow(() -> new AwsException("UserNotFoundException", "User does not exist."));
  }

  /** An {@code AuthenticationResult}, with a refresh token for a new sign-in. */
  JsonObject tokens(User user, SignIn signIn, Optional<String> refreshToken) {
    return JsonObject.of(
        "AuthenticationResult",
        JsonObject.of("AccessToken", tokens.accessToken(user, signIn))
            .with("IdToken", tokens.idToken(user, signIn))
            .with("ExpiresIn", tokens.lifetime().toSeconds())
            .with("TokenType", "Bearer")
            .withOptional("RefreshToken", refreshToken));
  }
}
