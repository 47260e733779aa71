package org.sealward.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.api.AvailabilityExclusion;
import org.sealward.api.AvailabilityIncident;
import org.sealward.api.AvailabilityReport;
import org.sealward.api.AvailabilityReport.Downtime;
import org.sealward.api.AvailabilityReport.Latency;
import org.sealward.api.AvailabilityReport.Seen;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.Observation.Step;

/** Figures by hand. July 2026 in Sofia is from 21:00 on 30 June until 21:00 on 31 July, UTC. */
class ReportMakerTest {
  private static final Policy STANDARD = PolicyTest.policy(PolicyTest.STANDARD);
  private static final Policy EXCLUDING = PolicyTest.with("\"excludes\": [\"hosting-provider\"]");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final UUID ONE = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID TWO = UUID.fromString("00000000-0000-4000-8000-000000000002");

  private static Function<Instant, List<Result>> downWithin(String from, String to) {
    Instant start = Instant.parse(from);
    Instant end = Instant.parse(to);
    return at -> at.isBefore(start) || !at.isBefore(end) ? Watch.GOOD : Watch.DOWN;
  }

  private static AvailabilityExclusion exclusion(UUID id, String from, String to, String cause) {
    return new AvailabilityExclusion(
        id,
        Instant.parse(from),
        Instant.parse(to),
        cause,
        "The data centre had no power",
        "https://status.example.org/1",
        "A. Operator",
        Instant.parse("2026-07-10T15:00:00Z"));
  }

  private static String interval(Downtime downtime) {
    return downtime.state() + " " + downtime.from() + " " + downtime.to();
  }

  /** Down for 30 of 44 640 minutes; number 1 is that of 19:00 on 30 June. */
  @Test
  void month_withAnOutage() {
    Watch watch =
        new Watch()
            .sees(
                "sofia",
                "2026-06-30T19:00:00Z",
                "2026-07-31T23:00:00Z",
                MINUTE,
                downWithin("2026-07-10T10:00:00Z", "2026-07-10T10:30:00Z"));
    watch.incidents.add(
        new AvailabilityIncident(
            ONE, "Messages do not arrive", Instant.parse("2026-07-10T10:01:00Z"), null));
    watch.incidents.add(
        new AvailabilityIncident(
            TWO,
            "Earlier",
            Instant.parse("2026-07-09T00:00:00Z"),
            Instant.parse("2026-07-10T10:00:00Z")));

    AvailabilityReport report = watch.report(STANDARD, "2026-07", "2026-08-02T00:00:00Z");

    assertThat(report.contract()).isEqualTo("standard");
    assertThat(report.policy()).isEqualTo(STANDARD.hash());
    assertThat(report.month()).isEqualTo("2026-07");
    assertThat(report.zone()).isEqualTo("Europe/Sofia");
    assertThat(report.from()).isEqualTo("2026-06-30T21:00:00Z");
    assertThat(report.to()).isEqualTo("2026-07-31T21:00:00Z");
    assertThat(report.toDate()).isFalse();
    assertThat(report.target()).isEqualTo("99.9");
    assertThat(report.percent()).isEqualTo("99.9327"); // 44610/44640 = 0.999327956…
    assertThat(report.measuredPercent()).isEqualTo("99.9327");
    assertThat(report.kept()).isTrue();
    assertThat(report.promised()).isEqualTo(2_678_400_000L);
    assertThat(report.budget()).isEqualTo(2_678_400L);
    assertThat(report.budgetLeft()).isEqualTo(878_400L);
    assertThat(report.down()).isEqualTo(1_800_000L);
    assertThat(report.unknown()).isZero();
    assertThat(report.excluded()).isZero();
    // 19:00 on 30 June is 9 d 15 h = 13860 minutes before
    assertThat(report.intervals())
        .containsExactly(
            new Downtime(
                Instant.parse("2026-07-10T10:00:00Z"),
                Instant.parse("2026-07-10T10:30:00Z"),
                "down",
                List.of(),
                List.of(ONE),
                List.of(
                    new Seen(
                        0, "sofia", 13_861, 13_890, 0, 30, 0, "message-sent", "timeout", 30))));
    assertThat(report.latencies())
        .containsExactly(
            new Latency("site", 44_610, 20, 20, 20, 20),
            new Latency("message-sent", 44_610, 40, 40, 40, 40));
    AvailabilityReport.Prober prober = report.probers().getFirst();
    assertThat(report.probers()).hasSize(1);
    assertThat(prober.location()).isEqualTo("sofia");
    assertThat(prober.key()).isEqualTo(Watch.publicKey("sofia"));
    assertThat(prober.first()).isEqualTo(1);
    assertThat(prober.last()).isEqualTo(44_880); // 744 h and 4 h
    assertThat(prober.observations()).isEqualTo(44_640);
    assertThat(prober.good()).isEqualTo(44_610);
    assertThat(prober.bad()).isEqualTo(30);
    assertThat(prober.blind()).isZero();
    assertThat(prober.gaps()).isZero();
    assertThat(prober.unknown()).isZero();
    assertThat(report.incidents()).extracting(AvailabilityIncident::id).containsExactly(TWO, ONE);
  }

