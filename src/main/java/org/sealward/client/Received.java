package org.sealward.client;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;

/** One place in a conversation's history. */
public sealed interface Received {
  UUID conversationId();

  /** Its sequence number in the conversation; rises, with gaps where the membership changed. */
  long seq();

  /** When the service stored it. */
  Instant storedAt();

  /**
   * A message that is what it claims to be: signed by a member of its epoch, for this conversation,
   * unaltered.
   *
   * @param id chosen by the sender
   * @param sentAt by the sender's clock
   * @param hash how replies and {@code seenHash} name the message, 32 bytes
   * @param seenHash hash of the newest message its sender had; null when there was none
   * @param source the content as it came, with the fields that this client does not know
   * @param late whether it was stored after an entry that its sender did not know; it is readable
   *     with a key of before
   * @param seen whether the message that {@code seenHash} names is there
   */
  record Message(
      UUID conversationId,
      long seq,
      Instant storedAt,
      UUID id,
      UUID senderId,
      Instant sentAt,
      Bytes hash,
      @Nullable Bytes seenHash,
      Content content,
      Source source,
      boolean late,
      Seen seen)
      implements Received {
    /** How other messages name this one. */
    public MessageRef ref() {
      return new MessageRef(id, hash);
    }
  }

  /** A content's JSON. */
  record Source(String json) {
    /** Leaves the content out. */
    @Override
    public String toString() {
      return "REDACTED";
    }
  }

  /** What this client knows of the message that another names as the newest its sender had. */
  enum Seen {
    /** The sender had none, or does not say. */
    NOTHING,
    PRESENT,
    /** This client has not read everything before, so it cannot say. */
    NOT_READ,
    /**
     * A gap: everything before was read, and it is not there. It may still come; {@link
     * Conversation#gaps} tells.
     */
    MISSING
  }

  /**
   * Something that was stored as a message and is refused; show that it is there, but believe
   * nothing of it.
   *
   * @param claimedSender whom the service names as sender
   * @param cause an {@link org.sealward.envelope.EnvelopeException}, an {@link
   *     org.sealward.client.error.UntrustedKeyException}, or a {@link
   *     org.sealward.client.error.ConversationException} when the user has no key of its epoch
   */
  record Unreadable(
      UUID conversationId, long seq, Instant storedAt, UUID claimedSender, RuntimeException cause)
      implements Received {}

  /** A message whose content was deleted at the service. */
  record Erased(UUID conversationId, long seq, Instant storedAt) implements Received {}
}
