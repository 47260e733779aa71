package org.sealward.local.search;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a search saw.
 *
 * @param needles how many were looked for, controls not counted
 * @param controls how many needles known to be there were looked for, to show that it sees
 * @param findings in the order found; at most 1000 a store and the first of each needle, {@link
 *     #found} counts all
 * @param unseenControls those that were not seen: the search is not to be trusted
 * @param errors what could not be searched, and why
 */
public record SearchReport(
    int needles,
    int controls,
    List<Finding> findings,
    List<Coverage> coverage,
    List<String> unseenControls,
    List<String> errors,
    Duration took) {

  private static final int PRINTED_FINDINGS = 100;

  public SearchReport {
    findings = List.copyOf(findings);
    coverage = List.copyOf(coverage);
    unseenControls = List.copyOf(unseenControls);
    errors = List.copyOf(errors);
  }

  /** How often a needle was in a place in an encoding. */
  public long found() {
    return coverage.stream().mapToLong(Coverage::found).sum();
  }

  public long bytes() {
    return coverage.stream().mapToLong(Coverage::bytes).sum();
  }

  /** Whether everything was searched, every control seen, and nothing found. */
  public boolean isClean() {
    return found() == 0 && errors.isEmpty() && unseenControls.isEmpty();
  }

  /**
   * Prints it for people. The last line is {@code found N}, and says so when not everything was
   * searched.
   */
  public void print(PrintStream out) {
    int width = coverage.stream().mapToInt(one -> one.store().length()).max().orElse(0);
    for (Coverage one : coverage) {
      out.printf(
          Locale.ROOT,
          "  %-" + Math.max(width, 1) + "s  %s: %s%n",
          one.store(),
          one.searched(),
          one.found() == 0 ? "nothing" : one.found() + " found");
    }
    out.printf(
        Locale.ROOT,
        "  %d things looked for in %s, each in %d encodings, in %.1f s%n",
        needles,
        Coverage.size(bytes()),
        Encoding.values().length,
        took.toMillis() / 1000.0);
    if (controls > 0) {
      out.printf(
          "  %d of %d controls, which are there, seen%n",
          controls - unseenControls.size(), controls);
    }
    findings.stream().limit(PRINTED_FINDINGS).forEach(finding -> out.println("  FOUND " + finding));
    if (found() > PRINTED_FINDINGS) {
      out.printf("  and %d more%n", found() - PRINTED_FINDINGS);
    }
    unseenControls.forEach(control -> out.println("  NOT SEEN " + control));
    errors.forEach(error -> out.println("  NOT SEARCHED " + error));
    out.println(
        "found "
            + found()
            + (errors.isEmpty() ? "" : ", but not all could be searched")
            + (unseenControls.isEmpty() ? "" : ", but not all that is there was seen"));
  }
}
