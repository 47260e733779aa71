package org.sealward.client.internal.cognito;

import static org.sealward.client.internal.cognito.Refusals.translated;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sealward.api.Deployment;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.LoginException.Reason;
import org.sealward.cognito.SrpExchange;
import org.sealward.envelope.SecretBytes;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.RespondToAuthChallengeResponse;

/** The user pool of a deployment, spoken to directly: the service sees neither side of a login. */
public final class UserPool implements AutoCloseable {
  private final CognitoIdentityProviderClient cognito;
  private final String clientId;
  private final String poolId;
  private final Clock clock;

  public UserPool(Deployment deployment, Clock clock) {
    this.cognito = AwsClients.userPool(deployment);
    this.clientId = deployment.clientId();
    this.poolId = deployment.userPoolId();
    this.clock = clock;
  }

  /**
   * Registers a user; Cognito then sends a code to the address. The AWS SDK takes passwords as
   * strings only, so the login secret stays in memory until it is collected.
   */
  public void signUp(String email, SecretBytes secret) {
    translated(
        Reason.UNSUPPORTED,
        () ->
            cognito.signUp(
                r ->
                    r.clientId(clientId)
                        .username(email)
                        .password(text(secret))
                        .userAttributes(
                            AttributeType.builder().name("email").value(email).build())));
  }

  public void confirm(String email, String code) {
    translated(
        Reason.WRONG_CODE,
        () ->
            cognito.confirmSignUp(
                r -> r.clientId(clientId).username(email).confirmationCode(code)));
  }

  public void sendCodeAgain(String email) {
    translated(
        Reason.UNSUPPORTED,
        () -> cognito.resendConfirmationCode(r -> r.clientId(clientId).username(email)));
  }

  /** Makes Cognito send a code with which {@link #reset} sets a new login secret. */
  public void requestReset(String email) {
    translated(
        Reason.UNSUPPORTED,
        () -> cognito.forgotPassword(r -> r.clientId(clientId).username(email)));
  }

  public void reset(String email, String code, SecretBytes newSecret) {
    translated(
        Reason.WRONG_CODE,
        () ->
            cognito.confirmForgotPassword(
                r ->
                    r.clientId(clientId)
                        .username(email)
                        .confirmationCode(code)
                        .password(text(newSecret))));
  }

  public void change(Tokens tokens, SecretBytes oldSecret, SecretBytes newSecret) {
    translated(
        Reason.WRONG_CREDENTIALS,
        () ->
            cognito.changePassword(
                r ->
                    r.accessToken(tokens.access())
                        .previousPassword(text(oldSecret))
                        .proposedPassword(text(newSecret))));
  }

  /** {@code USER_SRP_AUTH}, then a code of the authenticator app where the account demands it. */
  public Tokens logIn(Login login) {
    return translated(Reason.WRONG_CREDENTIALS, () -> bySrp(login));
  }

  /** Fresh access and ID tokens. */
  public Tokens renew(Tokens old) {
    return byRefreshToken(old.refresh());
  }

  /** Tokens of an earlier login, by its refresh token. */
  public Tokens resume(SecretBytes refreshToken) {
    return byRefreshToken(text(refreshToken));
  }

  private Tokens byRefreshToken(String refreshToken) {
    InitiateAuthResponse answer =
        translated(
            Reason.SESSION_ENDED,
            () ->
                cognito.initiateAuth(
                    r ->
                        r.clientId(clientId)
                            .authFlow(AuthFlowType.REFRESH_TOKEN_AUTH)
                            .authParameters(Map.of("REFRESH_TOKEN", refreshToken))));
    return tokens(answer.authenticationResult(), refreshToken);
  }

  /** Ends the login: its refresh token and what was made of it are void. */
  public void revoke(Tokens tokens) {
    translated(
        Reason.SESSION_ENDED,
        () -> cognito.revokeToken(r -> r.clientId(clientId).token(tokens.refresh())));
  }

  /** Ends every login of the user, this one too. Access tokens stay valid until they expire. */
  public void revokeAll(Tokens tokens) {
    translated(
        Reason.SESSION_ENDED, () -> cognito.globalSignOut(r -> r.accessToken(tokens.access())));
  }

  /**
   * A fresh secret for an authenticator app, in base 32, in use only after {@link
   * #confirmSecondFactor}. The AWS SDK hands it out as a string, which stays in memory until it is
   * collected.
   */
  public SecretBytes beginSecondFactor(Tokens tokens) {
    String secret =
        translated(
                Reason.SESSION_ENDED,
                () -> cognito.associateSoftwareToken(r -> r.accessToken(tokens.access())))
            .secretCode();
    return SecretBytes.copyOf(secret.getBytes(StandardCharsets.US_ASCII));
  }

