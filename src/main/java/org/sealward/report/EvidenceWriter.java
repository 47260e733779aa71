package org.sealward.report;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.zip.DeflaterOutputStream;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.SignedNote;
import org.sealward.transparency.VerifierKey;

/**
 * Writes what shows that a report is right (protocol §19.3), as a stream: first {@link #prober} for
 * each of the report's, then its observations, each with {@link #observation}. Not safe for use by
 * several threads.
 */
public final class EvidenceWriter implements AutoCloseable {
  static final String LABEL = "sealward/v1/availability-evidence\n";

  private final DataOutputStream out;
  private final DeflaterOutputStream compressed;
  private final Iterator<AvailabilityReport.Prober> probers;
  private long awaited;

  /**
   * Begins the file.
   *
   * @param key of the note
   * @param note of {@link ReportNote}
   */
  public EvidenceWriter(
      OutputStream file, VerifierKey key, SignedNote note, AvailabilityReport report, Policy policy)
      throws IOException {
    compressed = new DeflaterOutputStream(file);
    out = new DataOutputStream(new BufferedOutputStream(compressed, 1 << 16));
    out.write(LABEL.getBytes(StandardCharsets.US_ASCII));
    part(Bytes.utf8(key.encode()));
    part(Bytes.utf8(note.encode()));
    part(ReportMaker.encode(report));
    part(policy.file());
    probers = report.probers().iterator();
  }

  private void part(Bytes part) throws IOException {
    out.writeInt(part.length());
    out.write(part.toArray());
  }

  /**
   * Goes on with the next prober of the report.
   *
   * @param previous hash of the record before its first one here, as that one names it
   * @return whose observations, from the first to the last, are to follow
   */
  public AvailabilityReport.Prober prober(Bytes previous) throws IOException {
    requireNoneAwaited();
    AvailabilityReport.Prober prober = probers.next();
    awaited = prober.last() - prober.first() + 1;
    out.write(previous.toArray());
    out.writeInt(Math.toIntExact(awaited));
    return prober;
  }

  /**
   * The next observation of the prober.
   *
   * @param steps as {@link org.sealward.envelope.Observation#encodedSteps} has them
   */
  public void observation(Instant at, Bytes steps) throws IOException {
    if (awaited == 0) {
      throw new IllegalStateException("more observations than the report has");
    }
    awaited--;
    out.writeLong(at.toEpochMilli());
    out.writeByte(steps.length());
    out.write(steps.toArray());
  }

  private void requireNoneAwaited() {
    if (awaited > 0) {
      throw new IllegalStateException("fewer observations than the report has");
    }
  }

  /**
   * Ends the file, and leaves its stream open.
   *
   * @throws IllegalStateException when something of the report is missing: the file is of no use
   */
  @Override
  public void close() throws IOException {
    requireNoneAwaited();
    if (probers.hasNext()) {
      throw new IllegalStateException("fewer probers than the report has");
    }
    out.flush();
    compressed.finish();
  }
}