  /** From 23:50 on 31 July until 00:10 on 1 August in Sofia. */
  @Test
  void outageOverTheEdgeOfAMonth_isCutThere() {
    Watch watch =
        new Watch()
            .sees(
                "sofia",
                "2026-07-31T19:00:00Z",
                "2026-07-31T22:00:00Z",
                MINUTE,
                downWithin("2026-07-31T20:50:00Z", "2026-07-31T21:10:00Z"));

    AvailabilityReport july = watch.report(STANDARD, "2026-07", "2026-07-31T22:00:00Z");
    assertThat(july.toDate()).isFalse();
    assertThat(july.intervals())
        .extracting(ReportMakerTest::interval)
        .containsExactly(
            "unknown 2026-06-30T21:00:00Z 2026-07-31T19:00:00Z",
            "down 2026-07-31T20:50:00Z 2026-07-31T21:00:00Z");
    AvailabilityReport august = watch.report(STANDARD, "2026-08", "2026-07-31T22:00:00Z");
    assertThat(august.toDate()).isTrue();
    // The last observation, of 21:59, speaks for 15 seconds.
    assertThat(august.intervals())
        .extracting(ReportMakerTest::interval)
        .containsExactly(
            "down 2026-07-31T21:00:00Z 2026-07-31T21:10:00Z",
            "unknown 2026-07-31T21:59:15Z 2026-07-31T22:00:00Z");
    // 10 min and 45 s of an hour
    assertThat(august.percent()).isEqualTo("82.0833");
    // 10 min of 59 min 15 s
    assertThat(august.measuredPercent()).isEqualTo("83.1223");
  }

  @Test
  void aBadBlipBeforeTheMonth_andOneRightAfterItsStart_areOneOutage() {
    Watch watch =
        new Watch()
            .sees(
                "sofia",
                "2026-06-30T20:59:30Z",
                "2026-06-30T21:05:00Z",
                MINUTE,
                downWithin("2026-06-30T20:59:30Z", "2026-06-30T21:01:30Z"));
    assertThat(watch.report(STANDARD, "2026-07", "2026-06-30T21:05:00Z").intervals())
        .extracting(ReportMakerTest::interval)
        .contains("down 2026-06-30T21:00:00Z 2026-06-30T21:01:30Z");
  }

