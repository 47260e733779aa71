package org.sealward.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.platform.Problem;

/** Tokens against a pool of this test's own; its clock stands still. */
final class CognitoTokensTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/pool";
  private static final String CLIENT = "client-1";
  private static final UUID USER = UUID.fromString("6d2b9a54-0f3e-4c55-9a51-2f2f1a0d3c11");

  private RSAKey key;
  private volatile String published = "";
  private HttpServer jwks;
  private CognitoTokens tokens;

  @BeforeEach
  void publishKeys() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    published = new JWKSet(key).toString();
    jwks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    jwks.createContext(
        "/",
        exchange -> {
          byte[] body = published.getBytes(UTF_8);
          exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    jwks.start();
    tokens =
        new CognitoTokens(
            new CognitoProperties(
                "eu-central-1",
                "pool",
                CLIENT,
                "identity-pool",
                URI.create(ISSUER),
                URI.create("http://127.0.0.1:" + jwks.getAddress().getPort() + "/jwks.json")),
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    jwks.stop(0);
  }

  private static JWTClaimsSet.Builder access() {
    return new JWTClaimsSet.Builder()
        .subject(USER.toString())
        .issuer(ISSUER)
        .claim("client_id", CLIENT)
        .claim("token_use", "access")
        .issueTime(Date.from(NOW))
        .expirationTime(Date.from(NOW.plusSeconds(600)));
  }

  private static String signed(RSAKey by, JWTClaimsSet claims) throws JOSEException {
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(), claims);
    jwt.sign(new RSASSASigner(by));
    return jwt.serialize();
  }

  private boolean accepts(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
    return tokens.verifyAccess(signed(key, change.apply(access()).build())).isPresent();
  }

  @Test
  void accessToken_ofOurClient_isTheCaller() throws JOSEException {
    AccessToken token = tokens.verifyAccess(signed(key, access().build())).orElseThrow();

    assertThat(token.caller().userId()).isEqualTo(USER);
    assertThat(token.caller().roles()).containsExactly(Role.PATIENT);
    assertThat(token.expiresAt()).isEqualTo(NOW.plusSeconds(600));
  }

  @Test
  void requiredClaim_thatIsNull_isRefused() throws JOSEException {
    for (String name : List.of("none", "sub", "exp", "iat")) {
      Map<String, Object> claims = new HashMap<>(access().build().toJSONObject());
      claims.put(name, null);
      var token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), new Payload(claims));
      token.sign(new RSASSASigner(key));

      assertThat(tokens.verifyAccess(token.serialize()).isPresent())
          .as(name)
          .isEqualTo(name.equals("none"));
    }
  }

  @Test
  void groups_becomeRoles_andUnknownOnesNothing() throws JOSEException {
    String token =
        signed(
            key,
            access()
                .claim("cognito:groups", List.of("specialist", "institution-admin", "choir"))
                .build());

    assertThat(tokens.verifyAccess(token).orElseThrow().caller().roles())
        .containsExactlyInAnyOrder(Role.SPECIALIST, Role.INSTITUTION_ADMIN);
  }

  @Test
  void operator_withAnotherRole_isRefused() throws JOSEException {
    assertThat(accepts(c -> c.claim("cognito:groups", List.of("operator", "specialist"))))
        .isFalse();
    assertThat(accepts(c -> c.claim("cognito:groups", List.of("operator")))).isTrue();
  }

  @Test
  void token_thatIsNotOurs_isRefused() throws JOSEException {
    assertThat(accepts(c -> c)).isTrue();
    assertThat(accepts(c -> c.issuer(ISSUER + "2"))).isFalse();
    assertThat(accepts(c -> c.claim("client_id", "another"))).isFalse();
    assertThat(accepts(c -> c.claim("client_id", null).audience(CLIENT))).isFalse();
    assertThat(accepts(c -> c.claim("token_use", "id"))).isFalse();
    assertThat(accepts(c -> c.expirationTime(Date.from(NOW.minusSeconds(31))))).isFalse();
    assertThat(accepts(c -> c.expirationTime(null))).isFalse();
    assertThat(accepts(c -> c.notBeforeTime(Date.from(NOW.plus(Duration.ofMinutes(5)))))).isFalse();
    assertThat(accepts(c -> c.subject("not-a-uuid"))).isFalse();
  }

  @Test
  void token_ofAnotherKey_isRefused() throws JOSEException {
    RSAKey foreign = new RSAKeyGenerator(2048).keyID("one").generate();
    RSAKey unknown = new RSAKeyGenerator(2048).keyID("unknown").generate();

    assertThat(tokens.verifyAccess(signed(foreign, access().build()))).isEmpty();
    assertThat(tokens.verifyAccess(signed(unknown, access().build()))).isEmpty();
    assertThat(tokens.verifyAccess(signed(key, access().build()))).isPresent();
  }

  @Test
  void token_withoutSignature_isRefused() {
    assertThat(tokens.verifyAccess(new PlainJWT(access().build()).serialize())).isEmpty();
  }

  /** The public key, which everybody knows, used as the secret of a MAC. */
  @Test
  void token_withConfusedAlgorithm_isRefused() throws JOSEException {
    byte[] publicKey = key.toRSAPublicKey().getEncoded();
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), access().build());
    jwt.sign(new MACSigner(publicKey));

    assertThat(tokens.verifyAccess(jwt.serialize())).isEmpty();
  }

  @Test
  void token_withAnyPartAltered_isRefused() throws JOSEException {
    String good = signed(key, access().build());
    for (int i : new int[] {3, good.indexOf('.') + 5, good.lastIndexOf('.') + 5}) {
      char other = good.charAt(i) == 'A' ? 'B' : 'A';
      String bad = good.substring(0, i) + other + good.substring(i + 1);
      assertThat(tokens.verifyAccess(bad)).isEmpty();
    }
    assertThat(tokens.verifyAccess("")).isEmpty();
    assertThat(tokens.verifyAccess("a.b.c")).isEmpty();
  }

  @Test
  void rotatedKey_isFollowedAtOnce_andTheOldOneWhileItIsPublished() throws JOSEException {
    String old = signed(key, access().build());
    assertThat(tokens.verifyAccess(old)).isPresent();

    RSAKey next = new RSAKeyGenerator(2048).keyID("two").generate();
    published = new JWKSet(List.of(key, next)).toString();

    assertThat(tokens.verifyAccess(signed(next, access().build()))).isPresent();
    assertThat(tokens.verifyAccess(old)).isPresent();
  }

  @Test
  void token_ofAKeyThatCannotBeFetched_isNotJudged() throws JOSEException {
    String old = signed(key, access().build());
    assertThat(tokens.verifyAccess(old)).isPresent();
    published = "";
    String next = signed(new RSAKeyGenerator(2048).keyID("two").generate(), access().build());

    // In the end without a fetch, which the limit of their rate forbids.
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> tokens.verifyAccess(next))
          .isInstanceOfSatisfying(
              Problem.class,
              problem ->
                  assertThat(problem.type()).isEqualTo(IdentityProblem.TOKEN_KEYS_UNAVAILABLE));
    }
    assertThat(tokens.verifyAccess(old)).isPresent();
    assertThat(tokens.verifyAccess(new PlainJWT(access().build()).serialize())).isEmpty();
    assertThat(accepts(c -> c.issuer(ISSUER + "2"))).isFalse();
  }

  @Test
  void keysFetched_areThoseOfTheLastFetch_noneWhenItFails() throws JOSEException {
    assertThat(tokens.keysFetched()).as("before the first").isNaN();
    assertThat(tokens.verifyAccess(signed(key, access().build()))).isPresent();
    assertThat(tokens.keysFetched()).isEqualTo(1);

    RSAKey next = new RSAKeyGenerator(2048).keyID("two").generate();
    published = "";
    assertThatThrownBy(() -> tokens.verifyAccess(signed(next, access().build())))
        .isInstanceOf(Problem.class);
    assertThat(tokens.keysFetched()).isZero();
  }

  @Test
  void identityToken_ofSomebodyElse_isRefused() throws JOSEException {
    var caller = new Caller(USER, java.util.Set.of(Role.PATIENT));
    JWTClaimsSet.Builder identity =
        new JWTClaimsSet.Builder()
            .subject(USER.toString())
            .issuer(ISSUER)
            .audience(CLIENT)
            .claim("token_use", "id")
            .issueTime(Date.from(NOW))
            .expirationTime(Date.from(NOW.plusSeconds(600)));
    String own = signed(key, identity.build());
    String others = signed(key, identity.subject(UUID.randomUUID().toString()).build());

    assertThatCode(() -> tokens.requireIdentity(own, caller)).doesNotThrowAnyException();
    assertThatThrownBy(() -> tokens.requireIdentity(others, caller)).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> tokens.requireIdentity(signed(key, access().build()), caller))
        .isInstanceOf(Problem.class);
  }
}
