package org.sealward.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.sealward.api.AvailabilityReport;
import org.sealward.api.AvailabilityReport.Downtime;
import org.sealward.servicelevel.Interval;
import org.sealward.servicelevel.TimeSet;

/**
 * The picture of a month as SVG: a bar a day, from local midnight to midnight, as long as that day
 * is. States have patterns and words beside their colours.
 */
final class Timeline {
  private static final int LEFT = 62;
  private static final int TOP = 34;
  private static final int HOUR = 28;
  private static final int ROW = 16;
  private static final int BAR = 12;
  private static final int WORDS = 200;

  /** Narrower ones could not be seen. */
  private static final double NARROWEST = 1.5;

  private final AvailabilityReport report;
  private final Shown shown;
  private final StringBuilder svg = new StringBuilder();

  private Timeline(AvailabilityReport report, Shown shown) {
    this.report = report;
    this.shown = shown;
  }

  static String of(AvailabilityReport report, Shown shown) {
    Timeline timeline = new Timeline(report, shown);
    timeline.draw();
    return timeline.svg.toString();
  }

  private void draw() {
    LocalDate first = LocalDate.ofInstant(report.from(), shown.zone());
    LocalDate last = LocalDate.ofInstant(report.to().minusMillis(1), shown.zone());
    int days = (int) (last.toEpochDay() - first.toEpochDay()) + 1;
    int width = LEFT + 25 * HOUR + WORDS;
    int height = TOP + days * ROW + 4;
    svg.append(
        """
        <svg viewBox="0 0 %d %d" role="img" aria-labelledby="timeline-title timeline-desc">
        <title id="timeline-title">%s, a bar a day</title>
        <desc id="timeline-desc">%s</desc>
        <defs>
        <pattern id="down" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#b3261e"/><path d="M0 6L6 0" stroke="#fff" stroke-width="1"/></pattern>
        <pattern id="unknown" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="4" height="4" fill="#fff"/><circle cx="2" cy="2" r="1.2" fill="#444"/></pattern>
        <pattern id="excluded" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/><path d="M0 3H6" stroke="#1f4e9c" stroke-width="2"/></pattern>
        </defs>
        """
            .formatted(width, height, shown.month(), described()));
    for (int hour = 0; hour <= 24; hour += 3) {
      text(LEFT + hour * HOUR, TOP - 8, "middle", "%02d:00".formatted(hour));
    }
    for (int day = 0; day < days; day++) {
      row(first.plusDays(day), TOP + day * ROW);
    }
    svg.append("</svg>\n");
  }

  /** In words, for whoever does not see the picture; the table has all of it. */
  private String described() {
    return report.intervals().isEmpty()
        ? "Nothing but up."
        : "Times that were not up: %d; the first one is %s from %s. The table below has them all."
            .formatted(
                report.intervals().size(),
                report.intervals().getFirst().state(),
                shown.local(report.intervals().getFirst().from()));
  }

  private void row(LocalDate date, int y) {
    Interval day =
        new Interval(
            date.atStartOfDay(shown.zone()).toInstant(),
            date.plusDays(1).atStartOfDay(shown.zone()).toInstant());
    Interval passed =
        new Interval(day.start(), report.to().isBefore(day.end()) ? report.to() : day.end());
    text(LEFT - 6, y + BAR - 2, "end", String.format(Locale.ROOT, "%1$td %1$ta", date));
    bar("up", day.start(), passed, y, "up");
    StringBuilder words = new StringBuilder();
    for (String state : List.of("down", "unknown", "excluded")) {
      TimeSet here =
          TimeSet.of(
                  report.intervals().stream()
                      .filter(one -> one.state().equals(state))
                      .map(Timeline::interval)
                      .toList())
              .and(TimeSet.of(passed));
      for (Interval one : here.intervals()) {
        bar(
            state,
            day.start(),
            one,
            y,
            "%s %s to %s".formatted(state, shown.local(one.start()), shown.local(one.end())));
      }
      if (!here.isEmpty()) {
        words
            .append(words.isEmpty() ? "" : ", ")
            .append(Shown.length(here.length().toMillis()))
            .append(' ')
            .append(state);
      }
    }
    text(LEFT + 25 * HOUR + 6, y + BAR - 2, "start", words.toString());
  }

  private static Interval interval(Downtime downtime) {
    return new Interval(downtime.from(), downtime.to());
  }

  private void bar(String state, Instant midnight, Interval interval, int y, String title) {
    double x = LEFT + hours(midnight, interval.start()) * HOUR;
    double width = Math.max(NARROWEST, hours(interval.start(), interval.end()) * HOUR);
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%.2f\" y=\"%d\" width=\"%.2f\""
                + " height=\"%d\"><title>%s</title></rect>\n",
            state,
            x,
            y,
            width,
            BAR,
            title));
  }

  private static double hours(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 3_600_000.0;
  }

  private void text(int x, int y, String anchor, String words) {
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n".formatted(x, y, anchor, words));
  }
}
