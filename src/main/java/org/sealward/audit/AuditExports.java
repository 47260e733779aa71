package org.sealward.audit;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AccessLogEntry;
import org.sealward.api.AuditExport;
import org.sealward.envelope.AuditLeaf;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.merklelog.LogProblem;
import org.sealward.merklelog.LogProofs;
import org.sealward.merklelog.LogStretches;
import org.sealward.merklelog.MerkleLog;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;
import org.sealward.transparency.LogStretch;
import software.amazon.awssdk.core.exception.SdkException;

/** The records of an institution, in a form that shows when one is missing. */
@Singleton
public class AuditExports {
  /** Leaves of the log in one export; it has some 200 bytes of each. */
  private static final int MOST = 100_000;

  /**
   * More than transactions overtake each other by, and clocks differ: a minute above what a reader
   * demands (protocol §18.5).
   */
  private static final Duration MARGIN = Duration.ofMinutes(11);

  private final Transactions transactions;
  private final LogStretches stretches;
  private final LogProofs proofs;
  private final List<MerkleLog> logs;

  AuditExports(
      Transactions transactions, LogStretches stretches, LogProofs proofs, List<MerkleLog> logs) {
    this.transactions = transactions;
    this.stretches = stretches;
    this.proofs = proofs;
    this.logs = List.copyOf(logs);
  }

  /**
   * All records of the period.
   *
   * @param institution {@link org.sealward.envelope.AuditRecord#NONE} for acts that concern none
   * @throws Problem {@link LogProblem#LOG_NOT_FOUND}, {@link LogProblem#LOG_KEY_UNAVAILABLE}, and
   *     those of {@link LogStretches#of}
   */
  public AuditExport of(UUID institution, Instant from, Instant to) {
    String key = logKey();
    return transactions.read(connection -> of(connection, key, institution, from, to));
  }

  AuditExport of(Connection connection, String logKey, UUID institution, Instant from, Instant to)
      throws SQLException {
    Bytes tagKey = AuditTables.tagKey(connection, institution).orElse(Bytes.of(new byte[32]));
    LogStretch stretch =
        stretches.of(connection, Audit.LOG, from.minus(MARGIN), to.plus(MARGIN), MOST);
    List<Bytes> records =
        AuditTables.stretch(connection, stretch.start().size(), stretch.end()).stream()
            .filter(logged -> isTagged(logged.leaf(), tagKey))
            .map(AuditTables.Logged::record)
            .toList();
    return new AuditExport(
        institution,
        from,
        to,
        tagKey,
        first(connection, institution),
        logKey,
        stretch.start().size(),
        stretch.start().peaks(),
        stretch.entries(),
        records,
        stretch.onward().path(),
        new String(stretch.checkpoint().encode().toArray(), StandardCharsets.UTF_8));
  }

  private @Nullable AccessLogEntry first(Connection connection, UUID institution)
      throws SQLException {
    List<AuditTables.Logged> first = AuditTables.first(connection, institution);
    if (first.isEmpty()) {
      return null;
    }
    List<Bytes> leaf = List.of(first.getFirst().leaf());
    return AccessLog.entry(first.getFirst(), proofs.ofAll(connection, Audit.LOG, leaf).getFirst());
  }

  private static boolean isTagged(Bytes leaf, Bytes tagKey) {
    try {
      return AuditLeaf.decode(leaf).isTaggedBy(tagKey);
    } catch (EnvelopeException _) {
      return false; // Somebody changed it, which a reader of the export will say.
    }
  }

  private String logKey() {
    MerkleLog log =
        logs.stream()
            .filter(one -> one.name().equals(Audit.LOG))
            .findFirst()
            .orElseThrow(
                () ->
                    new Problem(
                        LogProblem.LOG_NOT_FOUND, "The deployment does not sign an audit log."));
    try {
      return log.signer().key().encode();
    } catch (SdkException e) {
      throw new Problem(LogProblem.LOG_KEY_UNAVAILABLE, "KMS does not tell the key", e);
    }
  }
}
