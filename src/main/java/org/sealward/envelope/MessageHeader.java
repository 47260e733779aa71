package org.sealward.envelope;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the service sees of a message (protocol §7.1).
 *
 * @param membershipHash of the entry of {@code epoch}
 * @param actingFor reserved for functional accounts; null in this version
 * @param messageId chosen by the sender, UUID version 7
 * @param sentAt whole milliseconds, the sender's clock
 * @param seenHash message hash of the newest message the sender had; null when there was none
 */
public record MessageHeader(
    int suite,
    UUID conversationId,
    long epoch,
    Bytes membershipHash,
    UUID senderId,
    @Nullable UUID actingFor,
    UUID messageId,
    Instant sentAt,
    @Nullable Bytes seenHash) {

  public MessageHeader {
    Require.suite(suite);
    Require.integer("epoch", epoch);
    Require.hash("membershipHash", membershipHash);
    Require.that(messageId.version() == 7 && messageId.variant() == 2, "messageId is no UUIDv7");
    Require.time("sentAt", sentAt);
    Require.optionalHash("seenHash", seenHash);
  }

  /** Also the context under which the body is encrypted. */
  public Bytes encoded() {
    return Pae.labelled("message")
        .id(conversationId)
        .number(epoch)
        .bytes(membershipHash)
        .id(senderId)
        .optionalId(actingFor)
        .id(messageId)
        .time(sentAt)
        .optionalBytes(seenHash)
        .encode();
  }
}
