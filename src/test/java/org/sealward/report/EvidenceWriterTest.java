package org.sealward.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Observation;
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
  private final AvailabilityReport report =
      watch.report(POLICY, "2026-07", "2026-06-30T21:00:30Z");
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
            EvidenceCheck.of(
                    new ByteArrayInputStream(file.toByteArray()), SERVICE.key(), Map.of())
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
}
