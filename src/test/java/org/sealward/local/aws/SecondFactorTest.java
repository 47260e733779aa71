package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealward.local.aws.TestCloud.errorOf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.SharedDynamoDb;
import org.sealward.probe.Authenticator;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeMismatchException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.EnableSoftwareTokenMfaException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExpiredCodeException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.RespondToAuthChallengeResponse;

/** TOTP as second factor, with an authenticator of the test's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorTest {
  private static final Duration STEP = Duration.ofSeconds(30);

  private TestCloud cloud;

  @BeforeAll
  void start(@TempDir Path data) {
    cloud = new TestCloud(data.resolve("aws"), SharedDynamoDb::in);
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  /** Enrols an authenticator; its first code is used up. */
  private Authenticator enrol(String email) {
    cloud.signUp(email, TestCloud.PASSWORD);
    String token = cloud.signIn(email, TestCloud.PASSWORD).accessToken();
    Authenticator authenticator = associate(token);
    cloud.cognito.verifySoftwareToken(
        r -> r.accessToken(token).userCode(authenticator.code(cloud.time.instant())));
    cloud.cognito.setUserMFAPreference(
        r ->
            r.accessToken(token).softwareTokenMfaSettings(s -> s.enabled(true).preferredMfa(true)));
    return authenticator;
  }

  private Authenticator associate(String accessToken) {
    return new Authenticator(
        cloud
            .cognito
            .associateSoftwareToken(r -> r.accessToken(accessToken))
            .secretCode()
            .toCharArray());
  }

  private RespondToAuthChallengeResponse answer(String session, String name, String code) {
    return cloud.cognito.respondToAuthChallenge(
        r ->
            r.clientId(cloud.aws.clientId())
                .challengeName(ChallengeNameType.SOFTWARE_TOKEN_MFA)
                .session(session)
                .challengeResponses(Map.of("USERNAME", name, "SOFTWARE_TOKEN_MFA_CODE", code)));
  }

  @Test
  void signIn_withSecondFactor_givesTokensOnlyAfterTheCode() {
    Authenticator authenticator = enrol("totp@example.org");
    cloud.time.pass(STEP);

    RespondToAuthChallengeResponse asked = cloud.srp("totp@example.org", TestCloud.PASSWORD);
    assertThat(asked.challengeName()).isEqualTo(ChallengeNameType.SOFTWARE_TOKEN_MFA);
    assertThat(asked.authenticationResult()).isNull();

    RespondToAuthChallengeResponse done =
        answer(asked.session(), "totp@example.org", authenticator.code(cloud.time.instant()));
    assertThat(done.authenticationResult().accessToken()).isNotBlank();
    assertThat(
            cloud
                .cognito
                .getUser(r -> r.accessToken(done.authenticationResult().accessToken()))
                .preferredMfaSetting())
        .isEqualTo("SOFTWARE_TOKEN_MFA");
  }

  @Test
  void signIn_wrongCode_isRefused_andTheRightOneStillWorks() {
    Authenticator authenticator = enrol("wrong-totp@example.org");
    cloud.time.pass(STEP);
    String session = cloud.srp("wrong-totp@example.org", TestCloud.PASSWORD).session();
    String right = authenticator.code(cloud.time.instant());
    String wrong = right.equals("000000") ? "000001" : "000000";

    assertThatThrownBy(() -> answer(session, "wrong-totp@example.org", wrong))
        .isInstanceOf(CodeMismatchException.class);
    assertThat(answer(session, "wrong-totp@example.org", right).authenticationResult()).isNotNull();
  }

  @Test
  void signIn_codeUsedBefore_isRefused() {
    Authenticator authenticator = enrol("replay@example.org");
    cloud.time.pass(STEP);
    String code = authenticator.code(cloud.time.instant());
    answer(
        cloud.srp("replay@example.org", TestCloud.PASSWORD).session(), "replay@example.org", code);
    String session = cloud.srp("replay@example.org", TestCloud.PASSWORD).session();

    assertThatThrownBy(() -> answer(session, "replay@example.org", code))
        .isInstanceOf(ExpiredCodeException.class);
  }

  @Test
  void signIn_codeUsedAtEnrolment_isRefused() {
    // To the beginning of a step, so that it is the same when the code is used again.
    cloud.time.pass(
        STEP.minusMillis(Math.floorMod(cloud.time.instant().toEpochMilli(), STEP.toMillis())));
    Authenticator authenticator = enrol("enrolment@example.org");
    String session = cloud.srp("enrolment@example.org", TestCloud.PASSWORD).session();

    assertThatThrownBy(
            () ->
                answer(session, "enrolment@example.org", authenticator.code(cloud.time.instant())))
        .isInstanceOf(ExpiredCodeException.class);
  }

  @Test
  void signIn_manyWrongCodes_locksThePasswordToo() {
    enrol("guess-totp@example.org");
    String session = cloud.srp("guess-totp@example.org", TestCloud.PASSWORD).session();
    for (int i = 0; i < 7; i++) {
      errorOf(() -> answer(session, "guess-totp@example.org", "abcdef"));
    }

    assertThat(errorOf(() -> cloud.srp("guess-totp@example.org", TestCloud.PASSWORD)))
        .isEqualTo("NotAuthorizedException");
  }

  @Test
  void session_madeUpOrTooOld_isRefused() {
    Authenticator authenticator = enrol("session@example.org");
    cloud.time.pass(STEP);
    String session = cloud.srp("session@example.org", TestCloud.PASSWORD).session();
    assertThat(errorOf(() -> answer("made-up", "session@example.org", "123456")))
        .isEqualTo("NotAuthorizedException");

    cloud.time.pass(Duration.ofMinutes(4));
    String code = authenticator.code(cloud.time.instant());

    assertThat(errorOf(() -> answer(session, "session@example.org", code)))
        .isEqualTo("NotAuthorizedException");
  }

  @Test
  void enrolment_wrongCode_isRefused_andAsksNothingAtSignIn() {
    cloud.signUp("half@example.org", TestCloud.PASSWORD);
    String token = cloud.signIn("half@example.org", TestCloud.PASSWORD).accessToken();
    associate(token);

    assertThatThrownBy(
            () -> cloud.cognito.verifySoftwareToken(r -> r.accessToken(token).userCode("abcdef")))
        .isInstanceOf(EnableSoftwareTokenMfaException.class);
    assertThat(
            errorOf(
                () ->
                    cloud.cognito.setUserMFAPreference(
                        r -> r.accessToken(token).softwareTokenMfaSettings(s -> s.enabled(true)))))
        .isEqualTo("InvalidParameterException");
    assertThat(cloud.signIn("half@example.org", TestCloud.PASSWORD)).isNotNull();
  }

  @Test
  void newAuthenticator_beforeItsFirstCode_leavesTheOldOneInForce() {
    Authenticator old = enrol("replaced@example.org");
    cloud.time.pass(STEP);
    String token =
        answer(
                cloud.srp("replaced@example.org", TestCloud.PASSWORD).session(),
                "replaced@example.org",
                old.code(cloud.time.instant()))
            .authenticationResult()
            .accessToken();
    associate(token);
    cloud.time.pass(STEP);

    RespondToAuthChallengeResponse asked = cloud.srp("replaced@example.org", TestCloud.PASSWORD);

    assertThat(asked.challengeName()).isEqualTo(ChallengeNameType.SOFTWARE_TOKEN_MFA);
    assertThat(
            answer(asked.session(), "replaced@example.org", old.code(cloud.time.instant()))
                .authenticationResult())
        .isNotNull();
  }
}
