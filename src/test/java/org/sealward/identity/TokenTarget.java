package org.sealward.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.sealward.fuzz.Choice;
import org.sealward.fuzz.Target;
import org.sealward.platform.Problem;

/** Access and identity tokens: whole ones, and claims and headers that the pool signed. */
public final class TokenTarget implements Target {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final RSAKey key;
  private final CognitoTokens tokens;
  private final Target inputs =
      Choice.of(
          input -> unsigned(new String(input, UTF_8)), this::signedClaims, this::signedHeader);

  public TokenTarget() throws Exception {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    Path jwks = Files.createTempFile("jwks", ".json");
    jwks.toFile().deleteOnExit();
    Files.writeString(jwks, new JWKSet(key).toString());
    tokens =
        new CognitoTokens(
            new CognitoProperties(
                "eu-central-1",
                "pool",
                "client-1",
                "identity-pool",
                URI.create("https://issuer.example/pool"),
                jwks.toUri()),
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Override
  public void accept(byte[] input) throws Exception {
    inputs.accept(input);
  }

  private void unsigned(String token) {
    assertThat(tokens.verifyAccess(token)).isEmpty();
    identity(token);
  }

  private void signedClaims(byte[] claims) throws Exception {
    signed(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build().toBase64URL(),
        Base64URL.encode(claims));
  }

  private void signedHeader(byte[] header) throws Exception {
    signed(
        Base64URL.encode(header),
        Base64URL.encode(
            """
            {"sub":"00000000-0000-0001-0000-000000000002","iss":"https://issuer.example/pool",\
            "client_id":"client-1","token_use":"access","iat":1772366400,"exp":1772367000}"""));
  }

  private void signed(Base64URL header, Base64URL claims) throws Exception {
    String token = header + "." + claims;
    Base64URL signature =
        new RSASSASigner(key).sign(new JWSHeader(JWSAlgorithm.RS256), token.getBytes(UTF_8));
    Optional<AccessToken> accepted = tokens.verifyAccess(token + "." + signature);
    accepted.ifPresent(
        access -> {
          assertThat(access.expiresAt()).isAfter(NOW.minusSeconds(31));
          assertThat(claims.decodeToString()).contains("sub", "exp", "iat", "access");
        });
    identity(token + "." + signature);
  }

  private void identity(String token) {
    try {
      tokens.requireIdentity(token, new Caller(new UUID(1, 2), Set.of(Role.PATIENT)));
    } catch (Problem refused) {
      assertThat(refused.type()).isEqualTo(IdentityProblem.IDENTITY_TOKEN_REFUSED);
    }
  }
}
