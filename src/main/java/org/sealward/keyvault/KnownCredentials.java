package org.sealward.keyvault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Scheduler;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.platform.PersonalData;
import org.sealward.platform.Unit;

/**
 * The credentials that each user was given last, in memory, until five minutes before they expire.
 * They serve the identity token that they were given for and no other; whoever asks has verified
 * that token as the caller's.
 */
@Singleton
final class KnownCredentials implements PersonalData {
  private static final int USERS = 10_000;
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /**
   * @param token SHA-256 of the identity token
   */
  private record Known(Bytes token, CallerCredentials credentials) {}

  private final Cache<UUID, Known> known;

  KnownCredentials(Clock clock) {
    known =
        Caffeine.newBuilder()
            .maximumSize(USERS)
            .expireAfter(
                Expiry.<UUID, Known>writing(
                    (_, entry) -> lifetime(entry.credentials(), clock.instant())))
            .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
            // Else what has expired would stay in memory until something else is asked for.
            .scheduler(Scheduler.systemScheduler())
            .build();
  }

  private static Duration lifetime(CallerCredentials credentials, Instant now) {
    Duration left = Duration.between(now, credentials.expiresAt().minus(MARGIN));
    return left.isNegative() ? Duration.ZERO : left;
  }

  Optional<CallerCredentials> of(UUID userId, String identityToken) {
    return Optional.ofNullable(known.getIfPresent(userId))
        .filter(entry -> entry.token().equals(digest(identityToken)))
        .map(Known::credentials);
  }

  void keep(UUID userId, String identityToken, CallerCredentials credentials) {
    known.put(userId, new Known(digest(identityToken), credentials));
  }

  /** On other nodes they stay until they expire; nobody gets at them with a token any more. */
  @Override
  public void erase(Unit unit, UUID userId, UUID receipt) {
    unit.afterCommit(() -> known.invalidate(userId));
  }

  /** How many users' are kept. */
  long users() {
    known.cleanUp();
    return known.estimatedSize();
  }

  private static Bytes digest(String token) {
    try {
      return Bytes.of(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
