package org.sealward.local.aws.cognito;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong secrets as Cognito does: after five the name is locked for a second, and twice as
 * long after each further one, up to 15 minutes. Attempts while locked do not count. A success, or
 * 15 minutes of quiet, begins anew. Names of users that do not exist count alike.
 */
final class Attempts {
  private static final int FREE = 5;
  private static final int MAX_NAMES = 100_000;
  private static final Duration FIRST_LOCK = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private record Failures(int count, Instant last, Instant lockedUntil) {}

  private final Clock clock;
  private final Map<String, Failures> failures = new LinkedHashMap<>();

  Attempts(Clock clock) {
    this.clock = clock;
  }

  synchronized boolean locked(String name) {
    Failures known = failures.get(name);
    return known != null && clock.instant().isBefore(known.lockedUntil());
  }

  synchronized void failed(String name) {
    Instant now = clock.instant();
    Failures known = failures.remove(name);
    int count = known == null || known.last().plus(LONGEST).isBefore(now) ? 1 : known.count() + 1;
    failures.put(name, new Failures(count, now, now.plus(lock(count))));
    if (failures.size() > MAX_NAMES) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  synchronized void succeeded(String name) {
    failures.remove(name);
  }

  private static Duration lock(int count) {
    if (count < FREE) {
      return Duration.ZERO;
    }
    Duration doubled = FIRST_LOCK.multipliedBy(1L << Math.min(count - FREE, 20));
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }
}
