package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealward.local.aws.TestCloud.errorOf;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeMismatchException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidPasswordException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SignUpResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotConfirmedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;

@ExtendWith(SharedCloud.class)
class SignUpTest {
  private final TestCloud cloud;

  SignUpTest(TestCloud cloud) {
    this.cloud = cloud;
  }

  private SignUpResponse signUp(String email, String password) {
    return cloud.cognito.signUp(
        r -> r.clientId(cloud.aws.clientId()).username(email).password(password));
  }

  private void confirm(String email, String code) {
    cloud.cognito.confirmSignUp(
        r -> r.clientId(cloud.aws.clientId()).username(email).confirmationCode(code));
  }

  private String codeFor(String email) {
    return cloud.codes.getOrDefault(email, "none");
  }

  @Test
  void signUp_thenConfirmed_canSignIn() {
    SignUpResponse made = signUp("confirmed@example.org", TestCloud.PASSWORD);
    confirm("confirmed@example.org", codeFor("confirmed@example.org"));

    assertThat(made.userConfirmed()).isFalse();
    assertThat(made.codeDeliveryDetails().destination()).isEqualTo("c***@e***");
    assertThat(codeFor("confirmed@example.org")).matches("\\d{6}");
    assertThat(cloud.signIn("confirmed@example.org", TestCloud.PASSWORD).accessToken())
        .isNotBlank();
  }

  @Test
  void signIn_beforeConfirmation_isRefused() {
    signUp("unconfirmed@example.org", TestCloud.PASSWORD);

    assertThatThrownBy(() -> cloud.signIn("unconfirmed@example.org", TestCloud.PASSWORD))
        .isInstanceOf(UserNotConfirmedException.class);
  }

  @Test
  void confirm_wrongCode_isRefused_andTheRightOneStillWorks() {
    signUp("wrong-code@example.org", TestCloud.PASSWORD);
    String right = codeFor("wrong-code@example.org");
    String wrong = right.equals("000000") ? "000001" : "000000";

    assertThatThrownBy(() -> confirm("wrong-code@example.org", wrong))
        .isInstanceOf(CodeMismatchException.class);
    confirm("wrong-code@example.org", right);
  }

  @Test
  void confirm_fiveWrongCodes_areTheLimit() {
    signUp("guessing@example.org", TestCloud.PASSWORD);
    for (int i = 0; i < 5; i++) {
      assertThat(errorOf(() -> confirm("guessing@example.org", "abcdef")))
          .isEqualTo("CodeMismatchException");
    }

    assertThat(errorOf(() -> confirm("guessing@example.org", codeFor("guessing@example.org"))))
        .isEqualTo("LimitExceededException");
  }

  @Test
  void confirm_unknownUser_looksLikeAWrongCode() {
    assertThatThrownBy(() -> confirm("nobody@example.org", "123456"))
        .isInstanceOf(CodeMismatchException.class);
  }

  @Test
  void resend_makesTheOldCodeUseless() {
    signUp("resend@example.org", TestCloud.PASSWORD);
    String old = codeFor("resend@example.org");
    String newest = old;
    while (newest.equals(old)) {
      cloud.cognito.resendConfirmationCode(
          r -> r.clientId(cloud.aws.clientId()).username("resend@example.org"));
      newest = codeFor("resend@example.org");
    }

    assertThat(errorOf(() -> confirm("resend@example.org", old)))
        .isEqualTo("CodeMismatchException");
    confirm("resend@example.org", newest);
  }

  @Test
  void resend_unknownUser_looksLikeAKnownOne() {
    assertThat(
            cloud
                .cognito
                .resendConfirmationCode(
                    r -> r.clientId(cloud.aws.clientId()).username("nobody@example.org"))
                .codeDeliveryDetails()
                .destination())
        .isEqualTo("n***@e***");
    assertThat(cloud.codes).doesNotContainKey("nobody@example.org");
  }

  @Test
  void signUp_emailInUseInOtherCase_isRefused() {
    signUp("twice@example.org", TestCloud.PASSWORD);

    assertThatThrownBy(() -> signUp("Twice@Example.org", TestCloud.PASSWORD))
        .isInstanceOf(UsernameExistsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sw1!abc", "sw1!abcdefgh", "SW1!ABCDEFGH", "Swx!abcdefgh", "Sw1abcdefgh"})
  void signUp_passwordBelowThePolicy_isRefused(String password) {
    assertThatThrownBy(() -> signUp("policy@example.org", password))
        .isInstanceOf(InvalidPasswordException.class);
  }

  @Test
  void signUp_derivedLoginSecret_fulfilsThePolicy() {
    String derived = "Sw1!" + "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq";

    assertThat(signUp("derived@example.org", derived).userSub()).isNotBlank();
  }

  @Test
  void signUp_withoutEmailOrWithAForeignClient_isRefused() {
    assertThat(errorOf(() -> signUp("no-address", TestCloud.PASSWORD)))
        .isEqualTo("InvalidParameterException");
    assertThat(
            errorOf(
                () ->
                    cloud.cognito.signUp(
                        r ->
                            r.clientId("another-client")
                                .username("foreign@example.org")
                                .password(TestCloud.PASSWORD))))
        .isEqualTo("ResourceNotFoundException");
  }

  @Test
  void signUp_attributeThatWouldBeARole_isRefused() {
    AttributeType role = AttributeType.builder().name("custom:role").value("operator").build();

    assertThat(
            errorOf(
                () ->
                    cloud.cognito.signUp(
                        r ->
                            r.clientId(cloud.aws.clientId())
                                .username("role@example.org")
                                .password(TestCloud.PASSWORD)
                                .userAttributes(List.of(role)))))
        .isEqualTo("InvalidParameterException");
  }

  @Test
  void operation_thatThePoolDoesNotOffer_isRefused() {
    assertThat(
            errorOf(
                () ->
                    cloud.cognito.getUserAttributeVerificationCode(
                        r -> r.accessToken("x").attributeName("email"))))
        .isEqualTo("UnknownOperationException");
    assertThat(
            errorOf(
                () ->
                    cloud.cognito.initiateAuth(
                        r ->
                            r.clientId(cloud.aws.clientId())
                                .authFlow("CUSTOM_AUTH")
                                .authParameters(Map.of("USERNAME", "x")))))
        .isEqualTo("InvalidParameterException");
  }
}
