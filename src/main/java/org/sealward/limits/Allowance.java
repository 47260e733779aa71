package org.sealward.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * So much in a period for each key, evenly refilled. It remembers a bounded number of keys; one
 * that is forgotten begins anew.
 */
final class Allowance {
  private static final int KEYS = 100_000;

  private final Cache<String, Bucket> buckets;
  private final long burst;
  private final long amount;
  private final Duration period;
  private final TimeMeter time;

  /**
   * @param burst how much may be taken at once
   */
  Allowance(long burst, long amount, Duration period, Clock clock) {
    this.burst = Math.max(1, burst);
    this.amount = amount;
    this.period = period;
    this.time =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
          }

          @Override
          public boolean isWallClockBased() {
            return true;
          }
        };
    Ticker ticker = time::currentTimeNanos;
    // An untouched bucket is full after one period, as is a new one.
    buckets =
        Caffeine.newBuilder().maximumSize(KEYS).expireAfterAccess(period).ticker(ticker).build();
  }

  static Allowance perMinute(long amount, Clock clock) {
    return new Allowance(amount / 3, amount, Duration.ofMinutes(1), clock);
  }

  /**
   * Takes some.
   *
   * @return zero when it was there; else how long it takes to come, and nothing is taken
   */
  Duration take(String key, long wanted) {
    var probe = buckets.get(key, _ -> full()).tryConsumeAndReturnRemaining(wanted);
    return probe.isConsumed()
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
  }

  /** Puts back what was taken for nothing. */
  void giveBack(String key, long amount) {
    buckets.get(key, _ -> full()).addTokens(amount);
  }

  private Bucket full() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(amount, period))
        .withCustomTimePrecision(time)
        .build();
  }

  long keys() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }
}
