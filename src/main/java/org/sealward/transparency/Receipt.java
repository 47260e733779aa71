package org.sealward.transparency;

import org.sealward.envelope.AuditReceipt;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;

/**
 * That something is on record in the audit log, for somebody who is offline: a {@link LogProof}
 * whose extra is the record and its leaf (protocol §8.11).
 */
public record Receipt(AuditReceipt content, LogProof proof) {
  /**
   * Puts what is proved into a proof.
   *
   * @param proof of the leaf, without an extra
   */
  public static Receipt of(AuditReceipt content, LogProof proof) {
    return new Receipt(
        content, new LogProof(content.encode(), proof.inclusion(), proof.checkpoint()));
  }

  /** Strict. Throws {@link LogFormatException} for what is no receipt. */
  public static Receipt parse(Bytes file) {
    LogProof proof = LogProof.parse(file);
    Bytes extra = proof.extra();
    if (extra == null) {
      throw new LogFormatException("a proof without what it is about");
    }
    try {
      return new Receipt(AuditReceipt.decode(extra), proof);
    } catch (InvalidEnvelopeException e) {
      throw new LogFormatException("not a receipt", e);
    }
  }

  public Bytes encode() {
    return proof.encode();
  }

  /** That the log had the record at some time. */
  public Verdict verify(LogPolicy policy) {
    return proof.verify(content.leaf().encode(), policy);
  }

  public AuditRecord record() {
    return content.record();
  }
}
