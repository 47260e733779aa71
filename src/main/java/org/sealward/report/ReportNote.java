package org.sealward.report;

import java.util.Base64;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Hash;
import org.sealward.transparency.NoteSigner;
import org.sealward.transparency.SignedNote;

/**
 * What the service signs of a report (protocol §19.3). The label in front keeps it apart from
 * checkpoints, which begin with a log's name.
 */
public final class ReportNote {
  private static final String LABEL = "sealward/v1/availability-report";

  private ReportNote() {}

  /**
   * Signs a report.
   *
   * @param encoded by {@link ReportMaker#encode}
   * @param signer of the audit log
   */
  public static SignedNote sign(AvailabilityReport report, Bytes encoded, NoteSigner signer) {
    return SignedNote.sign(text(report, encoded), signer);
  }

  static String text(AvailabilityReport report, Bytes encoded) {
    return LABEL
        + "\n"
        + report.contract()
        + "/"
        + report.month()
        + "\n"
        + Base64.getEncoder().encodeToString(Hash.of(encoded).toArray())
        + "\n";
  }
}
