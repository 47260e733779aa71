package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of the event {@code messages-erased} in a conversation's stream: the service has deleted
 * these messages, and devices drop their copies.
 *
 * @param fromSeq place of the first one
 * @param toSeq place of the last one; 2^53 - 1 for all before the event
 * @param senderId only those of this sender; null for all
 */
@Serdeable
public record ErasedMessages(long fromSeq, long toSeq, @Nullable UUID senderId, Reason reason) {
  /** Why. */
  public enum Reason {
    /** Their sender deleted them. */
    SENDER,
    /** Their sender deleted the account. */
    ACCOUNT,
    /** They are older than the institution keeps them. */
    RETENTION
  }

  /** The highest number that JavaScript holds exactly. */
  private static final long ANY_SEQ = (1L << 53) - 1;

  /** All that are before the event and by this sender, who deleted the account. */
  public static ErasedMessages ofAccount(UUID senderId) {
    return new ErasedMessages(1, ANY_SEQ, senderId, Reason.ACCOUNT);
  }

  /** Whether a message is among them. */
  public boolean covers(long seq, UUID sender) {
    return seq >= fromSeq && seq <= toSeq && (senderId == null || senderId.equals(sender));
  }
}
