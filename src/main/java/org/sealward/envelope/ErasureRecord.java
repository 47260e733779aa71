package org.sealward.envelope;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An order to erase as it is kept outside of the database, to be carried out again after a restore:
 * ids and places, no content.
 *
 * @param stream in which it was given
 * @param actor whose wish it was; 16 zero bytes are the service
 * @param at when it was given, in milliseconds
 * @param kind such as {@code image-erased}, 2 to 64 characters
 * @param body of the order, JSON
 */
public record ErasureRecord(UUID stream, UUID actor, Instant at, String kind, Bytes body) {
  private static final String PURPOSE = "erasure-record";
  private static final int PARTS = 7;

  public ErasureRecord {
    Require.time("at", at);
    Require.that(kind.matches("[a-z][a-z-]{1,63}"), "not a kind of order");
  }

  public Bytes encode() {
    return Pae.labelled(PURPOSE).id(stream).id(actor).time(at).text(kind).bytes(body).encode();
  }

  /**
   * Strict. Throws {@link Failure#UNSUPPORTED_SUITE} for a record of another suite, {@link
   * Failure#MALFORMED} for what is none.
   */
  public static ErasureRecord decode(Bytes encoded) {
    List<byte[]> parts = PaeReader.parts(encoded.shared());
    Require.that(
        parts.size() == PARTS
            && Bytes.of(parts.getFirst()).equals(Bytes.utf8(Pae.LABELS + PURPOSE)),
        "not an erasure record");
    Require.suite(PaeReader.number(parts.get(1)));
    return new ErasureRecord(
        PaeReader.id(parts.get(2)),
        PaeReader.id(parts.get(3)),
        PaeReader.time(parts.get(4)),
        PaeReader.ascii(parts.get(5)),
        Bytes.of(parts.get(6)));
  }
}
