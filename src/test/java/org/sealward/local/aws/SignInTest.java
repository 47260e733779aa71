package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealward.local.aws.TestCloud.errorOf;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;

/** Signing in by SRP, against a client written from the public description. */
@ExtendWith(SharedCloud.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {
  private static final String EMAIL = "anna-sign-in@example.org";

  private final TestCloud cloud;

  SignInTest(TestCloud cloud) {
    this.cloud = cloud;
  }

  @BeforeAll
  void signUp() {
    cloud.signUp(EMAIL, TestCloud.PASSWORD);
  }

  private InitiateAuthResponse begin(String name, String srpA) {
    return cloud.cognito.initiateAuth(
        r ->
            r.clientId(cloud.aws.clientId())
                .authFlow(AuthFlowType.USER_SRP_AUTH)
                .authParameters(Map.of("USERNAME", name, "SRP_A", srpA)));
  }

  private void answer(Map<String, String> responses) {
    cloud.cognito.respondToAuthChallenge(
        r ->
            r.clientId(cloud.aws.clientId())
                .challengeName(ChallengeNameType.PASSWORD_VERIFIER)
                .challengeResponses(responses));
  }

  @Test
  void signIn_rightPassword_givesTokens() {
    AuthenticationResultType tokens = cloud.signIn(EMAIL, TestCloud.PASSWORD);

    assertThat(tokens.idToken()).isNotBlank();
    assertThat(tokens.accessToken()).isNotBlank();
    assertThat(tokens.refreshToken()).isNotBlank();
    assertThat(tokens.tokenType()).isEqualTo("Bearer");
    assertThat(tokens.expiresIn()).isEqualTo(3600);
  }

  @Test
  void signIn_otherCaseOfEmail_givesTokens() {
    assertThat(cloud.signIn("Anna-Sign-In@Example.org", TestCloud.PASSWORD).idToken()).isNotBlank();
  }

  /** Numbers of odd length or with the top bit set are where implementations differ. */
  @Test
  void signIn_manyTimes_worksForEveryLengthOfTheNumbers() {
    for (int i = 0; i < 40; i++) {
      assertThat(cloud.signIn(EMAIL, TestCloud.PASSWORD).idToken()).isNotBlank();
    }
  }

  @Test
  void signIn_wrongPassword_isRefused() {
    assertThatThrownBy(() -> cloud.signIn(EMAIL, TestCloud.PASSWORD + "x"))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Incorrect username or password.");
  }

  @Test
  void signIn_unknownUser_looksLikeAWrongPassword() {
    CognitoSrpClient srp = new CognitoSrpClient(cloud.aws.userPoolId());
    Map<String, String> once = begin("nobody@example.org", srp.srpA()).challengeParameters();
    Map<String, String> again = begin("Nobody@example.org", srp.srpA()).challengeParameters();
    Map<String, String> known = begin(EMAIL, srp.srpA()).challengeParameters();

    assertThat(once.keySet()).isEqualTo(known.keySet());
    assertThat(again).containsEntry("SALT", once.get("SALT"));
    assertThat(again).containsEntry("USER_ID_FOR_SRP", once.get("USER_ID_FOR_SRP"));
    assertThat(once.get("USER_ID_FOR_SRP"))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThatThrownBy(() -> cloud.signIn("nobody@example.org", TestCloud.PASSWORD))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Incorrect username or password.");
  }

  @Test
  void signIn_passwordInTheClear_isRefused() {
    assertThatThrownBy(
            () ->
                cloud.cognito.initiateAuth(
                    r ->
                        r.clientId(cloud.aws.clientId())
                            .authFlow(AuthFlowType.USER_PASSWORD_AUTH)
                            .authParameters(
                                Map.of("USERNAME", EMAIL, "PASSWORD", TestCloud.PASSWORD))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("USER_PASSWORD_AUTH flow not enabled");
  }

  @Test
  void begin_publicValueThatIsZero_isRefused() {
    assertThat(errorOf(() -> begin(EMAIL, "0"))).isEqualTo("InvalidParameterException");
    assertThat(errorOf(() -> begin(EMAIL, "-1"))).isEqualTo("InvalidParameterException");
    assertThat(errorOf(() -> begin(EMAIL, CognitoSrpClient.N_HEX)))
        .isEqualTo("InvalidParameterException");
  }

  @Test
  void answer_usedTwice_isRefused() {
    CognitoSrpClient srp = new CognitoSrpClient(cloud.aws.userPoolId());
    Map<String, String> answer =
        srp.answer(
            begin(EMAIL, srp.srpA()).challengeParameters(),
            TestCloud.PASSWORD,
            cloud.time.instant());
    answer(answer);

    assertThat(errorOf(() -> answer(answer))).isEqualTo("NotAuthorizedException");
  }

  @Test
  void answer_ofAnotherTimeOrInAnotherUsersName_isRefused() {
    CognitoSrpClient srp = new CognitoSrpClient(cloud.aws.userPoolId());
    Map<String, String> stale =
        srp.answer(
            begin(EMAIL, srp.srpA()).challengeParameters(),
            TestCloud.PASSWORD,
            cloud.time.instant().minus(Duration.ofMinutes(10)));
    Map<String, String> renamed =
        new HashMap<>(
            srp.answer(
                begin(EMAIL, srp.srpA()).challengeParameters(),
                TestCloud.PASSWORD,
                cloud.time.instant()));
    renamed.put("USERNAME", "ben@example.org");

    assertThat(errorOf(() -> answer(stale))).isEqualTo("NotAuthorizedException");
    assertThat(errorOf(() -> answer(renamed))).isEqualTo("NotAuthorizedException");
  }

  @Test
  void signIn_afterFiveWrongPasswords_isLockedEvenWithTheRightOne() {
    cloud.signUp("locked@example.org", TestCloud.PASSWORD);
    for (int i = 0; i < 7; i++) {
      errorOf(() -> cloud.signIn("locked@example.org", "Sw1!wrong-password"));
    }

    assertThatThrownBy(() -> cloud.signIn("locked@example.org", TestCloud.PASSWORD))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Password attempts exceeded");
  }
}
