package org.sealward.report;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation;
import org.sealward.transparency.NoteSigner;

/** A file of evidence by the words of protocol §19.3, whose parts a test changes one by one. */
final class Forgery {
  String label = "sealward/v1/availability-evidence\n";
  String key;
  String note;
  Bytes report;
  Bytes policy;
  final List<Section> sections = new ArrayList<>();
  Bytes end = Bytes.EMPTY;

  /** A prober's part. */
  static final class Section {
    Bytes previous;
    long count;
    final List<Observation> observations;

    Section(List<Observation> observations) {
      this.observations = new ArrayList<>(observations);
      previous = observations.getFirst().previous();
      count = observations.size();
    }
  }

  /** Right in everything. */
  Forgery(Watch watch, Policy policy, AvailabilityReport report, NoteSigner signer) {
    this.key = signer.key().encode();
    this.report = ReportMaker.encode(report);
    this.note = ReportNote.sign(report, this.report, signer).encode();
    this.policy = policy.file();
    watch.seen.values().forEach(observations -> sections.add(new Section(observations)));
  }

  /** Another report, which the signer signs. */
  Forgery signed(AvailabilityReport other, NoteSigner signer) {
    report = ReportMaker.encode(other);
    note = ReportNote.sign(other, report, signer).encode();
    key = signer.key().encode();
    return this;
  }

  byte[] content() {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(content)) {
      out.write(label.getBytes(StandardCharsets.US_ASCII));
      for (Bytes part : List.of(Bytes.utf8(key), Bytes.utf8(note), report, policy)) {
        out.writeInt(part.length());
        out.write(part.toArray());
      }
      for (Section section : sections) {
        out.write(section.previous.toArray());
        out.writeInt((int) section.count);
        for (Observation one : section.observations) {
          out.writeLong(one.at().toEpochMilli());
          out.writeByte(6 * one.steps().size());
          out.write(one.encodedSteps().toArray());
        }
      }
      out.write(end.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content.toByteArray();
  }

  byte[] file() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(file)) {
      out.write(content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
