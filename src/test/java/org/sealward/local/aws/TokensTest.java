package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealward.local.aws.TestCloud.errorOf;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.SharedDynamoDb;
import org.sealward.local.aws.TestCloud.SignedIn;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;

/** Tokens as a verifier sees them that knows the JWKS only; their keys' rotation; their end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensTest {
  private TestCloud cloud;

  @BeforeAll
  void start(@TempDir Path data) {
    cloud =
        new TestCloud(
            data.resolve("aws"),
            options ->
                options.withLifetimes(
                    new LocalAws.Lifetimes(Duration.ofMinutes(15), Duration.ofMinutes(3))));
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  @AfterEach
  void backToThePresent() {
    cloud.time.reset();
  }

  /** What a verifier with the published keys of now takes from a token. */
  private JWTClaimsSet verified(String token) throws Exception {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.RS256, JWKSourceBuilder.create(cloud.aws.jwksUri().toURL()).build()));
    return processor.process(token, null);
  }

  private static String keyId(String token) throws Exception {
    return SignedJWT.parse(token).getHeader().getKeyID();
  }

  @Test
  void idToken_hasCognitosClaims() throws Exception {
    String sub = cloud.signUp("anna1@example.org", TestCloud.PASSWORD);

    JWTClaimsSet claims = verified(cloud.signIn("anna1@example.org", TestCloud.PASSWORD).idToken());

    assertThat(claims.getSubject()).isEqualTo(sub);
    assertThat(claims.getAudience()).isEqualTo(List.of(cloud.aws.clientId()));
    assertThat(claims.getIssuer())
        .isEqualTo("https://cognito-idp.eu-central-1.amazonaws.com/" + cloud.aws.userPoolId())
        .isEqualTo(cloud.aws.issuer());
    assertThat(claims.getStringClaim("token_use")).isEqualTo("id");
    assertThat(claims.getStringClaim("cognito:username")).isEqualTo(sub);
    assertThat(claims.getStringClaim("email")).isEqualTo("anna1@example.org");
    assertThat(claims.getBooleanClaim("email_verified")).isTrue();
    assertThat(claims.getStringClaim("origin_jti")).isNotBlank();
    assertThat(claims.getJWTID()).isNotBlank();
    long issued = claims.getIssueTime().toInstant().getEpochSecond();
    assertThat(claims.getLongClaim("auth_time")).isBetween(issued - 5, issued);
    assertThat(
            Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
        .isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void accessToken_hasCognitosClaims() throws Exception {
    String sub = cloud.signUp("anna2@example.org", TestCloud.PASSWORD);

    JWTClaimsSet claims =
        verified(cloud.signIn("anna2@example.org", TestCloud.PASSWORD).accessToken());

    assertThat(claims.getSubject()).isEqualTo(sub);
    assertThat(claims.getStringClaim("token_use")).isEqualTo("access");
    assertThat(claims.getStringClaim("client_id")).isEqualTo(cloud.aws.clientId());
    assertThat(claims.getStringClaim("username")).isEqualTo(sub);
    assertThat(claims.getStringClaim("scope")).isEqualTo("aws.cognito.signin.user.admin");
    assertThat(claims.getIssuer()).isEqualTo(cloud.aws.issuer());
    assertThat(claims.getAudience()).isEmpty();
  }

  @Test
  void jwks_holdsPublicHalvesOnly() throws Exception {
    JWKSet published = JWKSet.load(cloud.aws.jwksUri().toURL());

    assertThat(published.getKeys()).isNotEmpty().noneMatch(key -> key.isPrivate());
  }

  @Test
  void rotation_signsByTheNewKey_andKeepsTheOldOnePublished() throws Exception {
    cloud.signUp("anna4@example.org", TestCloud.PASSWORD);
    AuthenticationResultType before = cloud.signIn("anna4@example.org", TestCloud.PASSWORD);

    int published = JWKSet.load(cloud.aws.jwksUri().toURL()).getKeys().size();
    cloud.aws.rotateSigningKey();
    AuthenticationResultType after = cloud.signIn("anna4@example.org", TestCloud.PASSWORD);

    assertThat(keyId(after.idToken())).isNotEqualTo(keyId(before.idToken()));
    assertThat(JWKSet.load(cloud.aws.jwksUri().toURL()).getKeys()).hasSize(published + 1);
    verified(before.idToken());
    verified(after.idToken());
    assertThat(cloud.identityId(before.idToken())).isEqualTo(cloud.identityId(after.idToken()));
  }

  @Test
  void token_afterItsTime_isRefused() {
    SignedIn anna = cloud.newUser("anna5@example.org");
    cloud.time.pass(Duration.ofMinutes(14));
    assertThat(cloud.identityId(anna.tokens().idToken())).isEqualTo(anna.identityId());

    cloud.time.pass(Duration.ofMinutes(1));

    assertThat(errorOf(() -> cloud.identityId(anna.tokens().idToken())))
        .isEqualTo("NotAuthorizedException");
    assertThat(
            errorOf(() -> cloud.cognito.getUser(r -> r.accessToken(anna.tokens().accessToken()))))
        .isEqualTo("NotAuthorizedException");
  }

  @Test
  void temporaryCredentials_afterTheirTime_areRefused() {
    SignedIn anna = cloud.newUser("anna6@example.org");
    String table = cloud.aws.privateBundlesTable();
    Runnable read =
        () ->
            cloud
                .dynamoDb(anna.credentials())
                .getItem(r -> r.tableName(table).key(TestCloud.key(anna.identityId())));
    assertThat(errorOf(read)).isEqualTo("none");

    cloud.time.pass(Duration.ofMinutes(4));

    assertThat(errorOf(read)).isEqualTo("ExpiredTokenException");
  }

  @Test
  void restart_keepsTokensCredentialsAndKeys() throws Exception {
    SignedIn anna = cloud.newUser("anna7@example.org");
    String table = cloud.aws.privateBundlesTable();
    cloud
        .dynamoDb(anna.credentials())
        .putItem(r -> r.tableName(table).item(TestCloud.item(anna.identityId())));
    String poolId = cloud.aws.userPoolId();

    cloud.restart();

    assertThat(cloud.aws.userPoolId()).isEqualTo(poolId);
    verified(anna.tokens().idToken());
    assertThat(cloud.identityId(anna.tokens().idToken())).isEqualTo(anna.identityId());
    assertThat(
            cloud
                .dynamoDb(anna.credentials())
                .getItem(r -> r.tableName(table).key(TestCloud.key(anna.identityId())))
                .item())
        .isEqualTo(TestCloud.item(anna.identityId()));
  }

  @Test
  void tokenOfAnotherPool_failsAtTheVerifier(@TempDir Path data) {
    try (TestCloud other = new TestCloud(data.resolve("aws"), SharedDynamoDb::in)) {
      other.signUp("anna8@example.org", TestCloud.PASSWORD);
      String foreign = other.signIn("anna8@example.org", TestCloud.PASSWORD).idToken();

      assertThatThrownBy(() -> verified(foreign)).isInstanceOf(BadJOSEException.class);
    }
  }
}