  /** A day of 31, a second before the end: (2678399 − 86400) / 2678399. */
  @Test
  void firstOfJulyFullyDown_askedBeforeTheEnd_isAFigureToDate() {
    Watch watch =
        new Watch()
            .sees(
                "sofia",
                "2026-06-30T21:00:00Z",
                "2026-07-31T21:00:00Z",
                MINUTE,
                downWithin("2026-06-30T21:00:00Z", "2026-07-01T21:00:00Z"));
    AvailabilityReport before = watch.report(STANDARD, "2026-07", "2026-07-31T20:59:10Z");
    assertThat(before.toDate()).isTrue();
    assertThat(before.percent()).isEqualTo("96.7741");
    assertThat(before.budget()).isEqualTo(2_678_400L);
    assertThat(before.budgetLeft()).isEqualTo(2_678_400L - 86_400_000L);
    assertThat(before.kept()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Sofia,  2026-03, 743, 2026-02-28T22:00:00Z, 2026-03-31T21:00:00Z",
    "Europe/Sofia,  2026-10, 745, 2026-09-30T21:00:00Z, 2026-10-31T22:00:00Z",
    "Europe/London, 2026-03, 743, 2026-03-01T00:00:00Z, 2026-03-31T23:00:00Z",
    "Europe/London, 2026-10, 745, 2026-09-30T23:00:00Z, 2026-11-01T00:00:00Z",
    "Europe/London, 2028-02, 696, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
  })
  void month_isAsLongAsItReallyIs(String zone, String month, long hours, Instant from, Instant to) {
    Policy policy = PolicyTest.policy(PolicyTest.STANDARD.replace("Europe/Sofia", zone));
    AvailabilityReport report = new Watch().report(policy, month, "2030-01-01T00:00:00Z");
    assertThat(report.from()).isEqualTo(from);
    assertThat(report.to()).isEqualTo(to);
    assertThat(report.promised()).isEqualTo(hours * 3_600_000);
    assertThat(report.budget()).isEqualTo(hours * 3_600);
    assertThat(report.percent()).isEqualTo("0.0000");
    assertThat(report.measuredPercent()).isEqualTo("100.0000");
  }

  /** Excluded from 10:30 to 11:30 of an outage from 10:00 to 12:00, by one of three. */
  @Test
  void exclusion_insideALongerOutage_isShownWithItsEvidence() {
    Watch watch =
        new Watch()
            .sees(
                "sofia",
                "2026-07-10T08:00:00Z",
                "2026-07-10T14:00:00Z",
                MINUTE,
                downWithin("2026-07-10T10:00:00Z", "2026-07-10T12:00:00Z"));
    watch.exclusions.add(
        exclusion(ONE, "2026-07-10T10:30:00Z", "2026-07-10T11:30:00Z", "hosting-provider"));
    watch.exclusions.add(
        exclusion(TWO, "2026-07-10T11:00:00Z", "2026-07-10T13:00:00Z", "planned-maintenance"));
    watch.exclusions.add(
        exclusion(
            UUID.randomUUID(), "2026-06-10T11:00:00Z", "2026-06-10T13:00:00Z", "hosting-provider"));

    AvailabilityReport report = watch.report(EXCLUDING, "2026-07", "2026-07-10T14:00:00Z");
    assertThat(report.intervals())
        .extracting(ReportMakerTest::interval)
        .containsExactly(
            "unknown 2026-06-30T21:00:00Z 2026-07-10T08:00:00Z",
            "down 2026-07-10T10:00:00Z 2026-07-10T10:30:00Z",
            "excluded 2026-07-10T10:30:00Z 2026-07-10T11:30:00Z",
            "down 2026-07-10T11:30:00Z 2026-07-10T12:00:00Z",
            "unknown 2026-07-10T13:59:15Z 2026-07-10T14:00:00Z");
    assertThat(report.intervals())
        .extracting(Downtime::exclusions)
        .containsExactly(List.of(), List.of(), List.of(ONE), List.of(), List.of());
    assertThat(report.excluded()).isEqualTo(3_600_000);
    assertThat(report.down()).isEqualTo(3_600_000);
    assertThat(report.exclusions()).extracting(AvailabilityExclusion::id).containsExactly(ONE, TWO);

    AvailabilityReport without = watch.report(STANDARD, "2026-07", "2026-07-10T14:00:00Z");
    assertThat(without.excluded()).isZero();
    assertThat(without.down()).isEqualTo(7_200_000);
  }

  /** Seen for 5 of 24 hours: the last speaks for 15 seconds. */
  @Test
  void monitorAway19Of24Hours_showsThemUnknown() {
    Watch watch =
        new Watch()
            .sees("sofia", "2026-06-30T21:00:00Z", "2026-07-01T02:00:01Z", MINUTE, _ -> Watch.GOOD);
    AvailabilityReport report = watch.report(STANDARD, "2026-07", "2026-07-01T21:00:00Z");
    assertThat(report.unknown()).isEqualTo(19 * 3_600_000L - 15_000);
    assertThat(report.percent()).isEqualTo("20.8506"); // 18015/86400 = 0.20850694…
    assertThat(report.measuredPercent()).isEqualTo("100.0000");
    assertThat(report.kept()).isFalse();
    assertThat(report.probers().getFirst().gaps()).isEqualTo(1);
    assertThat(report.probers().getFirst().unknown()).isEqualTo(19 * 3_600_000L - 15_000);
  }

