package org.sealward.audit;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AccessLogEntry;
import org.sealward.api.Page;
import org.sealward.envelope.AuditLeaf;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.merklelog.LogProofs;
import org.sealward.platform.Transactions;
import org.sealward.transparency.LogProof;

/** Who got at the images that show a person, for that person. */
@Singleton
public class AccessLog {
  private final Transactions transactions;
  private final LogProofs proofs;

  AccessLog(Transactions transactions, LogProofs proofs) {
    this.transactions = transactions;
    this.proofs = proofs;
  }

  /**
   * A page, the newest first.
   *
   * @param before id of the last record of the page before
   */
  public Page<AccessLogEntry> page(UUID subject, @Nullable UUID before, int size) {
    List<AuditTables.Logged> found =
        transactions.read(
            connection -> AuditTables.accesses(connection, subject, before, size + 1));
    boolean more = found.size() > size;
    List<AuditTables.Logged> page = more ? found.subList(0, size) : found;
    List<Bytes> leaves = page.stream().map(AuditTables.Logged::leaf).toList();
    List<Optional<LogProof>> logged = proofs.ofAll(Audit.LOG, leaves);
    List<AccessLogEntry> shown = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      shown.add(entry(page.get(i), logged.get(i)));
    }
    return new Page<>(
        shown, more ? AuditRecord.decode(page.getLast().record()).id().toString() : null);
  }

  /** A record as whoever may read it gets it. */
  static AccessLogEntry entry(AuditTables.Logged logged, Optional<LogProof> proof) {
    return new AccessLogEntry(
        logged.record(),
        tag(logged.leaf()),
        proof.map(LogProof::encode).map(AccessLog::text).orElse(null));
  }

  private static @Nullable Bytes tag(Bytes leaf) {
    try {
      return AuditLeaf.decode(leaf).tag();
    } catch (EnvelopeException _) {
      return null; // Lost, or somebody changed it.
    }
  }

  private static String text(Bytes utf8) {
    return new String(utf8.toArray(), StandardCharsets.UTF_8);
  }
}
