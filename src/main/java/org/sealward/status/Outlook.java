package org.sealward.status;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ServiceStatus;
import org.sealward.report.Policy;
import org.sealward.servicelevel.Exclusion;
import org.sealward.servicelevel.Interval;
import org.sealward.servicelevel.Ledger;
import org.sealward.servicelevel.MonthAccount;
import org.sealward.servicelevel.Slots;
import org.sealward.servicelevel.TimeSet;

/** What follows from observations at one moment. */
final class Outlook {
  private final Policy policy;
  private final Instant now;
  private final Instant midnight;
  private final Instant until;
  private final @Nullable Instant first;
  private final List<Lookout> lookouts;
  private final NavigableMap<LocalDate, DayLedger> past;
  private final Interval recent;
  private final DayLedger present;
  private final Map<Part, Times> times = new EnumMap<>(Part.class);

  /** Of one part, in all the days that are known, since the first observation ever. */
  private record Times(TimeSet down, TimeSet unknown) {}

  /** How a part is. */
  record Standing(State state, Instant since) {}

  /**
   * @param midnight when the present day began
   * @param first when somebody first watched; null when nobody has
   * @param lookouts with what they saw since some hours before midnight
   * @param past days, as far as they are known
   */
  Outlook(
      Policy policy,
      Instant now,
      Instant midnight,
      @Nullable Instant first,
      List<Lookout> lookouts,
      NavigableMap<LocalDate, DayLedger> past) {
    this.policy = policy;
    this.now = now;
    this.midnight = midnight;
    this.first = first;
    this.lookouts = lookouts;
    this.past = past;
    this.until = slots().known(lookouts.stream().map(Lookout::whole).toList(), now);
    this.recent = new Interval(midnight.minus(Lookout.HOLDS), until);
    this.present = DayLedger.of(lookouts, slots(), recent);
    for (Part part : Part.values()) {
      TimeSet watched = first == null ? TimeSet.EMPTY : between(first, until);
      times.put(
          part, new Times(all(part, DayLedger::down), all(part, DayLedger::unknown).and(watched)));
    }
  }

  private TimeSet all(Part part, BiFunction<DayLedger, Part, TimeSet> kind) {
    List<Interval> all = new ArrayList<>(kind.apply(present, part).intervals());
    past.values().forEach(day -> all.addAll(kind.apply(day, part).intervals()));
    return TimeSet.of(all);
  }

  Instant now() {
    return now;
  }

  /** Where the days begin that are shown. */
  Instant oldest() {
    return LocalDate.ofInstant(now, zone())
        .minusDays(History.DAYS - 1L)
        .atStartOfDay(zone())
        .toInstant();
  }

  /**
   * Whether there is something to say of it: assisted decryption need not be offered, nor tried for
   * ever.
   */
  boolean isShown(Part part) {
    return part != Part.ASSISTED_DECRYPTION
        || present.tried().contains(part)
        || Optional.ofNullable(past.get(LocalDate.ofInstant(now, zone()).minusDays(1)))
            .filter(yesterday -> yesterday.tried().contains(part))
            .isPresent();
  }

  private Optional<LocalDate> firstTried(Part part) {
    return past.entrySet().stream()
        .filter(day -> day.getValue().tried().contains(part))
        .map(Map.Entry::getKey)
        .findFirst()
        .or(
            () ->
                present.tried().contains(part)
                    ? Optional.of(LocalDate.ofInstant(now, zone()))
                    : Optional.empty());
  }

  /** How a part is, by what most locations say; and where only some say that it is down. */
  Standing standing(Part part) {
    if (first == null) {
      return new Standing(State.UNKNOWN, midnight);
    }
    TimeSet down = of(part).down();
    TimeSet unknown = of(part).unknown();
    TimeSet partly = TimeSet.EMPTY;
    for (Lookout lookout : lookouts) {
      partly = partly.or(Ledger.of(List.of(lookout.of(part)), slots(), recent).down()).minus(down);
    }
    if (present(down).isPresent()) {
      return new Standing(State.MAJOR_OUTAGE, present(down).get());
    }
    if (present(unknown).isPresent()) {
      return new Standing(State.UNKNOWN, present(unknown).get());
    }
    if (present(partly).isPresent()) {
      return new Standing(State.PARTIAL_OUTAGE, present(partly).get());
    }
    List<Interval> bad = down.or(unknown).or(partly).intervals();
    return new Standing(State.OPERATIONAL, bad.isEmpty() ? first : bad.getLast().end());
  }

