package org.sealward.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.local.aws.TestCloud.errorOf;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.SharedDynamoDb;
import org.sealward.local.aws.TestCloud.SignedIn;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/** Only an ID token of this pool, valid now, becomes credentials; everything like it does not. */
@ExtendWith(SharedCloud.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityPoolTest {
  private static final String REFUSED = "NotAuthorizedException";

  private final TestCloud cloud;
  private final SignedIn anna;
  private final SignedIn ben;
  private final RSAKey poolKey;

  IdentityPoolTest(TestCloud cloud) throws IOException, ParseException {
    this.cloud = cloud;
    this.anna = cloud.newUser("anna-identity@example.org");
    this.ben = cloud.newUser("ben-identity@example.org");
    // The pool's own private key: what it signs is right in everything but what a test changes.
    this.poolKey =
        (RSAKey) JWKSet.load(cloud.data.resolve("signing-keys.json").toFile()).getKeys().getLast();
  }

  private String idToken() {
    return anna.tokens().idToken();
  }

  private JWTClaimsSet claims() throws ParseException {
    return SignedJWT.parse(idToken()).getJWTClaimsSet();
  }

  private String outcome(String token) {
    return errorOf(
        () -> {
          cloud.identityId(token);
          cloud.credentials(anna.identityId(), token);
        });
  }

  private static String signed(JWSSigner signer, JWSHeader header, JWTClaimsSet claims)
      throws JOSEException {
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private String signedByPool(JWTClaimsSet claims) throws JOSEException {
    return signed(
        new RSASSASigner(poolKey),
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(poolKey.getKeyID()).build(),
        claims);
  }

  @Test
  void token_asIssued_givesCredentials() {
    assertThat(outcome(idToken())).isEqualTo("none");
  }

  @Test
  void token_signedAgainWithThePoolsKey_givesCredentials() throws Exception {
    assertThat(outcome(signedByPool(claims()))).isEqualTo("none");
  }

  @Test
  void token_ofAnotherKeyUnderThePoolsKeyId_isRefused() throws Exception {
    RSAKey other = new RSAKeyGenerator(2048).keyID(poolKey.getKeyID()).generate();

    assertThat(
            outcome(
                signed(
                    new RSASSASigner(other),
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(poolKey.getKeyID()).build(),
                    claims())))
        .isEqualTo(REFUSED);
  }

  @Test
  void token_bringingItsOwnKeyAlong_isRefused() throws Exception {
    RSAKey other = new RSAKeyGenerator(2048).keyID("own").generate();

    assertThat(
            outcome(
                signed(
                    new RSASSASigner(other),
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("own")
                        .jwk(other.toPublicJWK())
                        .build(),
                    claims())))
        .isEqualTo(REFUSED);
  }

  @Test
  void token_withoutSignature_isRefused() throws Exception {
    assertThat(outcome(new PlainJWT(claims()).serialize())).isEqualTo(REFUSED);
    String cut = idToken().substring(0, idToken().lastIndexOf('.') + 1);
    assertThat(outcome(cut)).isEqualTo(REFUSED);
  }

  @Test
  void token_hmacWithThePublicKeyAsSecret_isRefused() throws Exception {
    byte[] publicKey = poolKey.toPublicJWK().toJSONString().getBytes(UTF_8);

    assertThat(
            outcome(
                signed(
                    new MACSigner(publicKey),
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(poolKey.getKeyID()).build(),
                    claims())))
        .isEqualTo(REFUSED);
    assertThat(
            outcome(
                signed(
                    new MACSigner(poolKey.toRSAPublicKey().getEncoded()),
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(poolKey.getKeyID()).build(),
                    claims())))
        .isEqualTo(REFUSED);
  }

  @Test
  void token_otherRsaAlgorithm_isRefused() throws Exception {
    assertThat(
            outcome(
                signed(
                    new RSASSASigner(poolKey),
                    new JWSHeader.Builder(JWSAlgorithm.PS256).keyID(poolKey.getKeyID()).build(),
                    claims())))
        .isEqualTo(REFUSED);
  }

  @Test
  void token_anyClaimOff_isRefused() throws Exception {
    JWTClaimsSet right = claims();
    Map<String, JWTClaimsSet> off =
        Map.of(
            "issuer",
                new JWTClaimsSet.Builder(right)
                    .issuer("https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Another00")
                    .build(),
            "no issuer", new JWTClaimsSet.Builder(right).issuer(null).build(),
            "audience", new JWTClaimsSet.Builder(right).audience("another-client").build(),
            "no audience", new JWTClaimsSet.Builder(right).claim("aud", null).build(),
            "use", new JWTClaimsSet.Builder(right).claim("token_use", "access").build(),
            "no use", new JWTClaimsSet.Builder(right).claim("token_use", null).build(),
            "expired",
                new JWTClaimsSet.Builder(right)
                    .expirationTime(Date.from(cloud.time.instant().minus(Duration.ofSeconds(1))))
                    .build(),
            "no expiry", new JWTClaimsSet.Builder(right).expirationTime(null).build(),
            "no subject", new JWTClaimsSet.Builder(right).subject(null).build());

    for (Map.Entry<String, JWTClaimsSet> one : off.entrySet()) {
      assertThat(outcome(signedByPool(one.getValue()))).as(one.getKey()).isEqualTo(REFUSED);
    }
  }

  @Test
  void token_alteredInItsMiddle_isRefused() {
    String[] parts = idToken().split("\\.", -1);
    String otherPayload = ben.tokens().idToken().split("\\.", -1)[1];

    assertThat(outcome(parts[0] + "." + otherPayload + "." + parts[2])).isEqualTo(REFUSED);
  }

  @Test
  void token_forAccess_isRefused() {
    assertThat(outcome(anna.tokens().accessToken())).isEqualTo(REFUSED);
  }

  @Test
  void token_ofAnotherPool_isRefused(@TempDir Path data) {
    try (TestCloud other = new TestCloud(data.resolve("aws"), SharedDynamoDb::in)) {
      SignedIn foreigner = other.newUser("anna-identity@example.org");

      assertThat(outcome(foreigner.tokens().idToken())).isEqualTo(REFUSED);
      assertThat(
              errorOf(
                  () ->
                      cloud
                          .dynamoDb(foreigner.credentials())
                          .getItem(
                              r ->
                                  r.tableName(cloud.aws.privateBundlesTable())
                                      .key(TestCloud.key(foreigner.identityId())))))
          .isEqualTo("UnrecognizedClientException");
    }
  }

  @Test
  void token_underAnotherProvidersName_isRefused() {
    CognitoIdentityClient pool = cloud.identityPool();

    assertThat(
            errorOf(
                () ->
                    pool.getId(
                        r ->
                            r.identityPoolId(cloud.aws.identityPoolId())
                                .logins(Map.of("accounts.google.com", idToken())))))
        .isEqualTo(REFUSED);
  }

  @Test
  void guest_getsNeitherIdentityNorCredentials() {
    CognitoIdentityClient pool = cloud.identityPool();

    assertThat(errorOf(() -> pool.getId(r -> r.identityPoolId(cloud.aws.identityPoolId()))))
        .isEqualTo(REFUSED);
    assertThat(errorOf(() -> pool.getCredentialsForIdentity(r -> r.identityId(anna.identityId()))))
        .isEqualTo(REFUSED);
  }

  @Test
  void user_asksForAnothersIdentityOrRole_isRefused() {
    assertThat(errorOf(() -> cloud.credentials(ben.identityId(), idToken()))).isEqualTo(REFUSED);
    assertThat(
            errorOf(
                () ->
                    cloud
                        .identityPool()
                        .getCredentialsForIdentity(
                            r ->
                                r.identityId(anna.identityId())
                                    .logins(cloud.logins(idToken()))
                                    .customRoleArn(
                                        "arn:aws:iam::111122223333:role/sealward-service"))))
        .isEqualTo("InvalidParameterException");
  }

  @Test
  void identityId_ofOneUser_neverChanges() {
    assertThat(cloud.identityId(idToken())).isEqualTo(anna.identityId());
    assertThat(cloud.identityId(cloud.signIn(anna.email(), TestCloud.PASSWORD).idToken()))
        .isEqualTo(anna.identityId());
    assertThat(anna.identityId()).matches("eu-central-1:[0-9a-f-]{36}");
    assertThat(ben.identityId()).isNotEqualTo(anna.identityId());
  }

  @Test
  void operation_thatThePoolDoesNotOffer_isRefused() {
    assertThat(
            errorOf(
                () ->
                    cloud
                        .identityPool()
                        .getOpenIdToken(
                            r -> r.identityId(anna.identityId()).logins(cloud.logins(idToken())))))
        .isEqualTo("UnknownOperationException");
  }
}