  public void confirmSecondFactor(Tokens tokens, String code) {
    translated(
        Reason.SESSION_ENDED,
        () -> cognito.verifySoftwareToken(r -> r.accessToken(tokens.access()).userCode(code)));
    preferSecondFactor(tokens, true);
  }

  public void endSecondFactor(Tokens tokens) {
    preferSecondFactor(tokens, false);
  }

  private void preferSecondFactor(Tokens tokens, boolean on) {
    translated(
        Reason.SESSION_ENDED,
        () ->
            cognito.setUserMFAPreference(
                r ->
                    r.accessToken(tokens.access())
                        .softwareTokenMfaSettings(s -> s.enabled(on).preferredMfa(on))));
  }

  /** Deletes the user. */
  public void delete(Tokens tokens) {
    translated(Reason.SESSION_ENDED, () -> cognito.deleteUser(r -> r.accessToken(tokens.access())));
  }

  private Tokens bySrp(Login login) {
    var srp = new SrpExchange(poolId);
    InitiateAuthResponse challenge =
        cognito.initiateAuth(
            r ->
                r.clientId(clientId)
                    .authFlow(AuthFlowType.USER_SRP_AUTH)
                    .authParameters(Map.of("USERNAME", login.email(), "SRP_A", srp.publicA())));
    if (challenge.challengeName() != ChallengeNameType.PASSWORD_VERIFIER) {
      throw new LoginException(Reason.UNSUPPORTED);
    }
    RespondToAuthChallengeResponse answer = prove(srp, login.secret(), challenge);
    if (answer.authenticationResult() != null) {
      return tokens(answer.authenticationResult(), null);
    }
    if (answer.challengeName() != ChallengeNameType.SOFTWARE_TOKEN_MFA) {
      throw new LoginException(Reason.UNSUPPORTED);
    }
    return bySecondFactor(login, userId(challenge), answer.session());
  }

  private RespondToAuthChallengeResponse prove(
      SrpExchange srp, SecretBytes secret, InitiateAuthResponse challenge) {
    Map<String, String> proof;
    try {
      proof = srp.answer(challenge.challengeParameters(), secret, clock.instant());
    } catch (IllegalArgumentException e) {
      throw new LoginException(Reason.UNSUPPORTED, e);
    }
    return cognito.respondToAuthChallenge(
        r ->
            r.clientId(clientId)
                .challengeName(ChallengeNameType.PASSWORD_VERIFIER)
                .session(challenge.session())
                .challengeResponses(proof));
  }

  private Tokens bySecondFactor(Login login, String userId, String session) {
    String code =
        login
            .secondFactor()
            .get()
            .orElseThrow(() -> new LoginException(Reason.SECOND_FACTOR_REQUIRED));
    RespondToAuthChallengeResponse answer =
        translated(
            Reason.WRONG_CODE,
            () ->
                cognito.respondToAuthChallenge(
                    r ->
                        r.clientId(clientId)
                            .challengeName(ChallengeNameType.SOFTWARE_TOKEN_MFA)
                            .session(session)
                            .challengeResponses(
                                Map.of("USERNAME", userId, "SOFTWARE_TOKEN_MFA_CODE", code))));
    return tokens(answer.authenticationResult(), null);
  }

  private Tokens tokens(
      @Nullable AuthenticationResultType result, @Nullable String knownRefreshToken) {
    if (result == null) {
      throw new LoginException(Reason.UNSUPPORTED);
    }
    String refresh = result.refreshToken() != null ? result.refreshToken() : knownRefreshToken;
    if (refresh == null) {
      throw new LoginException(Reason.UNSUPPORTED);
    }
    return Tokens.of(
        result.accessToken(),
        result.idToken(),
        refresh,
        clock.instant(),
        Duration.ofSeconds(result.expiresIn()));
  }

  private static String userId(InitiateAuthResponse challenge) {
    return required(challenge.challengeParameters(), "USER_ID_FOR_SRP");
  }

  private static String required(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new LoginException(Reason.UNSUPPORTED);
    }
    return value;
  }

  /** Login secrets and tokens are ASCII. */
  private static String text(SecretBytes secret) {
    byte[] raw = secret.toArray();
    try {
      return new String(raw, StandardCharsets.US_ASCII);
    } finally {
      Arrays.fill(raw, (byte) 0);
    }
  }

  @Override
  public void close() {
    cognito.close();
  }
}
