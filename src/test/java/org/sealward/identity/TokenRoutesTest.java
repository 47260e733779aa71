package org.sealward.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
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
import com.sun.net.httpserver.HttpServer;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealward.TestService;
import org.sealward.limits.RawConnection;

/** Tokens at a node whose user pool has a key of this test's own. */
final class TokenRoutesTest {
  private static final String ISSUER =
      "https://cognito-idp.eu-central-1.amazonaws.com/pool-of-test";
  private static final String CLIENT = "client-of-test";
  private static final UUID USER = UUID.randomUUID();

  private static RSAKey key;
  private static RSAKey foreign;
  private static HttpServer jwks;
  private static EmbeddedServer node;

  @BeforeAll
  static void start() throws Exception {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    foreign = new RSAKeyGenerator(2048).keyID("one").generate();
    jwks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    publish("/pool", key);
    publish("/foreign", foreign);
    jwks.start();
    node =
        TestService.get()
            .node(
                Map.of(
                    "sealward.cognito.issuer", ISSUER,
                    "sealward.cognito.client-id", CLIENT,
                    "sealward.cognito.jwks-uri", jwks("/pool").toString()));
  }

  private static URI jwks(String path) {
    return URI.create("http://127.0.0.1:" + jwks.getAddress().getPort() + path);
  }

  private static void publish(String path, RSAKey published) {
    byte[] body = new JWKSet(published).toString().getBytes(UTF_8);
    jwks.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @AfterAll
  static void stop() {
    node.close();
    jwks.stop(0);
  }

  private static Instant now() {
    return Clock.systemUTC().instant();
  }

  private static JWTClaimsSet.Builder access() {
    return new JWTClaimsSet.Builder()
        .subject(USER.toString())
        .issuer(ISSUER)
        .claim("client_id", CLIENT)
        .claim("token_use", "access")
        .issueTime(Date.from(now()))
        .expirationTime(Date.from(now().plusSeconds(600)));
  }

  private static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one");
  }

  private static String signed(RSAKey by, JWSHeader header, String claims) throws Exception {
    var jws = new JWSObject(header, new Payload(claims));
    jws.sign(new RSASSASigner(by));
    return jws.serialize();
  }

  private static String with(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    return signed(key, header().build(), change.apply(access()).build().toString());
  }

