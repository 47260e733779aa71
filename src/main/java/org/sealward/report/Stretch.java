package org.sealward.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.Observation.Step;
import org.sealward.servicelevel.Interval;
import org.sealward.servicelevel.Outcome;
import org.sealward.servicelevel.Track;

/**
 * Observations of one prober, one after the other, without a gap in their numbers. Not safe for use
 * by several threads.
 */
public final class Stretch {
  private static final byte GOOD = 0;

  /** Of those that are equally frequent, the earliest step, and the first of its endings. */
  private static final Comparator<Map.Entry<Failure, Integer>> MOST_OFTEN =
      Comparator.<Map.Entry<Failure, Integer>>comparingInt(Map.Entry::getValue)
          .reversed()
          .thenComparing(one -> one.getKey().step())
          .thenComparing(one -> one.getKey().ending());

  private final String location;
  private final Bytes key;
  private final Interval period;
  private final Map<Step, Spread> spreads;

  private long first;
  private int size;
  private long[] times = new long[64];

  /** {@link #GOOD}, or the place of a failure in the list of their kinds, from 1. */
  private byte[] failures = new byte[64];

  private final List<Failure> kinds = new ArrayList<>();

  private Bytes hash = Bytes.EMPTY;
  private Bytes signature = Bytes.EMPTY;

  /**
   * Not everything worked.
   *
   * @param step the first that failed
   * @param blind whether a place that is not ours did not answer either
   */
  private record Failure(Step step, Ending ending, boolean blind) {}

  /**
   * For one prober.
   *
   * @param spreads of the good ones in the period, by step; shared by all probers
   */
  Stretch(String location, Bytes key, Interval period, Map<Step, Spread> spreads) {
    this.location = location;
    this.key = key;
    this.period = period;
    this.spreads = spreads;
  }

  /**
   * Takes in the next one.
   *
   * @throws IllegalArgumentException unless it has the next number and a later time
   */
  public void add(long number, Instant at, List<Result> steps) {
    long millis = at.toEpochMilli();
    if (size == 0) {
      first = number;
    } else if (number != first + size) {
      throw new IllegalArgumentException(
          "number " + (first + size) + " of " + location + " is missing");
    } else if (millis <= times[size - 1]) {
      throw new IllegalArgumentException(
          "number " + number + " of " + location + " was not seen after the one before");
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      failures = Arrays.copyOf(failures, 2 * size);
    }
    times[size] = millis;
    failures[size++] = failure(steps);
    if (failures[size - 1] == GOOD && period.contains(at)) {
      for (Result result : steps) {
        spreads.computeIfAbsent(result.step(), _ -> new Spread()).add(result.took().toMillis());
      }
    }
  }

  /**
   * Ends it.
   *
   * @param record hash of the last one's record
   * @param signed the prober's signature of that record
   */
  public void end(Bytes record, Bytes signed) {
    hash = record;
    signature = signed;
  }

  private byte failure(List<Result> steps) {
    @Nullable Result failed = null;
    boolean blind = false;
    for (Result result : steps) {
      if (result.ending() != Ending.WORKED) {
        if (result.step() == Step.REFERENCE) {
          blind = true;
        } else if (failed == null) {
          failed = result;
        }
      }
    }
    if (failed == null) {
      return GOOD;
    }
    Failure failure = new Failure(failed.step(), failed.ending(), blind);
    int place = kinds.indexOf(failure);
    if (place < 0) {
      place = kinds.size(); // 8 steps fail in 4 ways each, blind or not: 64 at most
      kinds.add(failure);
    }
    return (byte) (place + 1);
  }

  private Outcome outcome(int index) {
    return failures[index] == GOOD
        ? Outcome.GOOD
        : Outcome.of(false, !kinds.get(failures[index] - 1).blind());
  }

  String location() {
    return location;
  }

  Bytes key() {
    return key;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void addTo(Track.Builder track) {
    for (int i = 0; i < size; i++) {
      track.add(Instant.ofEpochMilli(times[i]), outcome(i));
    }
  }

  /** Index of the first that is not before the instant. */
  private int from(Instant instant) {
    int index = Arrays.binarySearch(times, 0, size, instant.toEpochMilli());
    return index < 0 ? -index - 1 : index;
  }

  /** What it saw in an interval; null for nothing. */
  AvailabilityReport.@Nullable Seen seen(int prober, Interval interval) {
    int from = from(interval.start());
    int to = from(interval.end());
    if (from == to) {
      return null;
    }
    Map<Failure, Integer> failed = new HashMap<>();
    for (int i = from; i < to; i++) {
      if (failures[i] != GOOD) {
        Failure kind = kinds.get(failures[i] - 1);
        failed.merge(new Failure(kind.step(), kind.ending(), false), 1, Integer::sum);
      }
    }
    Optional<Map.Entry<Failure, Integer>> most = failed.entrySet().stream().min(MOST_OFTEN);
    return new AvailabilityReport.Seen(
        prober,
        location,
        first + from,
        first + to - 1,
        count(Outcome.GOOD, from, to),
        count(Outcome.BAD, from, to),
        count(Outcome.BLIND, from, to),
        most.map(one -> Word.of(one.getKey().step())).orElse(null),
        most.map(one -> Word.of(one.getKey().ending())).orElse(null),
        most.map(Map.Entry::getValue).orElse(0));
  }

  private long count(Outcome outcome, int from, int to) {
    long count = 0;
    for (int i = from; i < to; i++) {
      count += outcome(i) == outcome ? 1 : 0;
    }
    return count;
  }

  /**
   * For the report.
   *
   * @param gaps in which it saw nothing
   */
  AvailabilityReport.Prober prober(List<Interval> gaps) {
    int from = from(period.start());
    int to = from(period.end());
    return new AvailabilityReport.Prober(
        location,
        key,
        first,
        first + size - 1,
        hash,
        signature,
        to - from,
        count(Outcome.GOOD, from, to),
        count(Outcome.BAD, from, to),
        count(Outcome.BLIND, from, to),
        gaps.size(),
        gaps.stream().mapToLong(gap -> gap.length().toMillis()).sum());
  }
}
