package org.sealward.envelope;

import java.util.List;

/**
 * A record of the audit log with the leaf that commits to it, for somebody who is to check that the
 * log has it (protocol §8.11).
 */
public record AuditReceipt(AuditRecord record, AuditLeaf leaf) {
  private static final String PURPOSE = "receipt";
  private static final int PARTS = 4;

  /** Throws {@link Failure#DIGEST_MISMATCH} for the leaf of another record. */
  public AuditReceipt {
    if (!leaf.commitment().equals(record.commitment()) || !leaf.time().equals(record.time())) {
      throw new InvalidEnvelopeException(
          Failure.DIGEST_MISMATCH, "the leaf commits to another record");
    }
  }

  public Bytes encode() {
    return Pae.labelled(PURPOSE).bytes(record.encode()).bytes(leaf.encode()).encode();
  }

  /**
   * Strict. Throws {@link Failure#UNSUPPORTED_SUITE} for a receipt of another suite, {@link
   * Failure#MALFORMED} for what is none, {@link Failure#DIGEST_MISMATCH} as above.
   */
  public static AuditReceipt decode(Bytes encoded) {
    List<byte[]> parts = PaeReader.parts(encoded.shared());
    Require.that(
        parts.size() == PARTS
            && Bytes.of(parts.getFirst()).equals(Bytes.utf8(Pae.LABELS + PURPOSE)),
        "not a receipt");
    Require.suite(PaeReader.number(parts.get(1)));
    return new AuditReceipt(
        AuditRecord.decode(Bytes.of(parts.get(2))), AuditLeaf.decode(Bytes.of(parts.get(3))));
  }
}
