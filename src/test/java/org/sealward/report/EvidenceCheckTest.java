package org.sealward.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.api.AvailabilityExclusion;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation;
import org.sealward.envelope.VerifyingKey;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.VerifierKey;

/** Two locations see an outage from 21:30 to 21:40 UTC, 00:30 to 00:40 of 1 July in Sofia. */
class EvidenceCheckTest {
  private static final Policy POLICY = PolicyTest.with("\"excludes\": [\"hosting-provider\"]");
  private static final TestSigner SERVICE = signer(1);
  private static final TestSigner SOMEBODY = signer(2);
  private static final String NOW = "2026-06-30T22:00:00Z";
  private static final String NOT_SIGNED =
      "the observations of sofia are not those that its prober signed: one was changed, left out or"
          + " put in";
  private static final String CHANGED = "the report is not the one that was signed: it was changed";
  private static final Map<String, Set<VerifyingKey>> KEYS =
      Map.of("sofia", keys("sofia"), "plovdiv", keys("plovdiv"));

  private final Watch watch = watch();
  private final AvailabilityReport report = watch.report(POLICY, "2026-07", NOW);
  private final Forgery forgery = new Forgery(watch, POLICY, report, SERVICE);

  private static TestSigner signer(int seed) {
    return TestSigner.of("log.example.org/audit", SignatureType.ED25519, seed);
  }

  private static Set<VerifyingKey> keys(String... locations) {
    return Set.copyOf(
        Arrays.stream(locations).map(one -> VerifyingKey.checked(Watch.publicKey(one))).toList());
  }

  private static Watch watch() {
    Watch watch = new Watch();
    for (String location : List.of("plovdiv", "sofia")) {
      watch.sees(
          location,
          "2026-06-30T20:50:00Z",
          NOW,
          Duration.ofMinutes(1),
          at ->
              at.isBefore(Instant.parse("2026-06-30T21:30:00Z"))
                      || !at.isBefore(Instant.parse("2026-06-30T21:40:00Z"))
                  ? Watch.GOOD
                  : Watch.DOWN);
    }
    return watch;
  }

  private static List<String> findings(Forgery forgery) {
    return findings(forgery, SERVICE.key(), KEYS);
  }

  private static List<String> findings(
      Forgery forgery, @Nullable VerifierKey key, Map<String, Set<VerifyingKey>> known) {
    return check(forgery.file(), key, known).findings();
  }

  private static EvidenceCheck check(
      byte[] file, @Nullable VerifierKey key, Map<String, Set<VerifyingKey>> known) {
    return EvidenceCheck.of(new ByteArrayInputStream(file), key, known);
  }

  private void assertRefused(Consumer<Forgery> change, String message) {
    assertThat(findings(forgery)).isEmpty();
    change.accept(forgery);
    assertThatThrownBy(() -> findings(forgery))
        .isInstanceOf(EvidenceException.class)
        .hasMessage(message);
  }

  private static Observation with(Observation one, List<Observation.Result> steps) {
    return new Observation(one.location(), one.number(), one.previous(), one.at(), steps);
  }

  /** Another figure, and all the rest as it was. */
  private static AvailabilityReport with(AvailabilityReport report, String percent) {
    return new AvailabilityReport(
        report.contract(),
        report.name(),
        report.policy(),
        report.month(),
        report.zone(),
        report.from(),
        report.to(),
        report.toDate(),
        report.madeAt(),
        report.target(),
        percent,
        report.measuredPercent(),
        report.kept(),
        report.promised(),
        report.budget(),
        report.budgetLeft(),
        report.down(),
        report.unknown(),
        report.excluded(),
        report.intervals(),
        report.latencies(),
        report.probers(),
        report.exclusions(),
        report.incidents());
  }

  @Test
  void evidence_isWhatTheProtocolSays_andHolds() throws IOException {
    byte[] file = watch.evidence(POLICY, report, SERVICE);
    try (InflaterInputStream content = new InflaterInputStream(new ByteArrayInputStream(file))) {
      assertThat(content.readAllBytes()).isEqualTo(forgery.content());
    }
    EvidenceCheck check = check(file, SERVICE.key(), KEYS);
    assertThat(check.findings()).isEmpty();
    assertThat(check.report()).isEqualTo(report);
    assertThat(report.percent()).isEqualTo("82.0833"); // 10 min 45 s of an hour
    assertThat(check(file, null, Map.of()).findings()).isEmpty();
    assertThat(check(file, null, Map.of()).key()).isEqualTo(SERVICE.key());
  }

