package org.sealward.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sealward.api.AvailabilityIncident;
import org.sealward.api.AvailabilityReport;
import org.sealward.api.AvailabilityReport.Downtime;
import org.sealward.api.AvailabilityReport.Seen;

/** How a report's values look to people, in every form of it. */
final class Shown {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final long MILLIS = 1000;
  private static final long MINUTE = 60 * MILLIS;
  private static final long HOUR = 60 * MINUTE;

  private final AvailabilityReport report;
  private final ZoneId zone;

  Shown(AvailabilityReport report) {
    this.report = report;
    this.zone = ZoneId.of(report.zone());
  }

  ZoneId zone() {
    return zone;
  }

  /** Such as {@code July 2026}. */
  String month() {
    YearMonth month = YearMonth.parse(report.month());
    return month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + month.getYear();
  }

  /** By the contract's clocks. */
  String local(Instant at) {
    return SECOND.format(at.atZone(zone));
  }

  String utc(Instant at) {
    return SECOND.format(at.atOffset(ZoneOffset.UTC));
  }

  /** Such as {@code 1 h 2 min 3.5 s}. */
  static String length(long millis) {
    long positive = Math.abs(millis);
    BigDecimal seconds =
        BigDecimal.valueOf(positive % MINUTE).movePointLeft(3).stripTrailingZeros();
    String text =
        Stream.of(
                positive < HOUR ? "" : positive / HOUR + " h",
                positive % HOUR < MINUTE ? "" : positive % HOUR / MINUTE + " min",
                seconds.signum() == 0 && positive > 0 ? "" : seconds.toPlainString() + " s")
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    return millis < 0 ? "−" + text : text;
  }

  static String length(Downtime downtime) {
    return length(downtime.to().toEpochMilli() - downtime.from().toEpochMilli());
  }

  String kept() {
    if (report.toDate()) {
      return report.kept() ? "kept until now" : "broken";
    }
    return report.kept() ? "kept" : "broken";
  }

  /** What failed, from where it was seen. */
  static String cause(Downtime downtime) {
    if (downtime.seen().isEmpty()) {
      return "nobody saw anything";
    }
    return downtime.seen().stream().map(Shown::cause).collect(Collectors.joining("; "));
  }

  private static String cause(Seen seen) {
    return seen.step() == null
        ? seen.location() + ": nothing failed"
        : "%s: %s %s (%d of %d)%s"
            .formatted(
                seen.location(),
                seen.step(),
                seen.ending(),
                seen.times(),
                seen.good() + seen.bad() + seen.blind(),
                seen.blind() > 0 ? ", its own network was down " + seen.blind() + " times" : "");
  }

  /** Numbers of the observations. */
  static String evidence(Downtime downtime) {
    return downtime.seen().stream()
        .map(seen -> seen.location() + " " + seen.first() + "–" + seen.last())
        .collect(Collectors.joining("; "));
  }

  /** Titles of the incidents of an interval. */
  String incidents(Downtime downtime) {
    return report.incidents().stream()
        .filter(incident -> downtime.incidents().contains(incident.id()))
        .map(AvailabilityIncident::title)
        .collect(Collectors.joining("; "));
  }

  static String ids(List<UUID> ids) {
    return ids.stream().map(UUID::toString).collect(Collectors.joining(" "));
  }
}
