package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.sealward.envelope.Bytes;

/**
 * How a contract's promise was kept in a month (protocol §19.3). Lengths are whole milliseconds.
 *
 * @param contract id of its policy
 * @param name of the policy
 * @param policy SHA-256 of the policy's file
 * @param month such as {@code 2026-07}
 * @param zone whose month it is
 * @param from the start of the month
 * @param to its end, or what {@code madeAt} was if that is earlier
 * @param toDate whether the month was not over: the figures are not final
 * @param madeAt when the report was made
 * @param target in percent, as the policy has it
 * @param percent the figure of the contract: what is unknown counts as down; four digits, rounded
 *     down
 * @param measuredPercent as if what is unknown had never been promised
 * @param kept whether the budget was enough, until now or for good
 * @param promised how much of the period counts
 * @param budget how long it may be down in the whole month
 * @param budgetLeft below zero when the promise is broken
 * @param down of what is promised and not excluded, as {@code unknown} is
 * @param excluded would be down or unknown
 * @param intervals all that was not up, in the order of time
 * @param latencies of observations in the period in which everything worked
 * @param probers by location and key
 * @param exclusions that touch the period, whether the policy counts them or not
 * @param incidents that touch the period
 */
@Serdeable
public record AvailabilityReport(
    String contract,
    String name,
    Bytes policy,
    String month,
    String zone,
    Instant from,
    Instant to,
    boolean toDate,
    Instant madeAt,
    String target,
    String percent,
    String measuredPercent,
    boolean kept,
    long promised,
    long budget,
    long budgetLeft,
    long down,
    long unknown,
    long excluded,
    List<Downtime> intervals,
    List<Latency> latencies,
    List<Prober> probers,
    List<AvailabilityExclusion> exclusions,
    List<AvailabilityIncident> incidents) {
  /**
   * A time in which the service was not up.
   *
   * @param state {@code down}, {@code unknown} or {@code excluded}
   * @param exclusions by which it is excluded
   * @param incidents that people were told of
   * @param seen of each prober that observed anything in it
   */
  @Serdeable
  public record Downtime(
      Instant from,
      Instant to,
      String state,
      List<UUID> exclusions,
      List<UUID> incidents,
      List<Seen> seen) {}

  /**
   * What a prober saw in an interval.
   *
   * @param prober its place in the list of probers, from 0
   * @param first number of the first observation in it
   * @param last number of the last one
   * @param step that was most often the first to fail, such as {@code message-received}; null where
   *     none failed
   * @param ending how it failed, such as {@code timeout}
   * @param times how often
   */
  @Serdeable
  public record Seen(
      int prober,
      String location,
      long first,
      long last,
      long good,
      long bad,
      long blind,
      @Nullable String step,
      @Nullable String ending,
      long times) {}

  /**
   * How long a step took: the smallest time that so many percent of the observations stayed within.
   *
   * @param observations that tried the step
   */
  @Serdeable
  public record Latency(String step, long observations, long p50, long p95, long p99, long max) {}

  /**
   * Whose observations were counted.
   *
   * @param key 32 bytes
   * @param first number of its first observation that was looked at, some of which may lie before
   *     the period
   * @param last number of the last one, which may lie after it
   * @param hash of that observation's record
   * @param signature of that record, which holds for all before it
   * @param observations in the period: good, bad and blind ones
   * @param gaps how often nothing was seen, and {@code unknown} for how long altogether
   */
  @Serdeable
  public record Prober(
      String location,
      Bytes key,
      long first,
      long last,
      Bytes hash,
      Bytes signature,
      long observations,
      long good,
      long bad,
      long blind,
      long gaps,
      long unknown) {}
}