  /** Number 41 is that of 21:30 on each: where one of two sees nothing bad, it is up. */
  @Test
  void changedObservation_isRefused_andTheMinuteNamed() {
    List<Observation> sofia = forgery.sections.get(1).observations;
    sofia.set(40, with(sofia.get(40), Watch.GOOD));
    assertThat(findings(forgery))
        .containsExactly(
            NOT_SIGNED,
            "the first minute that differs is 2026-06-30 21:30 UTC (2026-07-01 00:30 in"
                + " Europe/Sofia): the report says down, the observations say up");
  }

  @Test
  void observationThatIsChangedWithoutAnEffect_isRefused() {
    List<Observation> sofia = forgery.sections.get(1).observations;
    sofia.set(
        0,
        with(
            sofia.get(0),
            List.of(
                Watch.result(
                    Observation.Step.SITE, Observation.Ending.WORKED, 21)))); // before the month
    assertThat(findings(forgery))
        .containsExactly(
            NOT_SIGNED, "the report's probers are not what follows from the observations");
  }

  @Test
  void observationTakenOut_isRefused() {
    assertRefused(
        forged -> {
          forged.sections.get(1).observations.remove(20);
          forged.sections.get(1).count--;
        },
        "sofia: 69 observations are here, and the report has numbers 1 to 70");
  }

  @Test
  void observationTakenOut_andTheNextNumbersMoved_isRefused() {
    List<Observation> sofia = forgery.sections.get(1).observations;
    sofia.remove(20);
    sofia.add(
        new Observation(
            "sofia",
            70,
            sofia.getFirst().hash(),
            Instant.parse("2026-06-30T21:59:30Z"),
            Watch.GOOD));
    assertThat(findings(forgery)).contains(NOT_SIGNED);
  }

  @Test
  void lastObservationTakenOut_isRefused() {
    assertRefused(
        forged -> {
          forged.sections.get(1).observations.removeLast();
          forged.sections.get(1).count--;
        },
        "sofia: 69 observations are here, and the report has numbers 1 to 70");
  }

  /** By whoever signs reports: the prober has signed number 70, not 69. */
  @Test
  void lastObservationTakenOut_ofAReportWithoutIt_isRefused() {
    Watch other = watch();
    other.seen.getOrDefault("sofia", List.of()).removeLast();
    AvailabilityReport shorter = other.report(POLICY, "2026-07", NOW);
    Forgery control = new Forgery(other, POLICY, shorter, SERVICE);
    assertThat(findings(control)).isEmpty(); // here the prober did sign it
    AvailabilityReport.Prober was = report.probers().get(1);
    AvailabilityReport.Prober is = shorter.probers().get(1);
    control.report =
        Bytes.utf8(
            new String(control.report.toArray(), java.nio.charset.StandardCharsets.UTF_8)
                .replace(is.signature().base64Url(), was.signature().base64Url()));
    control.note = ReportNote.sign(shorter, control.report, SERVICE).encode();
    assertThat(findings(control)).containsExactly(NOT_SIGNED);
  }

  @Test
  void observationsInAnotherOrder_areRefused() {
    assertRefused(
        forged -> {
          List<Observation> sofia = forged.sections.get(1).observations;
          Observation tenth = sofia.get(9);
          sofia.set(9, sofia.get(10));
          sofia.set(10, tenth);
        },
        "number 11 of sofia was not seen after the one before");
  }

  @Test
  void hashBeforeTheFirst_thatIsAnother_isRefused() {
    Watch later = watch();
    later.seen.replaceAll((_, all) -> all.subList(5, all.size()));
    Forgery control = new Forgery(later, POLICY, later.report(POLICY, "2026-07", NOW), SERVICE);
    assertThat(findings(control)).noneMatch(finding -> finding.contains("signed"));
    control.sections.get(1).previous = Observation.NOTHING;
    control.sections.get(1).previous = control.sections.get(0).previous;
    assertThat(findings(control)).contains(NOT_SIGNED);
  }

  /** 21:00 is the month's start: whoever has no observation of before 20:00 has left some out. */
  @Test
  void beginningOfTheMonth_leftOut_isNoticed() {
    Watch later = watch();
    later.seen.replaceAll((_, all) -> all.subList(5, all.size()));
    Forgery cut = new Forgery(later, POLICY, later.report(POLICY, "2026-07", NOW), SERVICE);
    assertThat(findings(cut))
        .containsExactly(
            "observations of the month's beginning are left out: plovdiv begins with number 6 of"
                + " 2026-06-30T20:55:00Z",
            "observations of the month's beginning are left out: sofia begins with number 6 of"
                + " 2026-06-30T20:55:00Z");

    Watch earlier =
        new Watch()
            .seesGood("sofia", "2026-06-30T19:59:30Z", "2026-06-30T20:01:00Z")
            .seesGood("plovdiv", "2026-06-30T21:00:00Z", NOW);
    earlier.seen.computeIfPresent("sofia", (_, all) -> all.subList(1, all.size()));
    Forgery whole = new Forgery(earlier, POLICY, earlier.report(POLICY, "2026-07", NOW), SERVICE);
    assertThat(findings(whole)).isEmpty();
  }

