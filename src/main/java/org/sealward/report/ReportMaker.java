package org.sealward.report;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.sealward.api.AvailabilityExclusion;
import org.sealward.api.AvailabilityIncident;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation.Step;
import org.sealward.json.StrictJson;
import org.sealward.servicelevel.Exclusion;
import org.sealward.servicelevel.Interval;
import org.sealward.servicelevel.Ledger;
import org.sealward.servicelevel.MonthAccount;
import org.sealward.servicelevel.TimeSet;
import org.sealward.servicelevel.Track;

/**
 * Makes the report of a month. The same policy, observations, exclusions, incidents and present
 * time give the same bytes, wherever it runs. Not safe for use by several threads.
 */
public final class ReportMaker {
  /** Observations from so long before and after the period say what is at its edges. */
  private static final Duration AROUND = Duration.ofHours(1);

  private final Policy policy;
  private final YearMonth month;
  private final Instant now;
  private final Interval period;
  private final Map<Step, Spread> spreads = new EnumMap<>(Step.class);
  private final List<Stretch> stretches = new ArrayList<>();

  /**
   * For a month.
   *
   * @param now in whole milliseconds
   * @throws IllegalArgumentException for a month that has not begun, or began before 1970
   */
  public ReportMaker(Policy policy, YearMonth month, Instant now) {
    Interval whole = policy.contract().month(month);
    if (whole.start().isBefore(Instant.EPOCH)) {
      throw new IllegalArgumentException("times are of 1970 and later");
    }
    this.policy = policy;
    this.month = month;
    this.now = now;
    this.period = new Interval(whole.start(), now.isBefore(whole.end()) ? now : whole.end());
  }

  /** The month, or what has passed of it. */
  public Interval period() {
    return period;
  }

  /**
   * What is read of each prober: from its last observation before this begins, or its first ever,
   * to its first one that is not before this ends, or its newest.
   */
  public Interval reading() {
    return new Interval(period.start().minus(AROUND), period.end().plus(AROUND));
  }

  /**
   * Where the observations of one prober go.
   *
   * @param location one that {@link Policy#counts}
   * @param key the prober's, 32 bytes
   */
  public Stretch prober(String location, Bytes key) {
    Stretch stretch = new Stretch(location, key, period, spreads);
    stretches.add(stretch);
    return stretch;
  }

  /**
   * The report.
   *
   * @param exclusions of which those count that touch the period
   * @param incidents likewise
   */
  public AvailabilityReport make(
      List<AvailabilityExclusion> exclusions, List<AvailabilityIncident> incidents) {
    stretches.removeIf(Stretch::isEmpty);
    stretches.sort(Comparator.comparing(Stretch::location).thenComparing(Stretch::key));
    List<AvailabilityExclusion> excluded =
        exclusions.stream()
            .filter(one -> touches(period, one.from(), one.to()))
            .sorted(
                Comparator.comparing(AvailabilityExclusion::from)
                    .thenComparing(one -> one.id().toString()))
            .toList();
    List<AvailabilityIncident> told =
        incidents.stream()
            .filter(one -> touches(period, one.from(), end(one)))
            .sorted(
                Comparator.comparing(AvailabilityIncident::from)
                    .thenComparing(one -> one.id().toString()))
            .toList();
    MonthAccount account =
        policy
            .contract()
            .account(month, tracks(), excluded.stream().map(ReportMaker::exclusion).toList(), now);
    return new AvailabilityReport(
        policy.id(),
        policy.name(),
        policy.hash(),
        month.toString(),
        policy.contract().zone().getId(),
        period.start(),
        period.end(),
        account.toDate(),
        now,
        policy.target().toPlainString(),
        account.percent().toPlainString(),
        account.measuredPercent().toPlainString(),
        account.kept(),
        account.promised().toMillis(),
        account.budget().toMillis(),
        millisDown(account.budgetLeft()),
        account.times().down().length().toMillis(),
        account.times().unknown().length().toMillis(),
        account.times().excluded().length().toMillis(),
        downtimes(account.times(), excluded, told),
        latencies(),
        stretches.stream().map(stretch -> stretch.prober(gaps(stretch))).toList(),
        excluded,
        told);
  }

