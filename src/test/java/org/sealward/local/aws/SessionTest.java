package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealward.local.aws.TestCloud.errorOf;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GetUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;

/** What follows a sign-in: refresh, revocation, the own account, a forgotten password. */
@ExtendWith(SharedCloud.class)
class SessionTest {
  private static final String OTHER_PASSWORD = "Sw1!another-login-secret";

  private final TestCloud cloud;

  SessionTest(TestCloud cloud) {
    this.cloud = cloud;
  }

  private AuthenticationResultType newSession(String email) {
    cloud.signUp(email, TestCloud.PASSWORD);
    return cloud.signIn(email, TestCloud.PASSWORD);
  }

  private AuthenticationResultType refresh(String refreshToken) {
    return cloud
        .cognito
        .initiateAuth(
            r ->
                r.clientId(cloud.aws.clientId())
                    .authFlow(AuthFlowType.REFRESH_TOKEN_AUTH)
                    .authParameters(Map.of("REFRESH_TOKEN", refreshToken)))
        .authenticationResult();
  }

  private GetUserResponse user(String accessToken) {
    return cloud.cognito.getUser(r -> r.accessToken(accessToken));
  }

  @Test
  void refresh_givesNewTokensOfTheSameUser() {
    AuthenticationResultType first = newSession("refresh@example.org");

    AuthenticationResultType second = refresh(first.refreshToken());

    assertThat(second.refreshToken()).isNull();
    assertThat(second.idToken()).isNotEqualTo(first.idToken());
    assertThat(user(second.accessToken()).username())
        .isEqualTo(user(first.accessToken()).username());
  }

  @Test
  void refresh_alteredToken_isRefused() {
    String token = newSession("altered@example.org").refreshToken();
    String altered = (token.charAt(0) == 'A' ? 'B' : 'A') + token.substring(1);

    assertThatThrownBy(() -> refresh(altered)).isInstanceOf(NotAuthorizedException.class);
    assertThatThrownBy(() -> refresh("nonsense")).isInstanceOf(NotAuthorizedException.class);
    assertThat(refresh(token).accessToken()).isNotBlank();
  }

  @Test
  void revoke_endsRefreshAndAccessOfThatSignInAlone() {
    AuthenticationResultType one = newSession("revoke@example.org");
    AuthenticationResultType other = cloud.signIn("revoke@example.org", TestCloud.PASSWORD);

    cloud.cognito.revokeToken(r -> r.clientId(cloud.aws.clientId()).token(one.refreshToken()));

    assertThat(errorOf(() -> refresh(one.refreshToken()))).isEqualTo("NotAuthorizedException");
    assertThat(errorOf(() -> user(one.accessToken()))).isEqualTo("NotAuthorizedException");
    assertThat(refresh(other.refreshToken()).accessToken()).isNotBlank();
  }

  @Test
  void globalSignOut_endsAllSignIns() {
    AuthenticationResultType one = newSession("everywhere@example.org");
    AuthenticationResultType other = cloud.signIn("everywhere@example.org", TestCloud.PASSWORD);

    cloud.cognito.globalSignOut(r -> r.accessToken(one.accessToken()));

    assertThat(errorOf(() -> refresh(one.refreshToken()))).isEqualTo("NotAuthorizedException");
    assertThat(errorOf(() -> refresh(other.refreshToken()))).isEqualTo("NotAuthorizedException");
    assertThat(errorOf(() -> user(other.accessToken()))).isEqualTo("NotAuthorizedException");
  }

  @Test
  void getUser_tellsWhoItIs() {
    AuthenticationResultType session = newSession("who@example.org");

    GetUserResponse user = user(session.accessToken());

    assertThat(user.userAttributes())
        .containsExactlyInAnyOrder(
            AttributeType.builder().name("sub").value(user.username()).build(),
            AttributeType.builder().name("email").value("who@example.org").build(),
            AttributeType.builder().name("email_verified").value("true").build());
  }

  @Test
  void getUser_withAnIdToken_isRefused() {
    assertThat(errorOf(() -> user(newSession("id-token@example.org").idToken())))
        .isEqualTo("NotAuthorizedException");
  }

  @Test
  void changePassword_thenOnlyTheNewOneWorks() {
    AuthenticationResultType session = newSession("change@example.org");

    assertThat(
            errorOf(
                () ->
                    cloud.cognito.changePassword(
                        r ->
                            r.accessToken(session.accessToken())
                                .previousPassword(OTHER_PASSWORD)
                                .proposedPassword(OTHER_PASSWORD))))
        .isEqualTo("NotAuthorizedException");
    cloud.cognito.changePassword(
        r ->
            r.accessToken(session.accessToken())
                .previousPassword(TestCloud.PASSWORD)
                .proposedPassword(OTHER_PASSWORD));

    assertThat(errorOf(() -> cloud.signIn("change@example.org", TestCloud.PASSWORD)))
        .isEqualTo("NotAuthorizedException");
    assertThat(cloud.signIn("change@example.org", OTHER_PASSWORD).idToken()).isNotBlank();
  }

  @Test
  void forgotPassword_withTheCode_setsANewOne() {
    newSession("forgot@example.org");
    cloud.cognito.forgotPassword(
        r -> r.clientId(cloud.aws.clientId()).username("forgot@example.org"));
    String code = cloud.codes.getOrDefault("forgot@example.org", "none");
    String wrong = code.equals("000000") ? "000001" : "000000";

    assertThat(errorOf(() -> reset("forgot@example.org", wrong)))
        .isEqualTo("CodeMismatchException");
    reset("forgot@example.org", code);

    assertThat(cloud.signIn("forgot@example.org", OTHER_PASSWORD).idToken()).isNotBlank();
    assertThat(errorOf(() -> cloud.signIn("forgot@example.org", TestCloud.PASSWORD)))
        .isEqualTo("NotAuthorizedException");
    assertThat(errorOf(() -> reset("forgot@example.org", code))).isEqualTo("CodeMismatchException");
  }

  @Test
  void forgotPassword_unknownUser_looksLikeAKnownOne() {
    assertThat(
            cloud
                .cognito
                .forgotPassword(
                    r -> r.clientId(cloud.aws.clientId()).username("nobody@example.org"))
                .codeDeliveryDetails()
                .destination())
        .isEqualTo("n***@e***");
    assertThat(errorOf(() -> reset("nobody@example.org", "123456")))
        .isEqualTo("CodeMismatchException");
  }

  @Test
  void deleteUser_endsTheAccount() {
    AuthenticationResultType session = newSession("gone@example.org");

    cloud.cognito.deleteUser(r -> r.accessToken(session.accessToken()));

    assertThat(errorOf(() -> user(session.accessToken()))).isEqualTo("NotAuthorizedException");
    assertThat(errorOf(() -> refresh(session.refreshToken()))).isEqualTo("NotAuthorizedException");
    assertThat(errorOf(() -> cloud.signIn("gone@example.org", TestCloud.PASSWORD)))
        .isEqualTo("NotAuthorizedException");
    assertThat(cloud.signUp("gone@example.org", TestCloud.PASSWORD)).isNotBlank();
  }

  private void reset(String email, String code) {
    cloud.cognito.confirmForgotPassword(
        r ->
            r.clientId(cloud.aws.clientId())
                .username(email)
                .confirmationCode(code)
                .password(OTHER_PASSWORD));
  }
}