  @Test
  void proberWithoutANetwork_seesNothing() {
    Watch watch =
        new Watch()
            .sees(
                "sofia",
                "2026-06-30T21:00:00Z",
                "2026-07-01T21:00:00Z",
                MINUTE,
                at ->
                    at.isBefore(Instant.parse("2026-07-01T02:00:00Z")) ? Watch.GOOD : Watch.BLIND);
    AvailabilityReport report = watch.report(STANDARD, "2026-07", "2026-07-01T21:00:00Z");
    assertThat(report.down()).isZero();
    assertThat(report.unknown()).isEqualTo(19 * 3_600_000L);
    assertThat(report.intervals().getFirst().seen())
        .containsExactly(new Seen(0, "sofia", 301, 1440, 0, 0, 1140, "site", "unreachable", 1140));
    assertThat(report.probers().getFirst().blind()).isEqualTo(1140);
  }

  /** Two locations; one delivers its observations of an hour later than the other. */
  @Test
  void lateObservations_changeNothingButTheGapTheyFill() {
    Watch early = new Watch().seesGood("sofia", "2026-06-30T21:00:00Z", "2026-06-30T22:00:00Z");
    Watch late =
        new Watch()
            .seesGood("sofia", "2026-06-30T21:00:00Z", "2026-06-30T22:00:00Z")
            .sees(
                "plovdiv", "2026-06-30T21:00:00Z", "2026-06-30T23:00:00Z", MINUTE, _ -> Watch.GOOD);
    AvailabilityReport before = early.report(STANDARD, "2026-07", "2026-06-30T23:00:00Z");
    AvailabilityReport after = late.report(STANDARD, "2026-07", "2026-06-30T23:00:00Z");
    assertThat(before.intervals())
        .extracting(ReportMakerTest::interval)
        .containsExactly("unknown 2026-06-30T22:00:00Z 2026-06-30T23:00:00Z");
    assertThat(after.intervals())
        .extracting(ReportMakerTest::interval)
        .containsExactly("unknown 2026-06-30T22:59:15Z 2026-06-30T23:00:00Z");
    assertThat(after.probers())
        .extracting(AvailabilityReport.Prober::location)
        .containsExactly("plovdiv", "sofia");
  }

  /** Of 200 times, 1 to 200 ms: half within 100, 95 % within 190, 99 % within 198. */
  @Test
  void latencies_areThoseThatSoManyStayedWithin() {
    Watch watch = new Watch();
    Instant at = Instant.parse("2026-06-30T21:00:00Z");
    for (int i = 1; i <= 200; i++) {
      watch.sees(
          "sofia", at.plusSeconds(i), List.of(Watch.result(Step.CONNECTION, Ending.WORKED, i)));
    }
    AvailabilityReport report = watch.report(STANDARD, "2026-07", "2026-06-30T22:00:00Z");
    assertThat(report.latencies())
        .containsExactly(new Latency("connection", 200, 100, 190, 198, 200));
    watch.sees(
        "sofia",
        at.plusSeconds(201),
        List.of(Watch.result(Step.CONNECTION, Ending.WORKED, 70_000)));
    assertThat(watch.report(STANDARD, "2026-07", "2026-06-30T22:00:00Z").latencies())
        .containsExactly(new Latency("connection", 201, 101, 191, 199, 70_000));
  }

  @Test
  void cause_isTheFirstStepThatFailedMostOften() {
    List<Result> wrong =
        List.of(
            Watch.result(Step.MESSAGE_RECEIVED, Ending.WRONG, 5),
            Watch.result(Step.IMAGE_SENT, Ending.TIMEOUT, 5));
    Watch watch = new Watch();
    Instant at = Instant.parse("2026-06-30T21:00:00Z");
    for (int i = 0; i < 5; i++) {
      watch.sees("sofia", at.plusSeconds(15L * i), i == 1 || i == 2 ? Watch.DOWN : wrong);
    }
    watch.sees("sofia", at.plusSeconds(75), Watch.GOOD);
    assertThat(watch.report(STANDARD, "2026-07", "2026-06-30T21:01:30Z").intervals())
        .extracting(Downtime::seen)
        .containsExactly(
            List.of(new Seen(0, "sofia", 1, 5, 0, 5, 0, "message-received", "wrong", 3)));
  }

