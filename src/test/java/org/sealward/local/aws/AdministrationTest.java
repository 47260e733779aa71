package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.local.aws.TestCloud.errorOf;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sealward.local.aws.TestCloud.SignedIn;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminGetUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;

/** The admin calls of the service, decided by its role's policy. */
@ExtendWith(SharedCloud.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdministrationTest {
  private static final String DENIED = "AccessDeniedException";

  private final TestCloud cloud;
  private final SignedIn anna;

  AdministrationTest(TestCloud cloud) {
    this.cloud = cloud;
    this.anna = cloud.newUser("anna-admin@example.org");
  }

  private CognitoIdentityProviderClient as(AwsCredentials credentials) {
    return cloud.client(
        CognitoIdentityProviderClient.builder(), StaticCredentialsProvider.create(credentials));
  }

  private void addToGroup(AwsCredentials credentials, String group) {
    as(credentials)
        .adminAddUserToGroup(
            r -> r.userPoolId(cloud.aws.userPoolId()).username(anna.sub()).groupName(group));
  }

  private static JWTClaimsSet claims(String token) throws ParseException {
    return SignedJWT.parse(token).getJWTClaimsSet();
  }

  @Test
  void service_addsAGroup_andTokensFollow() throws ParseException {
    addToGroup(cloud.serviceCredentials(), "specialist");

    var tokens = cloud.signIn(anna.email(), TestCloud.PASSWORD);

    assertThat(claims(tokens.accessToken()).getStringListClaim("cognito:groups"))
        .containsExactly("specialist");
    assertThat(claims(tokens.idToken()).getStringListClaim("cognito:groups"))
        .containsExactly("specialist");
    assertThat(claims(anna.tokens().accessToken()).getClaim("cognito:groups")).isNull();
  }

  @Test
  void service_looksAUserUp_byEmail() {
    AdminGetUserResponse found =
        as(cloud.serviceCredentials())
            .adminGetUser(r -> r.userPoolId(cloud.aws.userPoolId()).username(anna.email()));

    assertThat(found.username()).isEqualTo(anna.sub());
    assertThat(found.userStatus()).isEqualTo(UserStatusType.CONFIRMED);
    assertThat(found.enabled()).isTrue();
    assertThat(found.userCreateDate()).isNotNull();
  }

  @Test
  void service_namesUnknownUserGroupOrPool_isRefused() {
    CognitoIdentityProviderClient service = as(cloud.serviceCredentials());
    String pool = cloud.aws.userPoolId();

    assertThat(errorOf(() -> service.adminGetUser(r -> r.userPoolId(pool).username("nobody"))))
        .isEqualTo("UserNotFoundException");
    assertThat(errorOf(() -> addToGroup(cloud.serviceCredentials(), "emperor")))
        .isEqualTo("ResourceNotFoundException");
    assertThat(
            errorOf(
                () ->
                    service.adminGetUser(
                        r -> r.userPoolId("eu-central-1_AnotherPl").username(anna.sub()))))
        .isEqualTo("ResourceNotFoundException");
  }

  @Test
  void service_setsAPasswordListsUsersOrTakesFromAGroup_isDenied() {
    CognitoIdentityProviderClient service = as(cloud.serviceCredentials());

    assertThat(
            errorOf(
                () ->
                    service.adminRemoveUserFromGroup(
                        r ->
                            r.userPoolId(cloud.aws.userPoolId())
                                .username(anna.sub())
                                .groupName("specialist"))))
        .isEqualTo(DENIED);

    assertThat(
            errorOf(
                () ->
                    service.adminSetUserPassword(
                        r ->
                            r.userPoolId(cloud.aws.userPoolId())
                                .username(anna.sub())
                                .password(TestCloud.PASSWORD)
                                .permanent(true))))
        .isEqualTo(DENIED);
    assertThat(errorOf(() -> service.listUsers(r -> r.userPoolId(cloud.aws.userPoolId()))))
        .isEqualTo(DENIED);
  }

  @Test
  void owner_promotesItself_isDenied() {
    assertThat(errorOf(() -> addToGroup(anna.credentials(), "operator"))).isEqualTo(DENIED);
  }

  @Test
  void stranger_withWrongSecretOrNone_isRefused() {
    AwsCredentials wrong =
        AwsBasicCredentials.create(cloud.aws.serviceCredentials().id(), "not-the-secret");

    assertThat(errorOf(() -> addToGroup(wrong, "operator"))).isEqualTo("InvalidSignatureException");
    assertThat(
            errorOf(
                () ->
                    addToGroup(
                        AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret"), "operator")))
        .isEqualTo("UnrecognizedClientException");
  }

  @Test
  void seededOperator_signsIn_withItsRole() throws ParseException {
    cloud.aws.createConfirmedUser(
        "operator@example.org", TestCloud.PASSWORD.toCharArray(), Set.of("operator"));

    var asked = cloud.srp("operator@example.org", TestCloud.PASSWORD);
    assertThat(asked.challengeName()).isEqualTo(ChallengeNameType.SOFTWARE_TOKEN_MFA);
    String token =
        cloud
            .cognito
            .respondToAuthChallenge(
                r ->
                    r.clientId(cloud.aws.clientId())
                        .challengeName(asked.challengeName())
                        .session(asked.session())
                        .challengeResponses(
                            Map.of(
                                "USERNAME",
                                "operator@example.org",
                                "SOFTWARE_TOKEN_MFA_CODE",
                                cloud.aws.authenticatorCode("operator@example.org"))))
            .authenticationResult()
            .accessToken();
    assertThat(claims(token).getStringListClaim("cognito:groups")).isEqualTo(List.of("operator"));
  }
}
