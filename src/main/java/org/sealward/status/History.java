package org.sealward.status;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealward.availability.ContractRecords;
import org.sealward.availability.ContractRecords.Prober;
import org.sealward.report.Policy;
import org.sealward.servicelevel.Interval;
import org.sealward.servicelevel.Slots;

/**
 * What probers saw in the days that the page shows. Of the present day every observation is kept,
 * of each past one what follows from them; nothing is read twice, but past days of which something
 * came late. Not safe for use by several threads.
 */
final class History {
  /** Days that are shown; the last is the present one. */
  static final int DAYS = 90;

  /** How far before a day something can be that says how its beginning was. */
  private static final Duration BEFORE = Lookout.HOLDS.multipliedBy(2);

  private final Policy policy;
  private final Map<Integer, Long> awaited = new HashMap<>();
  private final Map<String, Lookout> lookouts = new TreeMap<>();
  private final NavigableMap<LocalDate, DayLedger> past = new TreeMap<>();
  private final Set<LocalDate> stale = new HashSet<>();
  private @Nullable LocalDate today;
  private @Nullable Instant first;

  History(Policy policy) {
    this.policy = policy;
  }

  private record Seen(String location, Sight sight) {}

  /** Reads what came since the last time; the first time, all of the present day. */
  void follow(Connection connection, Instant now) throws SQLException {
    LocalDate day = LocalDate.ofInstant(now, zone());
    Instant since = begin(day).minus(BEFORE);
    List<Prober> probers = ContractRecords.probers(connection, policy);
    boolean anew = today == null || isPutBack(probers);
    List<Seen> came = new ArrayList<>();
    for (Prober prober : probers) {
      ContractRecords.Reader reader =
          (at, steps) -> came.add(new Seen(prober.location(), Sight.of(at, steps)));
      if (anew) {
        ContractRecords.within(
            connection, prober, since, Instant.ofEpochMilli(Long.MAX_VALUE), reader);
      } else {
        ContractRecords.from(connection, prober, awaited.getOrDefault(prober.id(), 1L), reader);
      }
    }
    first = ContractRecords.first(connection, policy).orElse(null);
    // Nothing is read from here on, so that a failure has changed nothing.
    if (anew) {
      forget();
    }
    go(day, since);
    probers.forEach(prober -> awaited.put(prober.id(), prober.next()));
    came.forEach(seen -> take(seen, since));
  }

  /** The database was put back to an earlier state: what is known may not have been. */
  private boolean isPutBack(List<Prober> probers) {
    Map<Integer, Long> there = new HashMap<>();
    probers.forEach(prober -> there.put(prober.id(), prober.next()));
    return awaited.entrySet().stream()
        .anyMatch(known -> there.getOrDefault(known.getKey(), 0L) < known.getValue());
  }

  private void forget() {
    awaited.clear();
    lookouts.clear();
    past.clear();
    stale.clear();
    today = null;
  }

  private void go(LocalDate day, Instant since) {
    if (!day.equals(today)) {
      lookouts.values().forEach(lookout -> lookout.forgetBefore(since));
      past.headMap(day.minusDays(DAYS - 1L)).clear();
      today = day;
    }
  }

  private void take(Seen seen, Instant since) {
    Instant at = seen.sight().at();
    if (!at.isBefore(since)) {
      lookouts.computeIfAbsent(seen.location(), Lookout::new).add(seen.sight());
    }
    LocalDate day = LocalDate.ofInstant(at, zone());
    stale.add(day);
    if (at.isBefore(begin(day).plus(after()))) {
      stale.add(day.minusDays(1));
    }
    if (!at.isBefore(begin(day.plusDays(1)).minus(BEFORE))) {
      stale.add(day.plusDays(1));
    }
    stale.retainAll(past.keySet());
  }

  /** Computes the day before the present one, of which there is more to say than of its bar. */
  void fillYesterday(Connection connection) throws SQLException {
    LocalDate day = Objects.requireNonNull(today, "nothing was read");
    if (!past.containsKey(day.minusDays(1))) {
      fill(connection);
    }
  }

  /**
   * Computes the newest past day that is not known, or of which something came late.
   *
   * @return false when there is none
   */
  boolean fill(Connection connection) throws SQLException {
    Optional<LocalDate> missing =
        days().skip(1).filter(day -> !past.containsKey(day) || stale.contains(day)).findFirst();
    if (missing.isPresent()) {
      past.put(missing.get(), read(connection, missing.get()));
      stale.remove(missing.get());
    }
    return missing.isPresent();
  }

  private DayLedger read(Connection connection, LocalDate day) throws SQLException {
    Interval interval = interval(day);
    if (first == null || !first.isBefore(interval.end())) {
      return DayLedger.unwatched(slots(), interval);
    }
    Map<String, Lookout> there = new TreeMap<>();
    for (Prober prober : ContractRecords.probers(connection, policy)) {
      Lookout lookout = there.computeIfAbsent(prober.location(), Lookout::new);
      ContractRecords.within(
          connection,
          prober,
          interval.start().minus(BEFORE),
          interval.end().plus(after()),
          (at, steps) -> lookout.add(Sight.of(at, steps)));
    }
    return DayLedger.of(there.values(), slots(), interval);
  }

  /** All that is known now. */
  Outlook outlook(Instant now) {
    LocalDate day = Objects.requireNonNull(today, "nothing was read");
    return new Outlook(
        policy, now, begin(day), first, List.copyOf(lookouts.values()), new TreeMap<>(past));
  }

  /** The newest first. */
  private Stream<LocalDate> days() {
    LocalDate day = Objects.requireNonNull(today, "nothing was read");
    return IntStream.range(0, DAYS).mapToObj(day::minusDays);
  }

  /** How far behind a day something can be that says how its end was. */
  private Duration after() {
    return slots().patience().multipliedBy(2);
  }

  private Slots slots() {
    return policy.contract().slots();
  }

  private Interval interval(LocalDate day) {
    return new Interval(begin(day), begin(day.plusDays(1)));
  }

  private Instant begin(LocalDate day) {
    return day.atStartOfDay(zone()).toInstant();
  }

  private ZoneId zone() {
    return policy.contract().zone();
  }
}
