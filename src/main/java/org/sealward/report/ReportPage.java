package org.sealward.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.sealward.api.AvailabilityExclusion;
import org.sealward.api.AvailabilityIncident;
import org.sealward.api.AvailabilityReport;
import org.sealward.api.AvailabilityReport.Downtime;
import org.sealward.api.AvailabilityReport.Latency;
import org.sealward.api.AvailabilityReport.Prober;

/**
 * A report as a page for people, which loads nothing and runs nothing: one HTML file, with the
 * timeline as SVG in it. All that others wrote is escaped.
 */
public final class ReportPage {
  /** Its text is known, so that a Content-Security-Policy can name its hash. */
  public static final String STYLE =
      """
      :root{color-scheme:light}
      body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
      h1{font-size:1.6rem;margin-bottom:.2rem}
      h2{font-size:1.2rem;margin-top:2rem}
      table{border-collapse:collapse;width:100%;font-size:.9rem}
      caption{text-align:left;padding-bottom:.4rem}
      th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:break-word}
      thead th{background:#eee}
      .date{border:2px solid #1b1b1b;padding:.4rem .8rem;font-weight:bold}
      .figure{font-size:2.4rem;font-weight:bold;margin:.5rem 0 0}
      code{overflow-wrap:anywhere}
      svg{width:100%;height:auto;font:11px system-ui,sans-serif}
      rect.up{fill:#d4edda;stroke:#767676;stroke-width:.5}
      rect.down{fill:url(#down)}
      rect.unknown{fill:url(#unknown);stroke:#444;stroke-width:.5}
      rect.excluded{fill:url(#excluded);stroke:#1f4e9c;stroke-width:.5}
      .wide{overflow-x:auto}
      @media print{body{margin:0;max-width:none;font-size:11px}h2{break-after:avoid}tr,svg{break-inside:avoid}rect{print-color-adjust:exact}}
      """;

  private final AvailabilityReport report;
  private final Shown shown;
  private final StringBuilder html = new StringBuilder();

  private ReportPage(AvailabilityReport report) {
    this.report = report;
    this.shown = new Shown(report);
  }

  /** The page. */
  public static String of(AvailabilityReport report) {
    ReportPage page = new ReportPage(report);
    page.write();
    return page.html.toString();
  }

  private void write() {
    String title = escaped(report.name() + ", " + shown.month());
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>Availability: ")
        .append(title)
        .append("</title>\n<style>")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<main>\n<h1>Availability: ")
        .append(title)
        .append("</h1>\n");
    figures();
    html.append("<h2>The month</h2>\n<p>Green without a pattern is up, red with stripes is down, ")
        .append("dots are unknown, blue lines are excluded; how long each was stands beside the ")
        .append(
            "day. A very short one is drawn wider than it is. Hours are counted from midnight, ")
        .append("also on days when the clocks change.</p>\n<div class=\"wide\">\n")
        .append(Timeline.of(report, shown))
        .append("</div>\n");
    tables();
    check();
    html.append("</main>\n</body>\n</html>\n");
  }

  private void figures() {
    paragraph(
        "A calendar month in %s: from %s to %s, which is %s to %s UTC."
            .formatted(
                report.zone(),
                shown.local(report.from()),
                shown.local(report.to()),
                shown.utc(report.from()),
                shown.utc(report.to())));
    if (report.toDate()) {
      html.append(
          "<p class=\"date\">To date: the month is not over, and no figure is final.</p>\n");
    }
    html.append("<p class=\"figure\">").append(escaped(report.percent())).append(" %</p>\n");
    paragraph("Promised: %s %%. The promise is %s.".formatted(report.target(), shown.kept()));
    table(
        "Times that were unknown count as down in the figure above. Percentages are rounded down.",
        List.of("Figure", "Value"),
        List.of(
            List.of("Of what was measured", report.measuredPercent() + " %"),
            List.of("May be down in the whole month", Shown.length(report.budget())),
            List.of("Left of that", Shown.length(report.budgetLeft())),
            List.of("Down", Shown.length(report.down())),
            List.of("Unknown", Shown.length(report.unknown())),
            List.of("Excluded", Shown.length(report.excluded())),
            List.of("Promised time", Shown.length(report.promised()))));
  }

