package org.sealward.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation;
import org.sealward.envelope.OwnProberKey;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.TestSigner;

/** A file that lacks something of its report is not ended. */
class EvidenceWriterTest {
  private static final TestSigner SERVICE =
      TestSigner.of("log.example.org/audit", SignatureType.ED25519, 1);
  private static final Policy POLICY = PolicyTest.policy(PolicyTest.STANDARD);

  private final Watch watch =
      new Watch()
          .seesGood("plovdiv", "2026-06-30T21:00:00Z", "2026-06-30T21:00:30Z")
          .seesGood("sofia", "2026-06-30T21:00:00Z", "2026-06-30T21:00:30Z");
  private final AvailabilityReport report = watch.report(POLICY, "2026-07", "2026-06-30T21:00:30Z");
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final EvidenceWriter writer;

  EvidenceWriterTest() throws IOException {
    writer =
        new EvidenceWriter(
            file,
            SERVICE.key(),
            ReportNote.sign(report, ReportMaker.encode(report), SERVICE),
            report,
            POLICY);
  }

  private void observations(String location, int count) throws IOException {
    assertThat(writer.prober(Observation.NOTHING).location()).isEqualTo(location);
    for (Observation one : watch.seen.getOrDefault(location, List.of()).subList(0, count)) {
      writer.observation(one.at(), one.encodedSteps());
    }
  }

  @Test
  void allOfTheReport_isAFileThatHolds() throws IOException {
    observations("plovdiv", 2);
    observations("sofia", 2);
    assertThatThrownBy(() -> observations("more", 0)).isInstanceOf(RuntimeException.class);
    writer.close();
    assertThat(
            EvidenceCheck.of(new ByteArrayInputStream(file.toByteArray()), SERVICE.key(), Map.of())
                .findings())
        .isEmpty();
  }

  @Test
  void fewerObservations_orMore_areRefused() throws IOException {
    observations("plovdiv", 1);
    assertThatThrownBy(() -> observations("sofia", 2))
        .hasMessage("fewer observations than the report has");
    assertThatThrownBy(writer::close).hasMessage("fewer observations than the report has");
    Observation first = watch.seen.getOrDefault("plovdiv", List.of()).getFirst();
    writer.observation(first.at(), first.encodedSteps());
    assertThatThrownBy(() -> writer.observation(first.at(), first.encodedSteps()))
        .hasMessage("more observations than the report has");
    assertThatThrownBy(writer::close).hasMessage("fewer probers than the report has");
  }

  /**
   * Another key at the same place, which begins with number 1 while the old one still watches: what
   * both saw counts once.
   */
  @Test
  void proberThatWasReplaced_leavesTwoChainsOfOneLocation() throws IOException {
    Watch old = new Watch().seesGood("sofia", "2026-06-30T21:00:00Z", "2026-06-30T21:05:00Z");
    Watch next =
        new Watch()
            .seesGood("sofia", "2026-06-30T21:04:00Z", "2026-06-30T21:06:00Z")
            .sees(
                "sofia",
                "2026-06-30T21:06:00Z",
                "2026-06-30T21:10:00Z",
                Duration.ofSeconds(15),
                _ -> Watch.DOWN);
    List<Observation> first = old.seen.getOrDefault("sofia", List.of());
    List<Observation> second = next.seen.getOrDefault("sofia", List.of());
    ReportMaker maker =
        new ReportMaker(POLICY, YearMonth.of(2026, 7), Instant.parse("2026-06-30T21:10:00Z"));
    add(maker, "sofia", first);
    add(maker, "frankfurt", second); // whose key it is
    AvailabilityReport replaced = maker.make(List.of(), List.of());

    assertThat(replaced.unknown()).isZero();
    assertThat(replaced.down()).isEqualTo(240_000);
    assertThat(replaced.probers())
        .extracting(AvailabilityReport.Prober::location)
        .containsExactly("sofia", "sofia");
    assertThat(replaced.probers().getFirst().key()).isLessThan(replaced.probers().getLast().key());
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    try (EvidenceWriter evidence =
        new EvidenceWriter(
            both,
            SERVICE.key(),
            ReportNote.sign(replaced, ReportMaker.encode(replaced), SERVICE),
            replaced,
            POLICY)) {
      for (int i = 0; i < 2; i++) {
        Bytes key = evidence.prober(Observation.NOTHING).key();
        for (Observation one : key.equals(Watch.publicKey("sofia")) ? first : second) {
          evidence.observation(one.at(), one.encodedSteps());
        }
      }
    }
    assertThat(
            EvidenceCheck.of(new ByteArrayInputStream(both.toByteArray()), SERVICE.key(), Map.of())
                .findings())
        .isEmpty();
  }

  private static void add(ReportMaker maker, String keyOf, List<Observation> observations) {
    Stretch stretch = maker.prober("sofia", Watch.publicKey(keyOf));
    observations.forEach(one -> stretch.add(one.number(), one.at(), one.steps()));
    try (OwnProberKey key = Watch.key(keyOf)) {
      stretch.end(observations.getLast().hash(), key.sign(observations.getLast()).signature());
    }
  }
}
