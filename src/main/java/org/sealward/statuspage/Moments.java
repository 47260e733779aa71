package org.sealward.statuspage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people and programs read them. */
final class Moments {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm z", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

  private final ZoneId zone;

  Moments(String zone) {
    this.zone = ZoneId.of(zone);
  }

  /** By the clocks of the zone, such as {@code 3 Jul 2026, 12:00 EEST}. */
  String text(Instant at) {
    return MINUTE.format(at.atZone(zone));
  }

  /** The same as an element of HTML. */
  String html(Instant at) {
    return "<time datetime=\"" + iso(at) + "\">" + text(at) + "</time>";
  }

  static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** Such as {@code 2026-07-03T09:00:00.000Z}. */
  static String iso(Instant at) {
    return MILLIS.format(at.atOffset(ZoneOffset.UTC));
  }

  /** Such as {@code 1 h 2 min} or {@code 45 s}: hours and minutes, or seconds, rounded up. */
  static String length(long millis) {
    long seconds = Math.ceilDiv(millis, 1000);
    if (seconds < 60) {
      return seconds + " s";
    }
    Duration whole = Duration.ofMinutes(Math.ceilDiv(seconds, 60));
    String hours = whole.toHours() == 0 ? "" : whole.toHours() + " h";
    String minutes = whole.toMinutesPart() == 0 ? "" : whole.toMinutesPart() + " min";
    return (hours + " " + minutes).strip();
  }
}