  private static String mac(byte[] secret) throws Exception {
    var jws =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(),
            new Payload(access().build().toString()));
    jws.sign(new MACSigner(secret));
    return jws.serialize();
  }

  private static String part(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private interface Forgery {
    String make() throws Exception;
  }

  @SuppressWarnings("ImmutableEnumChecker") // a forgery makes a token and keeps nothing
  enum Token {
    EXPIRED(() -> with(c -> c.expirationTime(Date.from(now().minusSeconds(60))))),
    WITHOUT_EXPIRY(() -> with(c -> c.expirationTime(null))),
    NOT_YET_VALID(() -> with(c -> c.notBeforeTime(Date.from(now().plusSeconds(300))))),
    OF_A_FOREIGN_POOL(() -> with(c -> c.issuer(ISSUER + "-2"))),
    OF_A_FOREIGN_CLIENT(() -> with(c -> c.claim("client_id", "another"))),
    FOR_ANOTHER_AUDIENCE(() -> with(c -> c.claim("client_id", null).audience(CLIENT))),
    IDENTITY_FOR_ACCESS(
        () -> with(c -> c.claim("client_id", null).audience(CLIENT).claim("token_use", "id"))),
    OF_ANOTHER_USE(() -> with(c -> c.claim("token_use", "refresh"))),
    WITHOUT_USE(() -> with(c -> c.claim("token_use", null))),
    WITHOUT_SUBJECT(() -> with(c -> c.subject(null))),
    SUBJECT_THAT_IS_NO_ID(() -> with(c -> c.subject("root"))),
    UNSIGNED(() -> new PlainJWT(access().build()).serialize()),
    SIGNATURE_LEFT_OUT(() -> with(c -> c).replaceFirst("\\.[^.]*$", ".")),
    HS256_WITH_THE_PUBLIC_KEY(() -> mac(key.toRSAPublicKey().getEncoded())),
    HS256_WITH_THE_MODULUS(() -> mac(key.getModulus().decode())),
    RS512(
        () ->
            signed(
                key,
                new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("one").build(),
                access().build().toString())),
    UNKNOWN_KEY_ID(() -> signed(key, header().keyID("two").build(), access().build().toString())),
    FOREIGN_KEY_UNDER_OUR_ID(() -> signed(foreign, header().build(), access().build().toString())),
    FOREIGN_KEY_IN_THE_HEADER(
        () ->
            signed(
                foreign, header().jwk(foreign.toPublicJWK()).build(), access().build().toString())),
    FOREIGN_KEYS_BY_URL(
        () ->
            signed(
                foreign, header().jwkURL(jwks("/foreign")).build(), access().build().toString())),
    CRITICAL_HEADER(
        () ->
            signed(
                key,
                header().criticalParams(java.util.Set.of("b64x")).customParam("b64x", true).build(),
                access().build().toString())),
    OTHER_TYPE(
        () ->
            signed(
                key,
                header().type(new JOSEObjectType("dpop+jwt")).build(),
                access().build().toString())),
    CLAIMS_ALTERED(
        () -> {
          String[] parts = with(c -> c).split("\\.", -1);
          String other =
              part(
                  access()
                      .claim("cognito:groups", List.of("operator"))
                      .build()
                      .toString()
                      .getBytes(UTF_8));
          return parts[0] + "." + other + "." + parts[2];
        }),
    CLAIMS_THAT_ARE_NO_JSON(() -> signed(key, header().build(), "{\"sub\":")),
    HEADER_THAT_IS_NO_UTF8(
        () -> part(new byte[] {'{', (byte) 0xff, '}'}) + ".e30." + part(new byte[256])),
    GROUPS_OF_ANOTHER_TYPE(() -> with(c -> c.claim("cognito:groups", Map.of("a", 1)))),
    OPERATOR_AND_SPECIALIST(
        () -> with(c -> c.claim("cognito:groups", List.of("operator", "specialist")))),
    OVERSIZED(() -> with(c -> c.claim("filler", "x".repeat(40_000)))),
    NOT_A_TOKEN(() -> "a.b.c");

    private final Forgery forgery;

    Token(Forgery forgery) {
      this.forgery = forgery;
    }
  }

  private static RawConnection.Answer me(String token) throws IOException {
    try (var connection = new RawConnection(node.getURI())) {
      return connection
          .send("GET /v1/me HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + token + "\r\n\r\n")
          .answer();
    }
  }

  private static String firstFrame(String token) throws IOException {
    try (var socket = new RawConnection(node.getURI())) {
      assertThat(
              socket
                  .send(
                      """
                      GET /v1/stream HTTP/1.1\r
                      Host: h\r
                      Upgrade: websocket\r
                      Connection: Upgrade\r
                      Sec-WebSocket-Version: 13\r
                      Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                      \r
                      """)
                  .answer()
                  .status())
          .isEqualTo(101);
      String frame = "{\"type\":\"authenticate\",\"token\":\"" + token + "\"}";
      return socket.send(RawConnection.frame(1, true, frame.getBytes(UTF_8))).text();
    }
  }

  @ParameterizedTest
  @EnumSource(Token.class)
  void token_thatIsNotAGoodOne_isRefusedOverHttpAndWebSocket(Token token) throws Exception {
    String good = with(c -> c);
    assertThat(me(good).status()).isEqualTo(200);

    String bad = token.forgery.make();
    assertThat(me(bad).status()).isEqualTo(token == Token.OVERSIZED ? 431 : 401);
    assertThat(me(good).status()).isEqualTo(200);
    if (token != Token.OVERSIZED) {
      assertThat(firstFrame(bad)).contains("\"refused\"", "token-refused");
    }
    assertThat(firstFrame(good)).contains("\"ready\"");
  }

  @ParameterizedTest
  @EnumSource(
      value = Token.class,
      names = {"OVERSIZED"})
  void token_oversized_isRefusedOverWebSocket_unlessItIsGood(Token token) throws Exception {
    // Its size alone is no fault of a token that the pool signed.
    assertThat(firstFrame(token.forgery.make())).contains("\"ready\"");
    assertThat(firstFrame("x".repeat(200_000))).contains("\"refused\"");
  }
}
