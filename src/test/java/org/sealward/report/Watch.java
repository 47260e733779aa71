package org.sealward.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.sealward.api.AvailabilityExclusion;
import org.sealward.api.AvailabilityIncident;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.Observation.Step;
import org.sealward.envelope.OwnProberKey;
import org.sealward.envelope.SecretBytes;
import org.sealward.transparency.NoteSigner;

/** What probers saw, as the service has it, and what it makes of it. */
final class Watch {
  static final List<Result> GOOD =
      List.of(result(Step.SITE, Ending.WORKED, 20), result(Step.MESSAGE_SENT, Ending.WORKED, 40));
  static final List<Result> DOWN =
      List.of(
          result(Step.SITE, Ending.WORKED, 20),
          result(Step.MESSAGE_SENT, Ending.TIMEOUT, 5000),
          result(Step.REFERENCE, Ending.WORKED, 10));
  static final List<Result> BLIND =
      List.of(
          result(Step.SITE, Ending.UNREACHABLE, 3), result(Step.REFERENCE, Ending.UNREACHABLE, 3));

  private static final Duration SLOT = Duration.ofSeconds(15);

  /** Observations by location, in their order. */
  final Map<String, List<Observation>> seen = new TreeMap<>();

  final List<AvailabilityExclusion> exclusions = new ArrayList<>();
  final List<AvailabilityIncident> incidents = new ArrayList<>();

  static Result result(Step step, Ending ending, int millis) {
    return new Result(step, ending, Duration.ofMillis(millis));
  }

  /** The key of a prober, of its location's length. */
  static OwnProberKey key(String location) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) location.length());
    return new OwnProberKey(SecretBytes.copyOf(seed));
  }

  static Bytes publicKey(String location) {
    try (OwnProberKey key = key(location)) {
      return key.publicKey();
    }
  }

  Watch sees(String location, Instant at, List<Result> steps) {
    List<Observation> chain = seen.computeIfAbsent(location, _ -> new ArrayList<>());
    chain.add(
        new Observation(
            location,
            chain.size() + 1,
            chain.isEmpty() ? Observation.NOTHING : chain.getLast().hash(),
            at,
            steps));
    return this;
  }

  /** Every so often, from one instant until before another. */
  Watch sees(
      String location,
      String from,
      String to,
      Duration every,
      Function<Instant, List<Result>> steps) {
    Instant end = Instant.parse(to);
    for (Instant at = Instant.parse(from); at.isBefore(end); at = at.plus(every)) {
      sees(location, at, steps.apply(at));
    }
    return this;
  }

  /** Every slot, all of it good. */
  Watch seesGood(String location, String from, String to) {
    return sees(location, from, to, SLOT, _ -> GOOD);
  }

  private static Bytes signature(Observation last) {
    try (OwnProberKey key = key(last.location())) {
      return key.sign(last).signature();
    }
  }

  AvailabilityReport report(Policy policy, String month, String now) {
    ReportMaker maker = new ReportMaker(policy, YearMonth.parse(month), Instant.parse(now));
    seen.forEach(
        (location, observations) -> {
          Stretch stretch = maker.prober(location, publicKey(location));
          observations.forEach(one -> stretch.add(one.number(), one.at(), one.steps()));
          stretch.end(observations.getLast().hash(), signature(observations.getLast()));
        });
    return maker.make(exclusions, incidents);
  }

  /** The file that shows a report. */
  byte[] evidence(Policy policy, AvailabilityReport report, NoteSigner signer) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (EvidenceWriter writer =
        new EvidenceWriter(
            file,
            signer.key(),
            ReportNote.sign(report, ReportMaker.encode(report), signer),
            report,
            policy)) {
      for (AvailabilityReport.Prober prober : report.probers()) {
        List<Observation> observations = seen.getOrDefault(prober.location(), List.of());
        writer.prober(observations.getFirst().previous());
        for (Observation one : observations) {
          writer.observation(one.at(), one.encodedSteps());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
