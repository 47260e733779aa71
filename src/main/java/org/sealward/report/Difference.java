package org.sealward.report;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sealward.api.AvailabilityReport;
import org.sealward.api.AvailabilityReport.Downtime;

/** In what a report differs from the one that follows from the observations. */
final class Difference {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private Difference() {}

  /** The first minute that differs; where none does, the first field. */
  static String first(AvailabilityReport told, AvailabilityReport computed) {
    NavigableMap<Instant, String> one = states(told);
    NavigableMap<Instant, String> other = states(computed);
    TreeSet<Instant> changes = new TreeSet<>(one.keySet());
    changes.addAll(other.keySet());
    for (Instant change : changes) {
      String says = one.floorEntry(change).getValue();
      String seen = other.floorEntry(change).getValue();
      if (!says.equals(seen)) {
        return "the first minute that differs is %s: the report says %s, the observations say %s"
            .formatted(minute(change, computed.zone()), says, seen);
      }
    }
    return field(told, computed);
  }

  /** By the instants at which they begin. */
  private static NavigableMap<Instant, String> states(AvailabilityReport report) {
    NavigableMap<Instant, String> states = new TreeMap<>();
    states.put(Instant.MIN, "up");
    for (Downtime downtime : report.intervals()) {
      states.put(downtime.from(), downtime.state());
      states.putIfAbsent(downtime.to(), "up");
    }
    return states;
  }

  private static String field(AvailabilityReport told, AvailabilityReport computed) {
    for (RecordComponent field : AvailabilityReport.class.getRecordComponents()) {
      Object one = value(field, told);
      Object other = value(field, computed);
      if (!Objects.equals(one, other)) {
        return one instanceof List<?> || other instanceof List<?>
            ? "the report's " + field.getName() + " are not what follows from the observations"
            : "%s is %s in the report, and %s by the observations"
                .formatted(field.getName(), one, other);
      }
    }
    return "the report is not in its one form";
  }

  private static String minute(Instant instant, String zone) {
    return MINUTE.format(instant.atZone(ZoneOffset.UTC))
        + " UTC ("
        + MINUTE.format(instant.atZone(ZoneId.of(zone)))
        + " in "
        + zone
        + ")";
  }

  private static Object value(RecordComponent field, AvailabilityReport report) {
    try {
      return Objects.requireNonNullElse(field.getAccessor().invoke(report), "nothing");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
