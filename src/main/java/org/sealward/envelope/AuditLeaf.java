package org.sealward.envelope;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An entry of the audit log (protocol §18.2): that there is a record, of that time, and nothing
 * else of it for whoever has neither the record nor the key of its institution's tags.
 *
 * @param time the record's
 * @param commitment {@link AuditRecord#commitment}
 * @param tag 32 bytes, by which who has the key tells the institution's leaves from others
 */
public record AuditLeaf(Instant time, Bytes commitment, Bytes tag) {
  private static final String PURPOSE = "audit-leaf";
  private static final int PARTS = 5;
  private static final String MAC = "HmacSHA256";

  public AuditLeaf {
    Require.time("time", time);
    Require.hash("commitment", commitment);
    Require.hash("tag", tag);
  }

  /**
   * The leaf of a record.
   *
   * @param tagKey 32 bytes, of the record's institution
   */
  public static AuditLeaf of(AuditRecord record, Bytes tagKey) {
    Bytes commitment = record.commitment();
    return new AuditLeaf(record.time(), commitment, tag(commitment, tagKey));
  }

  /** Whether it is the institution's that has this key. */
  public boolean isTaggedBy(Bytes tagKey) {
    return tag.equals(tag(commitment, tagKey));
  }

  private static Bytes tag(Bytes commitment, Bytes tagKey) {
    Require.hash("tagKey", tagKey);
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(tagKey.shared(), MAC));
      return Bytes.adopt(
          mac.doFinal(Pae.labelled("audit-tag").bytes(commitment).encode().shared()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC, e);
    }
  }

  /** 150 bytes: what the log hashes as its leaf. */
  public Bytes encode() {
    return Pae.labelled(PURPOSE).time(time).bytes(commitment).bytes(tag).encode();
  }

  /**
   * Strict. Throws {@link Failure#UNSUPPORTED_SUITE} for a leaf of another suite, {@link
   * Failure#MALFORMED} for what is none.
   */
  public static AuditLeaf decode(Bytes encoded) {
    List<byte[]> parts = PaeReader.parts(encoded.shared());
    Require.that(
        parts.size() == PARTS
            && Bytes.of(parts.getFirst()).equals(Bytes.utf8(Pae.LABELS + PURPOSE)),
        "not an audit leaf");
    Require.suite(PaeReader.number(parts.get(1)));
    return new AuditLeaf(
        PaeReader.time(parts.get(2)), Bytes.of(parts.get(3)), Bytes.of(parts.get(4)));
  }
}
