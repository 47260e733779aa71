package org.sealward.envelope;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What was done, by whom, to what (protocol §18.1): ids and a kind, no name and no content. Of each
 * id that does not apply it has {@link #NONE}, so that every field stands at one place.
 *
 * @param salt 32 random bytes, without which nobody tries out what a commitment is about
 * @param id random, the record's own
 * @param time of the act, in milliseconds
 * @param institution that the act concerns: the actor's, if it is not about one
 * @param actor who did it; {@link #NONE} is the service
 * @param subject whose data it is about, a patient
 * @param target whom else it concerns, such as the recipient of a grant
 * @param object what it was done to
 * @param number such as the version that was published, by kind
 * @param kind such as {@code image-granted}, 2 to 64 characters
 */
public record AuditRecord(
    Bytes salt,
    UUID id,
    Instant time,
    UUID institution,
    UUID actor,
    UUID subject,
    UUID target,
    UUID object,
    long number,
    String kind) {
  public static final UUID NONE = new UUID(0, 0);

  private static final String PURPOSE = "audit-record";
  private static final int PARTS = 12;

  public AuditRecord {
    Require.hash("salt", salt);
    Require.time("time", time);
    Require.integer("number", number);
    Require.that(kind.matches("[a-z][a-z-]{1,63}"), "not a kind of act");
  }

  /** The bytes that {@link #commitment} is of; 280 and the kind's. */
  public Bytes encode() {
    return Pae.labelled(PURPOSE)
        .bytes(salt)
        .id(id)
        .time(time)
        .id(institution)
        .id(actor)
        .id(subject)
        .id(target)
        .id(object)
        .number(number)
        .text(kind)
        .encode();
  }

  /** What the log shows in place of the record. */
  public Bytes commitment() {
    return Hash.of(encode());
  }

  /**
   * Strict. Throws {@link Failure#UNSUPPORTED_SUITE} for a record of another suite, {@link
   * Failure#MALFORMED} for what is none.
   */
  public static AuditRecord decode(Bytes encoded) {
    List<byte[]> parts = PaeReader.parts(encoded.shared());
    Require.that(
        parts.size() == PARTS
            && Bytes.of(parts.getFirst()).equals(Bytes.utf8(Pae.LABELS + PURPOSE)),
        "not an audit record");
    Require.suite(PaeReader.number(parts.get(1)));
    return new AuditRecord(
        Bytes.of(parts.get(2)),
        PaeReader.id(parts.get(3)),
        PaeReader.time(parts.get(4)),
        PaeReader.id(parts.get(5)),
        PaeReader.id(parts.get(6)),
        PaeReader.id(parts.get(7)),
        PaeReader.id(parts.get(8)),
        PaeReader.id(parts.get(9)),
        PaeReader.number(parts.get(10)),
        PaeReader.ascii(parts.get(11)));
  }
}
