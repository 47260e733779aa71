package org.sealward.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.sealward.api.AvailabilityReport;
import org.sealward.api.AvailabilityReport.Downtime;

/**
 * What was not up in a month, a row each (RFC 4180). No field is what a spreadsheet takes for a
 * formula.
 */
public final class ReportCsv {
  private static final List<String> COLUMNS =
      List.of(
          "contract",
          "month",
          "to_date",
          "state",
          "from_utc",
          "to_utc",
          "from_local",
          "to_local",
          "seconds",
          "cause",
          "observations",
          "exclusions",
          "incidents",
          "incident_titles");

  private ReportCsv() {}

  /** The table, with its head. */
  public static String of(AvailabilityReport report) {
    Shown shown = new Shown(report);
    StringBuilder csv = new StringBuilder(row(COLUMNS));
    for (Downtime downtime : report.intervals()) {
      csv.append(
          row(
              List.of(
                  report.contract(),
                  report.month(),
                  report.toDate() ? "yes" : "no",
                  downtime.state(),
                  shown.utc(downtime.from()),
                  shown.utc(downtime.to()),
                  shown.local(downtime.from()),
                  shown.local(downtime.to()),
                  seconds(downtime),
                  Shown.cause(downtime),
                  Shown.evidence(downtime),
                  Shown.ids(downtime.exclusions()),
                  Shown.ids(downtime.incidents()),
                  shown.incidents(downtime))));
    }
    return csv.toString();
  }

  private static String seconds(Downtime downtime) {
    return BigDecimal.valueOf(downtime.to().toEpochMilli() - downtime.from().toEpochMilli())
        .movePointLeft(3)
        .toPlainString();
  }

  private static String row(List<String> fields) {
    return fields.stream().map(ReportCsv::field).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String field(String text) {
    String harmless =
        !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return harmless.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)
        ? '"' + harmless.replace("\"", "\"\"") + '"'
        : harmless;
  }
}
