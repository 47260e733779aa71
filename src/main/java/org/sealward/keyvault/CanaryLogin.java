package org.sealward.keyvault;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.sealward.cognito.SrpExchange;
import org.sealward.identity.CognitoProperties;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.RespondToAuthChallengeResponse;

/** Logs the canary in as every client does. */
@Singleton
final class CanaryLogin {
  private final CanaryProperties canary;
  private final CognitoProperties pool;
  private final CognitoIdentityProviderClient cognito;
  private final Clock clock;

  CanaryLogin(
      CanaryProperties canary,
      CognitoProperties pool,
      CognitoIdentityProviderClient cognito,
      Clock clock) {
    this.canary = canary;
    this.pool = pool;
    this.cognito = cognito;
    this.clock = clock;
  }

  String identityToken() {
    String username = Objects.requireNonNull(canary.username(), "there is no canary");
    var srp = new SrpExchange(pool.userPoolId());
    InitiateAuthResponse challenge =
        cognito.initiateAuth(
            r ->
                r.clientId(pool.clientId())
                    .authFlow(AuthFlowType.USER_SRP_AUTH)
                    .authParameters(Map.of("USERNAME", username, "SRP_A", srp.publicA())));
    Map<String, String> proof =
        srp.answer(challenge.challengeParameters(), canary.password(), clock.instant());
    RespondToAuthChallengeResponse answer =
        cognito.respondToAuthChallenge(
            r ->
                r.clientId(pool.clientId())
                    .challengeName(ChallengeNameType.PASSWORD_VERIFIER)
                    .session(challenge.session())
                    .challengeResponses(proof));
    if (answer.authenticationResult() == null) {
      throw new IllegalStateException("Cognito asks the canary for " + answer.challengeName());
    }
    return answer.authenticationResult().idToken();
  }
}
