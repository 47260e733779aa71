package org.sealward.local.aws.cognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.local.aws.account.Account;

/** Issues and checks ID and access tokens with the claims that Cognito's have. */
public final class Tokens {
  /** The kinds of token, by their {@code token_use}. */
  public enum Use {
    ID("id"),
    ACCESS("access");

    private final String claim;

    Use(String claim) {
      this.claim = claim;
    }
  }

  /**
   * A sign-in, from which any number of tokens come.
   *
   * @param originId {@code origin_jti}, by which all its tokens are revoked together
   */
  record SignIn(String originId, String sub, Instant authenticatedAt) {}

  /** What a valid token says. */
  public record Verified(String sub, String originId) {}

  private final Account account;
  private final SigningKeys keys;
  private final Clock clock;
  private final Duration lifetime;

  /**
   * @param lifetime of ID and access tokens
   */
  public Tokens(Account account, SigningKeys keys, Clock clock, Duration lifetime) {
    this.account = account;
    this.keys = keys;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  Duration lifetime() {
    return lifetime;
  }

  String idToken(User user, SignIn signIn) {
    JWTClaimsSet.Builder claims =
        common(user, signIn)
            .claim("token_use", Use.ID.claim)
            .audience(account.clientId())
            .claim("cognito:username", user.sub())
            .claim("email", user.email())
            .claim("email_verified", true);
    return sign(claims);
  }

  String accessToken(User user, SignIn signIn) {
    JWTClaimsSet.Builder claims =
        common(user, signIn)
            .claim("token_use", Use.ACCESS.claim)
            .claim("client_id", account.clientId())
            .claim("username", user.sub())
            .claim("scope", "aws.cognito.signin.user.admin");
    return sign(claims);
  }

  /** What the token says; absent unless signature, issuer, client, use and time are all right. */
  public Optional<Verified> verify(String token, Use use) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWSHeader header = jwt.getHeader();
      String keyId = header.getKeyID();
      if (!header.getAlgorithm().equals(JWSAlgorithm.RS256) || keyId == null) {
        return Optional.empty();
      }
      Optional<RSAKey> key = keys.byId(keyId);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      JWSVerifier verifier = new RSASSAVerifier(key.get().toPublicJWK());
      return jwt.verify(verifier) ? check(jwt.getJWTClaimsSet(), use) : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  private Optional<Verified> check(JWTClaimsSet claims, Use use) throws ParseException {
    String client =
        switch (use) {
          case ID -> claims.getAudience().size() == 1 ? claims.getAudience().getFirst() : null;
          case ACCESS -> claims.getStringClaim("client_id");
        };
    Date expires = claims.getExpirationTime();
    boolean valid =
        account.issuer().equals(claims.getIssuer())
            && account.clientId().equals(client)
            && use.claim.equals(claims.getStringClaim("token_use"))
            && expires != null
            && clock.instant().isBefore(expires.toInstant());
    String sub = claims.getSubject();
    String originId = claims.getStringClaim("origin_jti");
    return valid && sub != null && originId != null
        ? Optional.of(new Verified(sub, originId))
        : Optional.empty();
  }

  private JWTClaimsSet.Builder common(User user, SignIn signIn) {
    Instant now = clock.instant();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .subject(user.sub())
            .issuer(account.issuer())
            .claim("origin_jti", signIn.originId())
            .claim("event_id", UUID.randomUUID().toString())
            .claim("auth_time", signIn.authenticatedAt().getEpochSecond())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .jwtID(UUID.randomUUID().toString());
    if (!user.groups().isEmpty()) {
      claims.claim("cognito:groups", List.copyOf(user.groups()));
    }
    return claims;
  }

  private String sign(JWTClaimsSet.Builder claims) {
    RSAKey key = keys.current();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            claims.build());
    try {
      jwt.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }
}
