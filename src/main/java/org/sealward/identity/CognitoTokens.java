package org.sealward.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.health.HealthStatus;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import jakarta.inject.Singleton;
import java.net.MalformedURLException;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Hash;
import org.sealward.platform.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies Cognito tokens: RS256 by a key of the pool's JWKS, issuer, client, {@code token_use} and
 * expiry (clock skew up to 30 s). An unknown key id makes it fetch the JWKS again, so a rotation is
 * followed at once; fetches are limited in rate, and keys in use outlive an outage of the JWKS for
 * an hour. During one, nothing is known about tokens of other keys.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html">Verifying
 *     JSON web tokens</a>
 */
@Singleton
public final class CognitoTokens {
  private static final Logger LOG = LoggerFactory.getLogger(CognitoTokens.class);

  private final KeySetFetch fetch = new KeySetFetch();
  private volatile boolean keysFound = true;
  private final JWTProcessor<SecurityContext> access;
  private final JWTProcessor<SecurityContext> identity;

  CognitoTokens(CognitoProperties properties, Clock clock) throws MalformedURLException {
    JWKSource<SecurityContext> known =
        JWKSourceBuilder.create(properties.jwksUri().toURL(), fetch)
            .cache(Duration.ofMinutes(5).toMillis(), Duration.ofSeconds(10).toMillis())
            .rateLimited(Duration.ofSeconds(10).toMillis())
            .retrying(true)
            .healthReporting(report -> keysFound = report.getHealthStatus() == HealthStatus.HEALTHY)
            .outageTolerant(Duration.ofHours(1).toMillis())
            .build();
    JWKSource<SecurityContext> keys =
        (selector, context) -> {
          List<JWK> found = known.get(selector, context);
          if (found.isEmpty() && fetch.failing()) {
            throw new KeySourceException("the key may be one of those that could not be fetched");
          }
          return found;
        };
    var expected = new JWTClaimsSet.Builder().issuer(properties.issuer().toString());
    access =
        processor(
            keys,
            clock,
            null,
            expected
                .claim("token_use", "access")
                .claim("client_id", properties.clientId())
                .build());
    identity =
        processor(
            keys,
            clock,
            properties.clientId(),
            new JWTClaimsSet.Builder()
                .issuer(properties.issuer().toString())
                .claim("token_use", "id")
                .build());
  }

  /**
   * Whether the last time that keys were needed they could be had, from the JWKS or from before.
   */
  boolean keysFound() {
    return keysFound;
  }

  /** How many keys the last fetch of the JWKS brought; see {@link KeySetFetch#keys}. */
  double keysFetched() {
    return fetch.keys();
  }

  /**
   * The caller of an access token; empty for any token that is not a valid one of our client.
   *
   * @throws Problem {@link IdentityProblem#TOKEN_KEYS_UNAVAILABLE} when nobody can tell
   */
  public Optional<AccessToken> verifyAccess(String token) {
    try {
      JWTClaimsSet claims = access.process(token, null);
      return Optional.of(
          new AccessToken(
              Caller.ofGroups(userId(claims), groups(claims)),
              session(claims),
              claims.getExpirationTime().toInstant()));
    } catch (KeySourceException e) {
      requireKeys(e);
      return Optional.empty();
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      // The reason only: the message of a parser may quote the token.
      LOG.debug("access token refused: {}", e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  /**
   * Checks an identity token before it is exchanged for AWS credentials.
   *
   * @throws Problem {@link IdentityProblem#IDENTITY_TOKEN_REFUSED} unless it is a valid identity
   *     token of the caller
   */
  public void requireIdentity(String token, Caller caller) {
    try {
      if (userId(identity.process(token, null)).equals(caller.userId())) {
        return;
      }
    } catch (KeySourceException e) {
      requireKeys(e);
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      LOG.debug("identity token refused: {}", e.getClass().getSimpleName());
    }
    throw new Problem(
        IdentityProblem.IDENTITY_TOKEN_REFUSED,
        "Send the caller's own current identity token in the header Sealward-Identity-Token.");
  }

  /** Unknown keys are asked for at a limited rate: beyond it, a token of one is just not valid. */
  private void requireKeys(KeySourceException cause) {
    if (!keysFound || fetch.failing() || !(cause instanceof RateLimitReachedException)) {
      throw new Problem(IdentityProblem.TOKEN_KEYS_UNAVAILABLE, "JWKS", cause);
    }
  }

  private static UUID userId(JWTClaimsSet claims) {
    return UUID.fromString(claims.getSubject());
  }

  /** Cognito names a login only where tokens can be revoked; its time does otherwise. */
  private static UUID session(JWTClaimsSet claims) throws ParseException {
    String named = claims.getStringClaim("origin_jti");
    String login = named == null ? "at " + claims.getClaim("auth_time") : named;
    ByteBuffer hash = ByteBuffer.wrap(Hash.of(Bytes.utf8(login)).toArray());
    return new UUID(hash.getLong(), hash.getLong());
  }

  private static List<String> groups(JWTClaimsSet claims) throws ParseException {
    List<String> groups = claims.getStringListClaim("cognito:groups");
    return groups == null ? List.of() : groups;
  }

  private static JWTProcessor<SecurityContext> processor(
      JWKSource<SecurityContext> keys,
      Clock clock,
      @Nullable String audience,
      JWTClaimsSet expected) {
    var claims =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            audience, expected, Set.of("sub", "exp", "iat")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }

          @Override
          public void verify(JWTClaimsSet claims, @Nullable SecurityContext context)
              throws BadJWTException {
            super.verify(claims, context);
            // To it, a claim that is null is there, and a token without an end not expired.
            if (claims.getSubject() == null
                || claims.getExpirationTime() == null
                || claims.getIssueTime() == null) {
              throw new BadJWTException("a claim is null");
            }
          }
        };
    claims.setMaxClockSkew(30);
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }
}