  @Test
  void observationsByAnotherKey_areRefused() {
    assertThat(findings(forgery, SERVICE.key(), KEYS)).isEmpty();
    assertThat(findings(forgery, SERVICE.key(), Map.of("sofia", keys("plovdiv"))))
        .containsExactly("the observations of sofia are by a key that is not yours of it");
    // A prober had two keys, one after the other.
    assertThat(findings(forgery, SERVICE.key(), Map.of("sofia", keys("plovdiv", "sofia"))))
        .isEmpty();
    // The service names another key as the prober's.
    forgery.report =
        Bytes.utf8(
            new String(forgery.report.toArray(), java.nio.charset.StandardCharsets.UTF_8)
                .replace(
                    Watch.publicKey("sofia").base64Url(),
                    VerifyingKey.checked(SOMEBODY.key().key().encoded()).encoded().base64Url()));
    forgery.note = ReportNote.sign(report, forgery.report, SERVICE).encode();
    assertThat(findings(forgery, SERVICE.key(), Map.of())).containsExactly(NOT_SIGNED);
  }

  @Test
  void locationThatIsLeftOut_isMissed() {
    watch.seen.remove("sofia");
    Forgery without = new Forgery(watch, POLICY, watch.report(POLICY, "2026-07", NOW), SERVICE);
    assertThat(findings(without, SERVICE.key(), Map.of())).isEmpty();
    assertThat(findings(without)).containsExactly("there is no observation of sofia");
  }

  @Test
  void locationThatThePolicyDoesNotCount_isRefused() {
    Policy sofia = PolicyTest.with("\"locations\": [\"sofia\"]");
    Forgery both = new Forgery(watch, sofia, watch.report(sofia, "2026-07", NOW), SERVICE);
    assertThat(findings(both)).containsExactly("the policy does not count plovdiv");
    watch.seen.remove("plovdiv");
    assertThat(findings(new Forgery(watch, sofia, watch.report(sofia, "2026-07", NOW), SERVICE)))
        .isEmpty();
  }

  @Test
  void anotherPolicy_isRefused() {
    forgery.policy =
        Bytes.utf8(
            new String(POLICY.file().toArray(), java.nio.charset.StandardCharsets.UTF_8)
                .replace("Standard", "standard"));
    assertThat(findings(forgery))
        .contains("the policy is not the one that the report names")
        .contains(
            "name is Standard contract in the report, and standard contract by the observations");
  }

  @Test
  void anotherFigure_isRefused() {
    AvailabilityReport better = with(report, "99.9500");
    forgery.report = ReportMaker.encode(better);
    String lie = "percent is 99.9500 in the report, and 82.0833 by the observations";
    assertThat(findings(forgery)).containsExactly(CHANGED, lie);
    // Also one that the service itself signed
    assertThat(findings(forgery.signed(better, SERVICE))).containsExactly(lie);
  }

  @Test
  void exclusionPutIn_isRefused() {
    watch.exclusions.add(
        new AvailabilityExclusion(
            UUID.randomUUID(),
            Instant.parse("2026-06-30T21:30:00Z"),
            Instant.parse("2026-06-30T21:40:00Z"),
            "hosting-provider",
            "It was not us",
            null,
            "Somebody",
            Instant.parse(NOW)));
    AvailabilityReport excused = watch.report(POLICY, "2026-07", NOW);
    assertThat(excused.down()).isZero();
    forgery.report = ReportMaker.encode(excused);
    assertThat(findings(forgery)).containsExactly(CHANGED);
    assertThat(findings(forgery.signed(excused, SERVICE))).isEmpty();
  }

  /** An outage that the report does not have, or has as something else. */
  @Test
  void intervalLeftOut_isNamedByItsFirstMinute() {
    Watch good =
        new Watch()
            .sees("plovdiv", "2026-06-30T20:50:00Z", NOW, Duration.ofMinutes(1), _ -> Watch.GOOD)
            .sees("sofia", "2026-06-30T20:50:00Z", NOW, Duration.ofMinutes(1), _ -> Watch.GOOD);
    forgery.signed(good.report(POLICY, "2026-07", NOW), SERVICE);
    assertThat(findings(forgery))
        .last()
        .isEqualTo(
            "the first minute that differs is 2026-06-30 21:30 UTC (2026-07-01 00:30 in"
                + " Europe/Sofia): the report says up, the observations say down");
  }

