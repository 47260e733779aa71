package org.sealward.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.platform.Problem;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;

/**
 * Who logs in with an authenticator app. Cognito cannot demand one of a group, and no token says
 * how its user logged in, so Cognito is asked about the user: every ten minutes, and after ten
 * seconds when there was none. While it is away, an app that was there in the last hour counts.
 */
@Singleton
public class SecondFactors {
  static final Duration COUNTS = Duration.ofMinutes(10);
  static final Duration COUNTS_IN_AN_OUTAGE = Duration.ofHours(1);
  static final Duration MISSING = Duration.ofSeconds(10);

  private static final int CACHED = 50_000;
  private static final String ENROL = "Enrol an authenticator app, then try again.";
  private static final String AUTHENTICATOR_APP = "SOFTWARE_TOKEN_MFA";

  /** What Cognito said of a user. */
  private record Known(boolean enrolled, Instant at) {}

  private final Cache<UUID, Known> known =
      Caffeine.newBuilder().maximumSize(CACHED).expireAfterWrite(COUNTS_IN_AN_OUTAGE).build();
  private final CognitoIdentityProviderClient cognito;
  private final CognitoProperties properties;
  private final Clock clock;

  SecondFactors(CognitoIdentityProviderClient cognito, CognitoProperties properties, Clock clock) {
    this.cognito = cognito;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * The caller with the roles that count: a patient's always, others with a second factor only.
   *
   * @throws Problem {@link IdentityProblem#SECOND_FACTOR_UNKNOWN} when nobody can tell
   */
  Caller counted(Caller caller) {
    return caller.roles().equals(Set.of(Role.PATIENT)) || has(caller.userId())
        ? caller
        : caller.withoutRoles();
  }

  /**
   * Refuses a user who is about to be given a role.
   *
   * @throws Problem {@link IdentityProblem#SECOND_FACTOR_REQUIRED} without an authenticator app,
   *     {@link IdentityProblem#SECOND_FACTOR_UNKNOWN} when nobody can tell
   */
  public void require(UUID userId) {
    require(userId, ENROL);
  }

  /** The same of a user who is not the caller: they have to enrol one. */
  public void requireOf(UUID userId) {
    require(userId, "The user has to enrol an authenticator app first.");
  }

  private void require(UUID userId, String otherwise) {
    if (!ask(userId, null)) {
      throw new Problem(IdentityProblem.SECOND_FACTOR_REQUIRED, otherwise);
    }
  }

  static Problem required() {
    return new Problem(IdentityProblem.SECOND_FACTOR_REQUIRED, ENROL);
  }

  private boolean has(UUID userId) {
    Known last = known.getIfPresent(userId);
    if (last != null && age(last).compareTo(last.enrolled() ? COUNTS : MISSING) < 0) {
      return last.enrolled();
    }
    return ask(userId, last);
  }

  private boolean ask(UUID userId, @Nullable Known last) {
    try {
      boolean enrolled = isEnrolled(userId);
      known.put(userId, new Known(enrolled, clock.instant()));
      return enrolled;
    } catch (SdkException e) {
      if (last != null && last.enrolled() && age(last).compareTo(COUNTS_IN_AN_OUTAGE) < 0) {
        return true;
      }
      throw new Problem(IdentityProblem.SECOND_FACTOR_UNKNOWN, "user pool", e);
    }
  }

  private Duration age(Known answer) {
    return Duration.between(answer.at(), clock.instant());
  }

  private boolean isEnrolled(UUID userId) {
    try {
      return cognito
          .adminGetUser(r -> r.userPoolId(properties.userPoolId()).username(userId.toString()))
          .userMFASettingList()
          .contains(AUTHENTICATOR_APP);
    } catch (UserNotFoundException _) {
      return false;
    }
  }
}