  /** Since when it has been so, if it is so still. */
  private Optional<Instant> present(TimeSet times) {
    return times.intervals().isEmpty() || times.intervals().getLast().end().isBefore(until)
        ? Optional.empty()
        : Optional.of(times.intervals().getLast().start());
  }

  /** The oldest first. Nothing is said of days before a part was tried or that are not known. */
  List<ServiceStatus.Day> days(Part part) {
    LocalDate today = LocalDate.ofInstant(now, zone());
    LocalDate tried =
        part == Part.ASSISTED_DECRYPTION ? firstTried(part).orElse(today) : LocalDate.MIN;
    List<ServiceStatus.Day> days = new ArrayList<>();
    for (LocalDate day = today.minusDays(History.DAYS - 1L);
        !day.isAfter(today);
        day = day.plusDays(1)) {
      boolean known = day.equals(today) || past.containsKey(day);
      days.add(
          known && !day.isBefore(tried) ? day(part, day) : new ServiceStatus.Day(day, 0, 0, 0));
    }
    return days;
  }

  private ServiceStatus.Day day(Part part, LocalDate day) {
    TimeSet passed =
        between(
                day.atStartOfDay(zone()).toInstant(),
                day.plusDays(1).atStartOfDay(zone()).toInstant())
            .and(first == null ? TimeSet.EMPTY : between(first, until));
    Duration unknown = of(part).unknown().and(passed).length();
    return new ServiceStatus.Day(
        day,
        passed.length().minus(unknown).toMillis(),
        of(part).down().and(passed).length().toMillis(),
        unknown.toMillis());
  }

  /** Which parts were down in a time. */
  List<Part> down(Instant from, Instant to) {
    return with(between(from, to), Times::down, this::wasTried);
  }

  /** Of which nobody could say in a time how they were. */
  List<Part> unknown(Instant from, Instant to) {
    return with(between(from, to), Times::unknown, this::isShown);
  }

  private boolean wasTried(Part part) {
    return part != Part.ASSISTED_DECRYPTION || firstTried(part).isPresent();
  }

  private List<Part> with(TimeSet time, Function<Times, TimeSet> kind, Predicate<Part> condition) {
    return times.entrySet().stream()
        .filter(part -> condition.test(part.getKey()))
        .filter(part -> !kind.apply(part.getValue()).and(time).isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Of the present month; empty until all its days are known. */
  Optional<MonthAccount> account(List<Exclusion> exclusions) {
    LocalDate today = LocalDate.ofInstant(now, zone());
    YearMonth month = YearMonth.from(today);
    if (!policy.contract().month(month).start().isBefore(now)) {
      return Optional.empty();
    }
    TimeSet down = TimeSet.EMPTY;
    TimeSet unknown = TimeSet.EMPTY;
    for (LocalDate day = today.withDayOfMonth(1); day.isBefore(today); day = day.plusDays(1)) {
      DayLedger known = past.get(day);
      if (known == null) {
        return Optional.empty();
      }
      down = down.or(known.whole().down());
      unknown = unknown.or(known.whole().unknown());
    }
    if (midnight.isBefore(now)) {
      Ledger rest =
          Ledger.of(
              lookouts.stream().map(Lookout::whole).toList(), slots(), new Interval(midnight, now));
      down = down.or(rest.down());
      unknown = unknown.or(rest.unknown());
    }
    return Optional.of(
        policy.contract().account(month, new Ledger(down, unknown), exclusions, now));
  }

  private Times of(Part part) {
    return Objects.requireNonNull(times.get(part));
  }

  private static TimeSet between(Instant from, Instant to) {
    return from.isBefore(to) ? TimeSet.of(new Interval(from, to)) : TimeSet.EMPTY;
  }

  private Slots slots() {
    return policy.contract().slots();
  }

  private ZoneId zone() {
    return policy.contract().zone();
  }
}
