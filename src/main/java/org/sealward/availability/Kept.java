package org.sealward.availability;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;

/**
 * What is costly to make and which everybody may ask for. It is kept for half a minute, and two are
 * made at a time, so that many who ask cost no more than one; they share a failure, too.
 */
final class Kept<V> {
  private static final long TIME = Duration.ofSeconds(30).toNanos();
  private static final int AT_A_TIME = 2;
  private static final int PATIENCE_SECONDS = 2;

  private final Map<String, Entry<V>> entries = new HashMap<>();
  private final Semaphore making = new Semaphore(AT_A_TIME);
  private final int most;
  private final LongSupplier nanos;
  private final Consumer<V> dropped;

  private record Entry<V>(CompletableFuture<V> value, long since) {
    boolean isMade() {
      return value.isDone();
    }
  }

  /**
   * Keeps nothing yet.
   *
   * @param most how many are kept at the same time
   * @param nanos a clock that only goes forward
   * @param dropped is told of what is kept no longer
   */
  Kept(int most, LongSupplier nanos, Consumer<V> dropped) {
    this.most = most;
    this.nanos = nanos;
    this.dropped = dropped;
  }

  /**
   * What is kept, or else what {@code make} makes.
   *
   * @throws Problem {@link GeneralProblem#OVERLOADED} while others are made
   */
  V get(String key, Supplier<V> make) {
    return use(key, make, Function.identity());
  }

  /** The same for what is of no use any more once it is dropped: before that, it is used. */
  <R> R use(String key, Supplier<V> make, Function<V, R> use) {
    while (true) {
      Entry<V> entry = entry(key, make);
      V value = value(entry);
      synchronized (this) {
        if (entry.equals(entries.get(key))) {
          return use.apply(value);
        }
      }
    }
  }

  private Entry<V> entry(String key, Supplier<V> make) {
    Entry<V> own;
    synchronized (this) {
      tidy();
      Entry<V> there = entries.get(key);
      if (there != null) {
        return there;
      }
      makeRoom();
      own = new Entry<>(new CompletableFuture<>(), nanos.getAsLong());
      entries.put(key, own);
    }
    try {
      own.value().complete(made(make));
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        entries.remove(key, own);
      }
      own.value().completeExceptionally(e);
    }
    return own;
  }

  private V made(Supplier<V> make) {
    try {
      if (!making.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new Problem(GeneralProblem.OVERLOADED, "Others are made just now.");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Problem(GeneralProblem.OVERLOADED, "The service stops.");
    }
    try {
      return make.get();
    } finally {
      making.release();
    }
  }

  private V value(Entry<V> entry) {
    try {
      return entry.value().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Drops what is old. */
  synchronized void tidy() {
    long now = nanos.getAsLong();
    entries
        .entrySet()
        .removeIf(one -> now - one.getValue().since() >= TIME && drop(one.getValue()));
  }

  /** Drops all that is made. */
  synchronized void clear() {
    entries.entrySet().removeIf(one -> drop(one.getValue()));
  }

  private void makeRoom() {
    while (entries.size() >= most) {
      var oldest =
          entries.entrySet().stream()
              .filter(one -> one.getValue().isMade())
              .min(Comparator.comparingLong(one -> one.getValue().since()));
      if (oldest.isEmpty()) {
        return;
      }
      drop(oldest.get().getValue());
      entries.remove(oldest.get().getKey());
    }
  }

  /** False for what is being made. */
  private boolean drop(Entry<V> entry) {
    if (entry.isMade()) {
      dropped.accept(entry.value().join());
    }
    return entry.isMade();
  }
}