  @Test
  void canonicalForm_isJsonWithoutWhiteSpace_inTheOrderOfTheProtocol() {
    Watch watch = new Watch().seesGood("sofia", "2026-06-30T21:00:00Z", "2026-06-30T21:00:30Z");
    AvailabilityReport report = watch.report(STANDARD, "2026-07", "2026-06-30T21:00:30Z");
    AvailabilityReport.Prober prober = report.probers().getFirst();
    assertThat(
            new String(
                ReportMaker.encode(report).toArray(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"contract\":\"standard\",\"name\":\"Standard contract\",\"policy\":\""
                + STANDARD.hash().base64Url()
                + "\",\"month\":\"2026-07\",\"zone\":\"Europe/Sofia\",\"from\":1782853200000,"
                + "\"to\":1782853230000,\"toDate\":true,\"madeAt\":1782853230000,"
                + "\"target\":\"99.9\",\"percent\":\"100.0000\",\"measuredPercent\":\"100.0000\","
                + "\"kept\":true,\"promised\":30000,\"budget\":2678400,\"budgetLeft\":2678400,"
                + "\"down\":0,\"unknown\":0,\"excluded\":0,\"intervals\":[],\"latencies\":["
                + "{\"step\":\"site\",\"observations\":2,\"p50\":20,\"p95\":20,\"p99\":20,\"max\":20},"
                + "{\"step\":\"message-sent\",\"observations\":2,\"p50\":40,\"p95\":40,\"p99\":40,\"max\":40}],"
                + "\"probers\":[{\"location\":\"sofia\",\"key\":\""
                + prober.key().base64Url()
                + "\",\"first\":1,\"last\":2,\"hash\":\""
                + prober.hash().base64Url()
                + "\",\"signature\":\""
                + prober.signature().base64Url()
                + "\",\"observations\":2,\"good\":2,\"bad\":0,\"blind\":0,\"gaps\":0,\"unknown\":0}],"
                + "\"exclusions\":[],\"incidents\":[]}");
  }

  @Test
  void monthThatHasNotBegun_hasNoReport() {
    assertThat(
            new ReportMaker(STANDARD, YearMonth.of(2026, 7), Instant.parse("2026-06-30T21:00:01Z")))
        .isNotNull();
    assertThatThrownBy(
            () ->
                new ReportMaker(
                    STANDARD, YearMonth.of(2026, 7), Instant.parse("2026-06-30T21:00:00Z")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Whose milliseconds since 1970 would be below zero, or too many for a long. */
  @ParameterizedTest
  @ValueSource(strings = {"1970-01", "-999999999-01"})
  void monthBefore1970_hasNoReport(String month) {
    Instant now = Instant.parse("2026-08-01T00:00:00Z");
    assertThat(new ReportMaker(STANDARD, YearMonth.of(1970, 2), now).period().start())
        .isEqualTo("1970-01-31T22:00:00Z");
    assertThatThrownBy(() -> new ReportMaker(STANDARD, YearMonth.parse(month), now))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void observationThatIsMissing_orNotLater_isRefused() {
    ReportMaker maker =
        new ReportMaker(STANDARD, YearMonth.of(2026, 7), Instant.parse("2026-08-01T00:00:00Z"));
    Instant at = Instant.parse("2026-07-01T00:00:00Z");
    Stretch stretch = maker.prober("sofia", Watch.publicKey("sofia"));
    stretch.add(7, at, Watch.GOOD);
    stretch.add(8, at.plusMillis(1), Watch.GOOD);
    assertThatThrownBy(() -> stretch.add(10, at.plusMillis(2), Watch.GOOD))
        .hasMessage("number 9 of sofia is missing");
    assertThatThrownBy(() -> stretch.add(9, at.plusMillis(1), Watch.GOOD))
        .hasMessage("number 9 of sofia was not seen after the one before");
  }
}