  private void tables() {
    heading("What was not up");
    List<List<String>> intervals = new ArrayList<>();
    for (Downtime one : report.intervals()) {
      intervals.add(
          List.of(
              shown.local(one.from()),
              shown.local(one.to()),
              Shown.length(one),
              one.state(),
              Shown.cause(one),
              Shown.evidence(one),
              shown.incidents(one)));
    }
    table(
        "By the clocks of " + report.zone(),
        List.of("From", "To", "Length", "State", "Cause", "Observations", "Incident"),
        intervals);

    heading("Excluded by the contract");
    table(
        "For what the provider does not answer, and what shows it. Only time that was not up is"
            + " taken away.",
        List.of("From", "To", "Cause", "Statement", "Link", "By", "Recorded"),
        report.exclusions().stream().map(this::row).toList());

    heading("How long it took");
    table(
        "Steps of observations in which everything worked: the time that so many stayed within",
        List.of("Step", "Half", "95 %", "99 %", "All", "Observations"),
        report.latencies().stream().map(ReportPage::row).toList());

    heading("Who watched");
    table(
        "Observations in the period",
        List.of("Location", "Numbers", "Observations", "Good", "Bad", "Blind", "Gaps", "Unseen"),
        report.probers().stream().map(ReportPage::row).toList());

    heading("Incidents");
    table(
        "What people were told",
        List.of("From", "To", "Title"),
        report.incidents().stream().map(this::row).toList());
  }

  private List<String> row(AvailabilityExclusion one) {
    return List.of(
        shown.local(one.from()),
        shown.local(one.to()),
        one.cause(),
        one.statement(),
        Objects.requireNonNullElse(one.link(), ""),
        one.by(),
        shown.local(one.recordedAt()));
  }

  private List<String> row(AvailabilityIncident one) {
    return List.of(
        shown.local(one.from()), one.to() == null ? "lasts" : shown.local(one.to()), one.title());
  }

  private static List<String> row(Latency one) {
    return List.of(
        one.step(),
        one.p50() + " ms",
        one.p95() + " ms",
        one.p99() + " ms",
        one.max() + " ms",
        String.valueOf(one.observations()));
  }

  private static List<String> row(Prober one) {
    return List.of(
        one.location(),
        one.first() + "–" + one.last(),
        String.valueOf(one.observations()),
        String.valueOf(one.good()),
        String.valueOf(one.bad()),
        String.valueOf(one.blind()),
        String.valueOf(one.gaps()),
        Shown.length(one.unknown()));
  }

  private void check() {
    heading("How to check it");
    html.append("<p>The evidence of this report is a file with every observation, as the probers ")
        .append("signed them. <code>./sealward sla verify FILE</code> computes the report from it ")
        .append("again, without a network.</p>\n<p>Contract <code>")
        .append(escaped(report.contract()))
        .append("</code>, SHA-256 of its policy file <code>")
        .append(report.policy().hex())
        .append("</code>. Made ")
        .append(shown.utc(report.madeAt()))
        .append(" UTC.</p>\n");
  }

  private void heading(String text) {
    html.append("<h2>").append(text).append("</h2>\n");
  }

  private void paragraph(String text) {
    html.append("<p>").append(escaped(text)).append("</p>\n");
  }

  /** Its first column is what a row is about. */
  private void table(String caption, List<String> columns, List<List<String>> rows) {
    if (rows.isEmpty()) {
      paragraph("None.");
      return;
    }
    html.append("<div class=\"wide\"><table>\n<caption>")
        .append(escaped(caption))
        .append("</caption>\n<thead><tr>");
    columns.forEach(
        column -> html.append("<th scope=\"col\">").append(escaped(column)).append("</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      html.append("<tr><th scope=\"row\">").append(escaped(row.getFirst())).append("</th>");
      row.stream()
          .skip(1)
          .forEach(cell -> html.append("<td>").append(escaped(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table></div>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
