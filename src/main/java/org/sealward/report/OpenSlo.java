package org.sealward.report;

import java.time.DayOfWeek;
import java.util.stream.Collectors;
import org.sealward.servicelevel.ServiceHours;

/**
 * A policy in the words of OpenSLO: two documents of YAML, an SLI and the SLO that is made of it.
 * Source: the OpenSLO specification, openslo/v1.
 */
public final class OpenSlo {
  private static final int LONGEST_NAME = 63;

  private OpenSlo() {}

  /**
   * The documents.
   *
   * @throws PolicyException for an id that is no name in OpenSLO
   */
  public static String of(Policy policy) {
    if (policy.id().length() > LONGEST_NAME || policy.id().endsWith("-")) {
      throw new PolicyException(
          "OpenSLO has no names of more than 63 characters, or with - at the end: " + policy.id());
    }
    String name = quoted(policy.name());
    return """
    apiVersion: openslo/v1
    kind: SLI
    metadata:
      name: %1$s
      displayName: %2$s
    spec:
      description: "The part of the time in which the service was down, or nobody saw it, by the ledger of observations"
      ratioMetric:
        rawType: failure
        raw:
          metricSource:
            type: Prometheus
            spec:
              query: %3$s
    ---
    apiVersion: openslo/v1
    kind: SLO
    metadata:
      name: %1$s
      displayName: %2$s
      annotations:
        sealward.org/policy-sha256: "%4$s"
    spec:
      description: %5$s
      service: sealward
      indicatorRef: %1$s
      timeWindow:
        - duration: 1M
          calendar:
            startTime: "2026-01-01 00:00:00"
            timeZone: %6$s
          isRolling: false
      budgetingMethod: Occurrences
      objectives:
        - displayName: %2$s
          target: %7$s
    """
        .formatted(
            policy.id(),
            name,
            quoted(
                "rate(sealward_availability_down_seconds_total{contract=\""
                    + policy.id()
                    + "\"}[5m])"),
            policy.hash().hex(),
            quoted(description(policy)),
            quoted(policy.contract().zone().getId()),
            policy.contract().target().stripTrailingZeros().toPlainString());
  }

  private static String description(Policy policy) {
    ServiceHours hours = policy.contract().hours();
    String when =
        hours.equals(ServiceHours.ALWAYS)
            ? "at all times"
            : "from %s to %s on %s"
                .formatted(
                    hours.from(),
                    hours.to(),
                    hours.days().stream()
                        .sorted()
                        .map((DayOfWeek day) -> Word.of(day))
                        .collect(Collectors.joining(", ")));
    String excluded =
        policy.contract().excluded().isEmpty()
            ? "nothing is excluded"
            : "excluded: "
                + policy.contract().excluded().stream()
                    .map(cause -> Word.of(cause))
                    .sorted()
                    .collect(Collectors.joining(", "));
    return "Promised "
        + when
        + "; "
        + excluded
        + ". Of the month's real length; unknown counts as down."
        + " What OpenSLO cannot say stands in the policy's file.";
  }

  /** A double-quoted scalar of YAML: the policy has no control characters. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
