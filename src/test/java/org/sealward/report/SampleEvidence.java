package org.sealward.report;

import java.time.Duration;
import java.time.Instant;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.TestSigner;

/**
 * A report and its evidence, for tests of what handles them: one location, down from 21:30 to 21:40
 * UTC in the first hour of July in Sofia.
 *
 * @param key by which the report is signed
 * @param otherKey of somebody else
 * @param prober key of the one at {@code sofia}
 */
public record SampleEvidence(
    Bytes policy, Bytes json, Bytes file, String key, String otherKey, String prober) {
  /** Makes it. */
  public static SampleEvidence make() {
    Policy policy = PolicyTest.policy(PolicyTest.STANDARD);
    Watch watch =
        new Watch()
            .sees(
                "sofia",
                "2026-06-30T20:00:00Z",
                "2026-06-30T22:00:00Z",
                Duration.ofMinutes(1),
                at ->
                    at.isBefore(Instant.parse("2026-06-30T21:30:00Z"))
                            || !at.isBefore(Instant.parse("2026-06-30T21:40:00Z"))
                        ? Watch.GOOD
                        : Watch.DOWN);
    AvailabilityReport report = watch.report(policy, "2026-07", "2026-06-30T22:00:00Z");
    TestSigner service = signer(1);
    return new SampleEvidence(
        policy.file(),
        ReportMaker.encode(report),
        Bytes.of(watch.evidence(policy, report, service)),
        service.key().encode(),
        signer(2).key().encode(),
        Watch.publicKey("sofia").base64Url());
  }

  private static TestSigner signer(int seed) {
    return TestSigner.of("log.example.org/audit", SignatureType.ED25519, seed);
  }
}
