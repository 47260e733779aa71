package org.sealward.local.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AccessLogEntry;
import org.sealward.api.AuditExport;
import org.sealward.envelope.AuditLeaf;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.transparency.ConsistencyProof;
import org.sealward.transparency.Frontier;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.LogStretch;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.Verdict;
import org.sealward.transparency.VerifierKey;

/** Looks for what is wrong with an export of audit records (protocol §18.5). */
public final class AuditCheck {
  /** Beyond both ends of the period, leaves must be shown, or the log must end there. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private final AuditExport file;
  private final VerifierKey key;
  private final LogStretch stretch;
  private final List<AuditRecord> records = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private @Nullable AuditRecord begun;

  private AuditCheck(AuditExport file, VerifierKey key, LogStretch stretch) {
    this.file = file;
    this.key = key;
    this.stretch = stretch;
  }

  /**
   * Checks a file.
   *
   * @param known the key of the audit log; null where the reader does not have it from elsewhere
   * @throws LogFormatException when it is no export at all
   */
  public static AuditCheck of(AuditExport file, @Nullable VerifierKey known) {
    VerifierKey told = VerifierKey.parse(file.logKey());
    LogStretch stretch =
        new LogStretch(
            new Frontier(file.startSize(), file.startPeaks()),
            file.entries(),
            new ConsistencyProof(file.onward()),
            SignedCheckpoint.parse(Bytes.utf8(file.checkpoint())));
    AuditCheck check = new AuditCheck(file, known == null ? told : known, stretch);
    check.run();
    return check;
  }

  /** What is wrong, a line each; none when all is as it was recorded. */
  public List<String> findings() {
    return List.copyOf(findings);
  }

  /** The institution's, in the order of the log. */
  List<AuditRecord> records() {
    return List.copyOf(records);
  }

  LogStretch stretch() {
    return stretch;
  }

  /** By which the checkpoint was checked. */
  VerifierKey key() {
    return key;
  }

  private void run() {
    requireSigned(stretch.checkpoint());
    if (!stretch.holds()) {
      findings.add(
          "the leaves are not those of the signed log: one was changed, moved, taken out or put"
              + " in");
    }
    requireTagKey();
    List<AuditLeaf> leaves = leaves();
    requirePeriod(leaves);
    requireRecords(leaves);
  }

  /** By any other key, no leaf would be the institution's, and no record would be missed. */
  private void requireTagKey() {
    AccessLogEntry first = file.first();
    Bytes tag = first == null ? null : first.tag();
    String text = first == null ? null : first.proof();
    if (first == null || tag == null || text == null) {
      findings.add("the institution's first record is not proven, so the tag key may be any");
      return;
    }
    AuditRecord record = AuditRecord.decode(first.record());
    AuditLeaf leaf = new AuditLeaf(record.time(), record.commitment(), tag);
    LogProof proof = LogProof.parse(Bytes.utf8(text));
    if (!record.institution().equals(file.institutionId())
        || !leaf.isTaggedBy(file.tagKey())
        || !(proof.verify(leaf.encode(), policy()) instanceof Verdict.Accepted)) {
      findings.add("the tag key is not the institution's");
    }
    begun = record;
  }

  /** The institution's first record, if there is one. */
  Optional<AuditRecord> begun() {
    return Optional.ofNullable(begun);
  }

  private LogPolicy policy() {
    return new LogPolicy(key.name(), key, List.of(), 0, Duration.ZERO);
  }

  /** That the log's key signed it; answers whether. */
  boolean requireSigned(SignedCheckpoint checkpoint) {
    if (policy().checkSignatures(checkpoint) instanceof Verdict.Accepted) {
      return true;
    }
    findings.add("a checkpoint is not signed by " + key.encode());
    return false;
  }

  private List<AuditLeaf> leaves() {
    List<AuditLeaf> leaves = new ArrayList<>();
    for (Bytes entry : stretch.entries()) {
      try {
        leaves.add(AuditLeaf.decode(entry));
      } catch (EnvelopeException _) {
        findings.add("leaf " + (stretch.start().size() + leaves.size()) + " is no audit leaf");
        return leaves;
      }
    }
    return leaves;
  }

  private void requirePeriod(List<AuditLeaf> leaves) {
    Instant before = file.from().minus(MARGIN);
    Instant after = file.to().plus(MARGIN);
    if (stretch.start().size() > 0
        && (leaves.isEmpty() || !leaves.getFirst().time().isBefore(before))) {
      findings.add("leaves of the beginning of the period are left out");
    }
    if (stretch.end() < stretch.checkpoint().checkpoint().head().size()
        && (leaves.isEmpty() || leaves.getLast().time().isBefore(after))) {
      findings.add("leaves of the end of the period are left out");
    }
  }

  private void requireRecords(List<AuditLeaf> leaves) {
    Map<AuditLeaf, AuditRecord> recorded = new HashMap<>();
    for (Bytes encoded : file.records()) {
      try {
        AuditRecord record = AuditRecord.decode(encoded);
        if (!record.institution().equals(file.institutionId())) {
          findings.add("record " + record.id() + " is another institution's");
        }
        if (recorded.put(AuditLeaf.of(record, file.tagKey()), record) != null) {
          findings.add("record " + record.id() + " stands there twice");
        }
      } catch (EnvelopeException _) {
        findings.add("what stands for a record is none");
      }
    }
    long index = stretch.start().size();
    for (AuditLeaf leaf : leaves) {
      if (leaf.isTaggedBy(file.tagKey())) {
        AuditRecord record = recorded.remove(leaf);
        if (record == null) {
          findings.add(
              "leaf "
                  + index
                  + " of "
                  + leaf.time()
                  + " is the institution's, and its record is missing or was changed");
        } else {
          records.add(record);
        }
      }
      index++;
    }
    List<Bytes> inOrder = records.stream().map(AuditRecord::encode).toList();
    if (records.size() == file.records().size() && !inOrder.equals(file.records())) {
      findings.add("the records do not stand in the order of their leaves");
    }
    recorded
        .values()
        .forEach(
            record -> findings.add("record " + record.id() + " is not what a leaf commits to"));
  }

  /** The service has a smaller tree than it had. */
  void wentBack() {
    findings.add("the log is shorter than it was");
  }

  /** Compares with the tree that the service has now. */
  void compare(TreeHead now, ConsistencyProof onward) {
    if (!onward.verifies(stretch.checkpoint().checkpoint().head(), now)) {
      findings.add("the log is not the one that it was: it has two histories");
    }
  }

  /**
   * Compares with a checkpoint that somebody kept.
   *
   * @return false when the file alone does not tell
   */
  boolean compareKept(SignedCheckpoint kept) {
    TreeHead ours = stretch.checkpoint().checkpoint().head();
    TreeHead theirs = kept.checkpoint().head();
    if (!requireSigned(kept)) {
      return true;
    }
    if (theirs.size() > ours.size()) {
      findings.add(
          "the log ends before the kept checkpoint: the file is older, or leaves are gone");
      return true;
    }
    boolean within = theirs.size() >= stretch.start().size() && theirs.size() <= stretch.end();
    if (!within && theirs.size() != ours.size()) {
      return false;
    }
    if (!theirs.equals(within ? stretch.head(theirs.size()) : ours)) {
      findings.add("the log is not the one that it was: it has two histories");
    }
    return true;
  }
}
