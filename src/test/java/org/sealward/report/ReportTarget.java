package org.sealward.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.sealward.envelope.Bytes;
import org.sealward.fuzz.Choice;
import org.sealward.fuzz.Target;

/** A policy file, what is in the evidence of a report, and that file itself. */
public final class ReportTarget implements Target {
  private final Target parsers =
      Choice.of(
          ReportTarget::policy,
          content -> ReportTarget.evidence(compressed(content)),
          ReportTarget::evidence);

  @Override
  public void accept(byte[] input) throws Exception {
    parsers.accept(input);
  }

  private static void policy(byte[] input) {
    Policy policy;
    try {
      policy = Policy.parse(Bytes.of(input));
    } catch (PolicyException _) {
      return;
    }
    assertThat(policy.file()).isEqualTo(Bytes.of(input));
  }

  private static void evidence(byte[] input) {
    try {
      EvidenceCheck check = EvidenceCheck.of(new ByteArrayInputStream(input), null, Map.of());
      if (check.findings().isEmpty()) {
        // Nobody can say more of the shown forms than that they can be made.
        assertThat(ReportText.of(check.report())).isNotEmpty();
        assertThat(ReportCsv.of(check.report())).isNotEmpty();
        assertThat(ReportPage.of(check.report())).isNotEmpty();
      }
    } catch (EvidenceException _) {
      // refused
    }
  }

  private static byte[] compressed(byte[] content) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(file)) {
      out.write(content);
    }
    return file.toByteArray();
  }
}