  /** The one form of a report: what is signed (protocol §19.3). */
  public static Bytes encode(AvailabilityReport report) {
    return Bytes.of(StrictJson.write(report));
  }

  private List<Track> tracks() {
    Map<String, Track.Builder> tracks = new TreeMap<>();
    for (Stretch stretch : stretches) {
      stretch.addTo(tracks.computeIfAbsent(stretch.location(), Track.Builder::new));
    }
    return tracks.values().stream().map(Track.Builder::build).toList();
  }

  private List<Interval> gaps(Stretch stretch) {
    Track.Builder track = new Track.Builder(stretch.location());
    stretch.addTo(track);
    return Ledger.of(List.of(track.build()), policy.contract().slots(), period)
        .unknown()
        .intervals();
  }

  private static Exclusion exclusion(AvailabilityExclusion one) {
    return new Exclusion(
        new Interval(one.from(), one.to()), Policy.cause(one.cause()), one.id().toString());
  }

  private static boolean touches(Interval interval, Instant from, Instant to) {
    return from.isBefore(interval.end()) && to.isAfter(interval.start());
  }

  private static Instant end(AvailabilityIncident incident) {
    return Objects.requireNonNullElse(incident.to(), Instant.MAX);
  }

  private static long millisDown(Duration duration) {
    return Math.floorDiv(duration.toNanos(), 1_000_000L);
  }

  private List<AvailabilityReport.Downtime> downtimes(
      MonthAccount.Times times,
      List<AvailabilityExclusion> exclusions,
      List<AvailabilityIncident> incidents) {
    List<AvailabilityReport.Downtime> all = new ArrayList<>();
    List<AvailabilityExclusion> counted =
        exclusions.stream()
            .filter(one -> policy.contract().excluded().contains(Policy.cause(one.cause())))
            .toList();
    add(all, times.down(), "down", List.of(), incidents);
    add(all, times.unknown(), "unknown", List.of(), incidents);
    add(all, times.excluded(), "excluded", counted, incidents);
    all.sort(Comparator.comparing(AvailabilityReport.Downtime::from));
    return List.copyOf(all);
  }

  private void add(
      List<AvailabilityReport.Downtime> all,
      TimeSet times,
      String state,
      List<AvailabilityExclusion> exclusions,
      List<AvailabilityIncident> incidents) {
    for (Interval interval : times.intervals()) {
      all.add(
          new AvailabilityReport.Downtime(
              interval.start(),
              interval.end(),
              state,
              exclusions.stream()
                  .filter(one -> touches(interval, one.from(), one.to()))
                  .map(AvailabilityExclusion::id)
                  .toList(),
              incidents.stream()
                  .filter(one -> touches(interval, one.from(), end(one)))
                  .map(AvailabilityIncident::id)
                  .toList(),
              seen(interval)));
    }
  }

  private List<AvailabilityReport.Seen> seen(Interval interval) {
    List<AvailabilityReport.Seen> seen = new ArrayList<>();
    for (int i = 0; i < stretches.size(); i++) {
      AvailabilityReport.Seen one = stretches.get(i).seen(i, interval);
      if (one != null) {
        seen.add(one);
      }
    }
    return List.copyOf(seen);
  }

  private List<AvailabilityReport.Latency> latencies() {
    return spreads.entrySet().stream().map(one -> latency(one.getKey(), one.getValue())).toList();
  }

  private static AvailabilityReport.Latency latency(Step step, Spread spread) {
    return new AvailabilityReport.Latency(
        Word.of(step),
        spread.size(),
        spread.percentile(50),
        spread.percentile(95),
        spread.percentile(99),
        spread.percentile(100));
  }
}
