package org.sealward.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;

class KeptTest {
  private final AtomicLong now = new AtomicLong(-20_000_000_000L);
  private final List<String> dropped = new ArrayList<>();
  private final Kept<String> kept = new Kept<>(2, now::get, dropped::add);

  @Test
  void value_isMadeAnew_afterHalfAMinute() {
    assertThat(kept.get("july", () -> "first")).isEqualTo("first");
    now.addAndGet(29_999_999_999L);
    assertThat(kept.get("july", () -> "second")).isEqualTo("first");
    assertThat(kept.get("june", () -> "another")).isEqualTo("another");
    assertThat(dropped).isEmpty();
    now.addAndGet(1);
    assertThat(kept.get("july", () -> "third")).isEqualTo("third");
    assertThat(dropped).containsExactly("first");
    kept.clear();
    assertThat(dropped).containsExactlyInAnyOrder("first", "another", "third");
    assertThat(kept.get("july", () -> "fourth")).isEqualTo("fourth");
  }

  @Test
  void values_areKeptAsManyAsThereIsRoomFor() {
    assertThat(kept.get("may", () -> "may")).isEqualTo("may");
    now.addAndGet(1);
    assertThat(kept.get("june", () -> "june")).isEqualTo("june");
    assertThat(kept.get("july", () -> "july")).isEqualTo("july");
    assertThat(dropped).containsExactly("may");
    now.addAndGet(30_000_000_000L);
    kept.tidy();
    assertThat(dropped).containsExactlyInAnyOrder("may", "june", "july");
  }

  @Test
  void value_isThereWhileItIsUsed() {
    String used =
        kept.use(
            "july",
            () -> "first",
            value -> {
              assertThat(dropped).isEmpty();
              return value + " used";
            });
    assertThat(used).isEqualTo("first used");
  }

  /** One holds up nobody who asks for another. */
  @Test
  void makers_areTwoAtATime_andWhoComesToTheThirdIsTold() throws Exception {
    CountDownLatch holding = new CountDownLatch(2);
    CountDownLatch letGo = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String key : List.of("one", "two")) {
        threads.execute(
            () ->
                kept.get(
                    key,
                    () -> {
                      holding.countDown();
                      try {
                        letGo.await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                      return key;
                    }));
      }
      holding.await();
      assertThatThrownBy(() -> kept.get("three", () -> "three"))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> assertThat(problem.type()).isEqualTo(GeneralProblem.OVERLOADED));
      letGo.countDown();
    }
    assertThat(kept.get("three", () -> "three")).isEqualTo("three");
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
  void value_thatCannotBeMade_failsForAllWhoWait_andIsTriedAgain() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger tries = new AtomicInteger();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    Supplier<String> failing =
        () -> {
          tries.incrementAndGet();
          begun.countDown();
          LockSupport.parkNanos(300_000_000);
          throw new IllegalStateException("not now");
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        threads.execute(
            () -> {
              try {
                failures.add(kept.get("july", failing));
              } catch (IllegalStateException e) {
                failures.add(String.valueOf(e.getMessage()));
              }
            });
        begun.await();
      }
    }
    assertThat(failures).hasSize(20).containsOnly("not now");
    assertThat(tries).hasValueLessThan(20);
    assertThat(kept.get("july", () -> "later")).isEqualTo("later");
  }
}
