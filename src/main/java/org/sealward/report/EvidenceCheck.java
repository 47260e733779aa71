package org.sealward.report;

import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AvailabilityReport;
import org.sealward.api.AvailabilityReport.Prober;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.Observation;
import org.sealward.envelope.SignedObservation;
import org.sealward.envelope.VerifyingKey;
import org.sealward.json.JsonRefusedException;
import org.sealward.json.StrictJson;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.SignedNote;
import org.sealward.transparency.VerifierKey;

/**
 * Looks for what is wrong with a report, from the file that shows its evidence (protocol §19.3).
 */
public final class EvidenceCheck {
  private final EvidenceReader file;
  private final Map<String, Set<VerifyingKey>> known;
  private final VerifierKey key;
  private final Bytes encoded;
  private final AvailabilityReport report;
  private final List<String> findings = new ArrayList<>();

  private EvidenceCheck(
      EvidenceReader file, @Nullable VerifierKey key, Map<String, Set<VerifyingKey>> known) {
    this.file = file;
    this.known = known;
    file.label();
    VerifierKey told = VerifierKey.parse(utf8(file.part()));
    this.key = key == null ? told : key;
    SignedNote note = SignedNote.parse(file.part());
    this.encoded = file.part();
    this.report = read(encoded);
    if (!note.isBy(this.key)) {
      findings.add("the report is not signed by " + this.key.encode());
    } else if (!note.text().equals(ReportNote.text(report, encoded))) {
      findings.add("the report is not the one that was signed: it was changed");
    }
  }

  /**
   * Checks a file.
   *
   * @param key by which the service signs reports; null to believe the file
   * @param known keys of probers by location, where the reader has them from elsewhere
   * @throws EvidenceException for what is no evidence at all
   */
  public static EvidenceCheck of(
      InputStream file, @Nullable VerifierKey key, Map<String, Set<VerifyingKey>> known) {
    try {
      EvidenceCheck check = new EvidenceCheck(new EvidenceReader(file), key, known);
      check.run();
      return check;
    } catch (LogFormatException
        | EnvelopeException
        | PolicyException
        | IllegalArgumentException
        | DateTimeException e) {
      throw new EvidenceException(String.valueOf(e.getMessage()));
    }
  }

  /** What is wrong, a line each; none when the report is what follows from the observations. */
  public List<String> findings() {
    return List.copyOf(findings);
  }

  /** As the file has it. */
  public AvailabilityReport report() {
    return report;
  }

  /** By which the report was checked. */
  public VerifierKey key() {
    return key;
  }

  private static String utf8(Bytes text) {
    return new String(text.toArray(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static AvailabilityReport read(Bytes encoded) {
    try {
      return StrictJson.read(encoded.toArray(), AvailabilityReport.class);
    } catch (JsonRefusedException e) {
      throw new EvidenceException("the report is none: " + e.message());
    }
  }

  private void run() {
    Policy policy = Policy.parse(file.part());
    if (!policy.hash().equals(report.policy())) {
      findings.add("the policy is not the one that the report names");
    }
    ReportMaker maker = new ReportMaker(policy, YearMonth.parse(report.month()), report.madeAt());
    requireOrder();
    for (Prober prober : report.probers()) {
      if (!policy.counts(prober.location())) {
        findings.add("the policy does not count " + prober.location());
      }
      observations(prober, maker);
    }
    file.end();
    known.keySet().stream()
        .filter(policy::counts)
        .filter(
            location -> report.probers().stream().noneMatch(one -> one.location().equals(location)))
        .sorted()
        .forEach(location -> findings.add("there is no observation of " + location));
    AvailabilityReport computed = maker.make(report.exclusions(), report.incidents());
    if (!ReportMaker.encode(computed).equals(encoded)) {
      findings.add(Difference.first(report, computed));
    }
  }

  private void requireOrder() {
    List<Prober> sorted =
        report.probers().stream()
            .sorted(Comparator.comparing(Prober::location).thenComparing(Prober::key))
            .toList();
    EvidenceException.require(
        sorted.equals(report.probers())
            && report.probers().stream()
                    .map(one -> List.of(one.location(), one.key()))
                    .distinct()
                    .count()
                == sorted.size(),
        "the report's probers are not in order");
  }

  private void observations(Prober prober, ReportMaker maker) {
    String location = prober.location();
    VerifyingKey proberKey = VerifyingKey.checked(prober.key());
    if (known.containsKey(location)
        && !known.getOrDefault(location, Set.of()).contains(proberKey)) {
      findings.add("the observations of " + location + " are by a key that is not yours of it");
    }
    Bytes previous = file.hash();
    long count = file.count();
    if (count != prober.last() - prober.first() + 1) {
      throw new EvidenceException(
          "%s: %d observations are here, and the report has numbers %d to %d"
              .formatted(location, count, prober.first(), prober.last()));
    }
    EvidenceException.require(count > 0, location + ": there is no observation");
    Stretch stretch = maker.prober(location, prober.key());
    @Nullable Observation last = null;
    for (long number = prober.first(); number <= prober.last(); number++) {
      Instant at = file.time();
      Observation next =
          new Observation(location, number, previous, at, Observation.steps(file.steps()));
      if (last == null && number > 1 && !at.isBefore(maker.reading().start())) {
        findings.add(
            "observations of the month's beginning are left out: %s begins with number %d of %s"
                .formatted(location, number, at));
      }
      stretch.add(number, at, next.steps());
      previous = next.hash();
      last = next;
    }
    stretch.end(previous, prober.signature());
    if (last == null || !new SignedObservation(last, prober.signature()).isBy(proberKey)) {
      findings.add(
          "the observations of "
              + location
              + " are not those that its prober signed: one was changed, left out or put in");
    }
  }
}