  @Test
  void reportSignedByAnother_isRefused() {
    forgery.signed(report, SOMEBODY);
    assertThat(findings(forgery))
        .containsExactly("the report is not signed by " + SERVICE.key().encode());
    // Who gives no key must look at the one that is shown.
    EvidenceCheck believed = check(forgery.file(), null, Map.of());
    assertThat(believed.findings()).isEmpty();
    assertThat(believed.key()).isEqualTo(SOMEBODY.key());
  }

  @Test
  void noteOfAnotherMonth_isRefused() {
    AvailabilityReport august = watch.report(POLICY, "2026-08", "2026-08-05T00:00:00Z");
    forgery.note = ReportNote.sign(august, ReportMaker.encode(report), SERVICE).encode();
    assertThat(findings(forgery)).containsExactly(CHANGED);
  }

  @Test
  void reportInAnotherForm_isRefused() {
    forgery.report =
        Bytes.utf8(
            new String(forgery.report.toArray(), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"incidents\":[]", "\"incidents\": []"));
    forgery.note = ReportNote.sign(report, forgery.report, SERVICE).encode();
    assertThat(findings(forgery)).containsExactly("the report is not in its one form");
  }

  @Test
  void probersTwice_orInAnotherOrder_areRefused() {
    assertRefused(
        forged -> {
          String text =
              new String(forged.report.toArray(), java.nio.charset.StandardCharsets.UTF_8);
          forged.report =
              Bytes.utf8(
                  text.replace(
                      "\"location\":\"plovdiv\",\"key\"", "\"location\":\"xplovdiv\",\"key\""));
        },
        "the report's probers are not in order");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 200, 1000, -200, -4, -1})
  void fileThatIsCutOff_isRefused(int length) {
    byte[] file = forgery.file();
    byte[] cut = Arrays.copyOf(file, length > 0 ? length : file.length + length);
    if (length == 0) {
      assertThat(check(cut, SERVICE.key(), KEYS).findings()).isEmpty(); // the control
      return;
    }
    assertThatThrownBy(() -> check(cut, SERVICE.key(), KEYS))
        .isInstanceOf(EvidenceException.class)
        .hasMessage("the file is cut off");
  }

  @Test
  void whatFollows_isRefused() {
    byte[] file = forgery.file();
    assertThat(check(file, SERVICE.key(), KEYS).findings()).isEmpty();
    assertThatThrownBy(() -> check(Arrays.copyOf(file, file.length + 1), SERVICE.key(), KEYS))
        .hasMessage("something follows the evidence");
    byte[] behindMuch = Arrays.copyOf(file, file.length + (1 << 17));
    assertThatThrownBy(() -> check(behindMuch, SERVICE.key(), KEYS))
        .hasMessage("something follows the evidence");
    // Where the first read ends with the file.
    assertThatThrownBy(
            () ->
                EvidenceCheck.of(
                    new SequenceInputStream(
                        new ByteArrayInputStream(file), new ByteArrayInputStream(new byte[1])),
                    SERVICE.key(),
                    KEYS))
        .hasMessage("something follows the evidence");
    forgery.end = Bytes.of((byte) 0);
    assertThatThrownBy(() -> findings(forgery)).hasMessage("something follows the evidence");
  }

  @Test
  void fileOfSomethingElse_isRefused() {
    byte[] damaged = forgery.file();
    damaged[damaged.length - 1] ^= 1;
    String message = "the file is damaged, or is not the evidence of a report";
    assertThatThrownBy(() -> check(damaged, SERVICE.key(), KEYS)).hasMessage(message);
    assertThatThrownBy(
            () ->
                check(
                    "{\"percent\": 100}"
                        .repeat(9)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    null,
                    KEYS))
        .hasMessage(message);
    assertRefused(
        forged -> forged.label = "sealward/v2/availability-evidence\n",
        "the file is not the evidence of a report");
  }

  /** A few bytes that say they are many. */
  @Test
  void fileThatSaysItIsHuge_isRefused_withoutReadingIt() {
    assertRefused(
        forged -> forged.sections.get(0).count = 10_000_001,
        "the file has more than 10000000 observations");
    forgery.sections.clear();
    forgery.report = Bytes.of(new byte[(1 << 25) + 1]);
    assertThatThrownBy(() -> findings(forgery)).hasMessage("a part is too long");
  }
}
