package org.sealward.servicelevel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A set of instants: intervals in order, of which no two overlap or touch. What was given twice
 * counts once.
 */
public final class TimeSet {
  /** No instant. */
  public static final TimeSet EMPTY = new TimeSet(List.of());

  private final List<Interval> intervals;

  private TimeSet(List<Interval> intervals) {
    this.intervals = intervals;
  }

  /** Every instant of any of the intervals, which may overlap and come in any order. */
  public static TimeSet of(Collection<Interval> intervals) {
    List<Interval> sorted =
        intervals.stream().sorted(Comparator.comparing(Interval::start)).toList();
    Builder builder = new Builder();
    sorted.forEach(builder::add);
    return builder.build();
  }

  /** Every instant of the intervals. */
  public static TimeSet of(Interval... intervals) {
    return of(List.of(intervals));
  }

  /** Its intervals, in order. */
  public List<Interval> intervals() {
    return intervals;
  }

  /** How long all of it is. */
  public Duration length() {
    Duration length = Duration.ZERO;
    for (Interval interval : intervals) {
      length = length.plus(interval.length());
    }
    return length;
  }

  public boolean isEmpty() {
    return intervals.isEmpty();
  }

  /** What is in one of the two at least. */
  public TimeSet or(TimeSet other) {
    List<Interval> both = new ArrayList<>(intervals);
    both.addAll(other.intervals);
    return of(both);
  }

  /** What is in both. */
  public TimeSet and(TimeSet other) {
    Builder common = new Builder();
    int mine = 0;
    int others = 0;
    while (mine < intervals.size() && others < other.intervals.size()) {
      Interval a = intervals.get(mine);
      Interval b = other.intervals.get(others);
      common.add(later(a.start(), b.start()), earlier(a.end(), b.end()));
      if (a.end().isBefore(b.end())) {
        mine++;
      } else {
        others++;
      }
    }
    return common.build();
  }

  /** What is in this one alone. */
  public TimeSet minus(TimeSet other) {
    Builder rest = new Builder();
    int others = 0;
    for (Interval interval : intervals) {
      Instant from = interval.start();
      while (others < other.intervals.size()
          && other.intervals.get(others).start().isBefore(interval.end())) {
        Interval taken = other.intervals.get(others);
        rest.add(from, taken.start());
        from = later(from, taken.end());
        if (taken.end().isAfter(interval.end())) {
          break; // it may take from the next one, too
        }
        others++;
      }
      rest.add(from, interval.end());
    }
    return rest.build();
  }

  private static Instant later(Instant a, Instant b) {
    return a.isBefore(b) ? b : a;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TimeSet set && set.intervals.equals(intervals);
  }

  @Override
  public int hashCode() {
    return intervals.hashCode();
  }

  @Override
  public String toString() {
    return intervals.toString();
  }

  /** Makes a set of intervals that come in the order of their starts. */
  static final class Builder {
    private final List<Interval> intervals = new ArrayList<>();

    /** Adds nothing where {@code end} is not after {@code start}. */
    void add(Instant start, Instant end) {
      if (start.isBefore(end)) {
        add(new Interval(start, end));
      }
    }

    void add(Interval next) {
      if (intervals.isEmpty() || intervals.getLast().end().isBefore(next.start())) {
        intervals.add(next);
      } else {
        Interval last = intervals.removeLast();
        intervals.add(new Interval(last.start(), later(last.end(), next.end())));
      }
    }

    TimeSet build() {
      return new TimeSet(List.copyOf(intervals));
    }
  }
}
