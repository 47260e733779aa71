package org.sealward.status;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.sealward.servicelevel.Interval;
import org.sealward.servicelevel.Ledger;
import org.sealward.servicelevel.Slots;
import org.sealward.servicelevel.TimeSet;

/**
 * When the service and each part of it was down, or nobody could say.
 *
 * @param tried parts that somebody tried
 */
record DayLedger(Ledger whole, Map<Part, Ledger> parts, Set<Part> tried) {
  /**
   * Of an interval.
   *
   * @param lookouts with what they saw in it and around it
   */
  static DayLedger of(Collection<Lookout> lookouts, Slots slots, Interval interval) {
    Map<Part, Ledger> parts = new EnumMap<>(Part.class);
    Set<Part> tried = EnumSet.noneOf(Part.class);
    for (Part part : Part.values()) {
      parts.put(
          part, Ledger.of(lookouts.stream().map(one -> one.of(part)).toList(), slots, interval));
      if (lookouts.stream()
          .anyMatch(
              one ->
                  one.any(
                      sight -> interval.contains(sight.at()) && sight.tried().contains(part)))) {
        tried.add(part);
      }
    }
    return new DayLedger(
        Ledger.of(lookouts.stream().map(Lookout::whole).toList(), slots, interval), parts, tried);
  }

  /** Of an interval in which nobody watched. */
  static DayLedger unwatched(Slots slots, Interval interval) {
    return of(List.of(), slots, interval);
  }

  TimeSet down(Part part) {
    return Objects.requireNonNull(parts.get(part)).down();
  }

  TimeSet unknown(Part part) {
    return Objects.requireNonNull(parts.get(part)).unknown();
  }
}
