package org.sealward.local.aws;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;

/**
 * A new user who signed in by SRP.
 *
 * @param id the Cognito {@code sub}
 */
public record TestUser(UUID id, String accessToken) {

  /** Makes the user past sign-up. */
  public static TestUser in(LocalAws aws, String... groups) {
    String email = UUID.randomUUID() + "@example.org";
    String sub = aws.createConfirmedUser(email, TestCloud.PASSWORD.toCharArray(), Set.of(groups));
    CognitoSrpClient srp = new CognitoSrpClient(aws.userPoolId());
    try (CognitoIdentityProviderClient cognito =
        CognitoIdentityProviderClient.builder()
            .endpointOverride(aws.endpoint())
            .region(Region.of(aws.region()))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      Map<String, String> challenge =
          cognito
              .initiateAuth(
                  r ->
                      r.clientId(aws.clientId())
                          .authFlow(AuthFlowType.USER_SRP_AUTH)
                          .authParameters(Map.of("USERNAME", email, "SRP_A", srp.srpA())))
              .challengeParameters();
      return new TestUser(
          UUID.fromString(sub),
          cognito
              .respondToAuthChallenge(
                  r ->
                      r.clientId(aws.clientId())
                          .challengeName(ChallengeNameType.PASSWORD_VERIFIER)
                          .challengeResponses(
                              srp.answer(challenge, TestCloud.PASSWORD, Instant.now())))
              .authenticationResult()
              .accessToken());
    }
  }
}
