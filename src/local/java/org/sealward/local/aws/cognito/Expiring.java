package org.sealward.local.aws.cognito;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * State of exchanges under way, found by a random handle until it is taken or its time is over. In
 * memory: a sign-in that a restart interrupts begins again.
 */
final class Expiring<T> {
  private static final int HANDLE_LENGTH = 32;
  private static final int MAX_ENTRIES = 10_000;

  private record Entry<T>(T state, Instant expires) {}

  private final SecureRandom random;
  private final Clock clock;
  private final Duration lifetime;
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

  Expiring(SecureRandom random, Clock clock, Duration lifetime) {
    this.random = random;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  /** Keeps the state and returns its handle, standard base64. */
  synchronized String keep(T state) {
    byte[] bytes = new byte[HANDLE_LENGTH];
    random.nextBytes(bytes);
    String handle = Base64.getEncoder().encodeToString(bytes);
    entries.put(handle, new Entry<>(state, clock.instant().plus(lifetime)));
    if (entries.size() > MAX_ENTRIES) {
      entries.remove(entries.keySet().iterator().next());
    }
    return handle;
  }

  synchronized Optional<T> find(String handle) {
    return Optional.ofNullable(entries.get(handle))
        .filter(entry -> clock.instant().isBefore(entry.expires()))
        .map(Entry::state);
  }

  /** Takes the state out; a second time there is none. */
  synchronized Optional<T> take(String handle) {
    Optional<T> found = find(handle);
    entries.remove(handle);
    return found;
  }
}
