package org.sealward.servicelevel;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What was seen from one location: outcomes in the order of their times. It does not matter in what
 * order they were added, nor how often. Of several outcomes of one instant the worst counts: bad,
 * then blind, then good.
 */
public final class Track {
  private static final int OUTCOME_BITS = 2;

  /** By badness, so that the last of an instant is the worst. */
  private static final Outcome[] OUTCOMES = {Outcome.GOOD, Outcome.BLIND, Outcome.BAD};

  private final String location;
  private final long[] seen; // milliseconds, shifted by the outcome's bits

  private Track(String location, long[] seen) {
    this.location = location;
    this.seen = seen;
  }

  public String location() {
    return location;
  }

  /** When the last observation was made; empty when there is none. */
  public Optional<Instant> newest() {
    return seen.length == 0
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(at(seen.length - 1)));
  }

  int size() {
    return seen.length;
  }

  long at(int index) {
    return seen[index] >> OUTCOME_BITS;
  }

  Outcome outcome(int index) {
    return OUTCOMES[(int) seen[index] & (1 << OUTCOME_BITS) - 1];
  }

  /** Collects what was seen from one location. Not safe for use by several threads. */
  public static final class Builder {
    private final String location;
    private long[] seen = new long[64];
    private int size;

    /**
     * For what is seen from one location.
     *
     * @param location where the prober stands
     */
    public Builder(String location) {
      this.location = location;
    }

    /**
     * Takes in one observation.
     *
     * @param at when the probe began; counted in whole milliseconds
     * @throws ArithmeticException for a time that is millions of years away
     */
    public Builder add(Instant at, Outcome outcome) {
      if (size == seen.length) {
        seen = Arrays.copyOf(seen, 2 * size);
      }
      int badness =
          switch (outcome) {
            case GOOD -> 0;
            case BLIND -> 1;
            case BAD -> 2;
          };
      seen[size++] = Math.multiplyExact(at.toEpochMilli(), 1L << OUTCOME_BITS) | badness;
      return this;
    }

    /** All that was added until now. */
    public Track build() {
      long[] sorted = Arrays.copyOf(seen, size);
      Arrays.sort(sorted);
      int kept = 0;
      for (int i = 0; i < sorted.length; i++) {
        boolean worse =
            i + 1 < sorted.length && sorted[i] >> OUTCOME_BITS == sorted[i + 1] >> OUTCOME_BITS;
        if (!worse) {
          sorted[kept++] = sorted[i];
        }
      }
      return new Track(location, Arrays.copyOf(sorted, kept));
    }
  }
}
