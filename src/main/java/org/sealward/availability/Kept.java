package org.sealward.availability;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is costly to make and which everybody may ask for. It is kept for half a minute, and one is
 * made at a time, so that many who ask cost no more than one.
 */
final class Kept<V> {
  private static final Duration TIME = Duration.ofSeconds(30);

  private final Map<String, Entry<V>> entries = new HashMap<>();
  private final Clock clock;
  private final Consumer<V> dropped;

  private record Entry<V>(V value, Instant until) {}

  /** Tells {@code dropped} of what is kept no longer. */
  Kept(Clock clock, Consumer<V> dropped) {
    this.clock = clock;
    this.dropped = dropped;
  }

  /** What is kept, or else what {@code make} makes. */
  synchronized V get(String key, Supplier<V> make) {
    dropUntil(clock.instant());
    Entry<V> kept = entries.get(key);
    if (kept == null) {
      kept = new Entry<>(make.get(), clock.instant().plus(TIME));
      entries.put(key, kept);
    }
    return kept.value();
  }

  /** Keeps nothing any longer. */
  synchronized void clear() {
    dropUntil(Instant.MAX);
  }

  private void dropUntil(Instant now) {
    entries
        .values()
        .removeIf(
            kept -> {
              boolean old = !kept.until().isAfter(now);
              if (old) {
                dropped.accept(kept.value());
              }
              return old;
            });
  }
}
