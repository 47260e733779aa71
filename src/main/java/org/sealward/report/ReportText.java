package org.sealward.report;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import org.sealward.api.AvailabilityReport;
import org.sealward.api.AvailabilityReport.Downtime;
import org.sealward.api.AvailabilityReport.Latency;
import org.sealward.api.AvailabilityReport.Prober;

/** A report as lines for a terminal. What others wrote in it is not made harmless here. */
public final class ReportText {
  private ReportText() {}

  /** The lines. */
  public static String of(AvailabilityReport report) {
    Shown shown = new Shown(report);
    StringBuilder text = new StringBuilder();
    line(text, "%s (%s), %s in %s", report.name(), report.contract(), shown.month(), report.zone());
    if (report.toDate()) {
      line(text, "TO DATE, until %s: not final", shown.local(report.to()));
    }
    line(text, "%s %%, promised %s %%: %s", report.percent(), report.target(), shown.kept());
    line(text, "%s %% of what was measured", report.measuredPercent());
    line(
        text,
        "%s of %s may be down; %s left",
        Shown.length(report.budget()),
        shown.month(),
        Shown.length(report.budgetLeft()));
    line(
        text,
        "down %s, unknown %s, excluded %s",
        Shown.length(report.down()),
        Shown.length(report.unknown()),
        Shown.length(report.excluded()));
    for (Downtime downtime : report.intervals()) {
      line(
          text,
          "%-8s  %s to %s  %s  %s",
          downtime.state(),
          shown.local(downtime.from()),
          shown.local(downtime.to()),
          Shown.length(downtime),
          Shown.cause(downtime));
    }
    for (Latency latency : report.latencies()) {
      line(
          text,
          "%-19s  p50 %d ms, p95 %d ms, p99 %d ms, at most %d ms",
          latency.step(),
          latency.p50(),
          latency.p95(),
          latency.p99(),
          latency.max());
    }
    for (Prober prober : report.probers()) {
      line(
          text,
          "%s  numbers %d to %d; %d observations: %d good, %d bad, %d blind; %d gaps, %s unseen",
          prober.location(),
          prober.first(),
          prober.last(),
          prober.observations(),
          prober.good(),
          prober.bad(),
          prober.blind(),
          prober.gaps(),
          Shown.length(prober.unknown()));
    }
    line(text, "policy  %s  (SHA-256)", report.policy().hex());
    return text.toString();
  }

  @FormatMethod
  private static void line(StringBuilder text, @FormatString String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }
}
