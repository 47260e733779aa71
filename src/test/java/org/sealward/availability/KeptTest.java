package org.sealward.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class KeptTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final List<String> dropped = new ArrayList<>();
  private final InstantSource clock = now::get;
  private final Kept<String> kept = new Kept<>(clock.withZone(ZoneOffset.UTC), dropped::add);

  @Test
  void value_isMadeAnew_afterHalfAMinute() {
    assertThat(kept.get("july", () -> "first")).isEqualTo("first");
    now.set(Instant.ofEpochMilli(29_999));
    assertThat(kept.get("july", () -> "second")).isEqualTo("first");
    assertThat(kept.get("june", () -> "another")).isEqualTo("another");
    assertThat(dropped).isEmpty();
    now.set(Instant.ofEpochMilli(30_000));
    assertThat(kept.get("july", () -> "third")).isEqualTo("third");
    assertThat(dropped).containsExactly("first");
    kept.clear();
    assertThat(dropped).containsExactlyInAnyOrder("first", "another", "third");
    assertThat(kept.get("july", () -> "fourth")).isEqualTo("fourth");
  }

  @Test
  void value_thatManyAskFor_isMadeOnce() {
    AtomicInteger made = new AtomicInteger();
    Queue<String> values = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        threads.execute(
            () ->
                values.add(
                    kept.get(
                        "july",
                        () -> {
                          LockSupport.parkNanos(10_000_000);
                          return "number " + made.incrementAndGet();
                        })));
      }
    }
    assertThat(values).hasSize(50).containsOnly("number 1");
  }

  @Test
  void value_thatCannotBeMade_isTriedAgain() {
    assertThat(
            catchThrowable(
                () ->
                    kept.get(
                        "july",
                        () -> {
                          throw new IllegalStateException("not now");
                        })))
        .hasMessage("not now");
    assertThat(kept.get("july", () -> "later")).isEqualTo("later");
  }
}
