package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;

/** Signing in by SRP, against a client written from the public description. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {
  private TestCloud cloud;

  @BeforeAll
  void start(@TempDir Path data) {
    cloud = new TestCloud(data.resolve("aws"));
    cloud.signUp("anna@example.org", TestCloud.PASSWORD);
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  @Test
  void signIn_rightPassword_givesTokens() {
    AuthenticationResultType tokens = cloud.signIn("anna@example.org", TestCloud.PASSWORD);

    assertThat(tokens.idToken()).isNotBlank();
    assertThat(tokens.accessToken()).isNotBlank();
    assertThat(tokens.refreshToken()).isNotBlank();
    assertThat(tokens.tokenType()).isEqualTo("Bearer");
    assertThat(tokens.expiresIn()).isEqualTo(3600);
  }

  @Test
  void signIn_otherCaseOfEmail_givesTokens() {
    assertThat(cloud.signIn("Anna@Example.org", TestCloud.PASSWORD).idToken()).isNotBlank();
  }

  @Test
  void signIn_wrongPassword_isRefused() {
    assertThatThrownBy(() -> cloud.signIn("anna@example.org", TestCloud.PASSWORD + "x"))
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
                                Map.of(
                                    "USERNAME",
                                    "anna@example.org",
                                    "PASSWORD",
                                    TestCloud.PASSWORD))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("USER_PASSWORD_AUTH flow not enabled");
  }
}
