package org.sealward.client;

import java.util.UUID;
import org.sealward.api.Affiliation;
import org.sealward.api.Connection;
import org.sealward.api.ConversationSummary;
import org.sealward.api.ErasedMessages;
import org.sealward.api.LegalHold;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedRevocation;

/** Something that happened, as {@link Session#listen} tells it. */
public sealed interface LiveEvent {
  /**
   * The stream it belongs to: a conversation's id, or the user's own.
   *
   * <p>Stream and {@link #seq()} together are the same whenever the event is told again.
   */
  UUID stream();

  /** Its number in the stream. */
  long seq();

  /** A message came in, or the user's own was stored. */
  record MessageReceived(Received received) implements LiveEvent {
    @Override
    public UUID stream() {
      return received.conversationId();
    }

    @Override
    public long seq() {
      return received.seq();
    }
  }

  /**
   * The members of a conversation changed, by a verified entry of an entitled author.
   *
   * @param entry with all members of now
   */
  record MembersChanged(UUID stream, long seq, MembershipEntry entry) implements LiveEvent {}

  /**
   * A member has left, by their own signature. They receive nothing any more; the entry that
   * removes them comes before the next message.
   */
  record MemberLeft(UUID stream, long seq, UUID userId) implements LiveEvent {}

  /** The user has put a conversation away, or taken it back, perhaps on another device. */
  record ConversationArchived(UUID stream, long seq, ConversationSummary conversation)
      implements LiveEvent {}

  /** The user takes part in a conversation from now on. */
  record ConversationJoined(UUID stream, long seq, ConversationSummary conversation)
      implements LiveEvent {}

  /** The user was removed from a conversation. */
  record ConversationLeft(UUID stream, long seq, ConversationSummary conversation)
      implements LiveEvent {}

  /** A connection was asked for, accepted, declined or ended. */
  record ConnectionChanged(UUID stream, long seq, Connection connection) implements LiveEvent {}

  /**
   * The user's place at an institution changed; {@link Session#renewRoles} makes the role count.
   */
  record AffiliationChanged(UUID stream, long seq, Affiliation affiliation) implements LiveEvent {}

  /** A legal hold on the user was set, or lifted. */
  record LegalHoldChanged(UUID stream, long seq, LegalHold hold) implements LiveEvent {}

  /** A member made new keys out of the earlier ones: nothing to tell anybody. */
  record KeysRotated(UUID stream, long seq, UUID userId) implements LiveEvent {}

  /**
   * A member began anew with keys that do not follow from those known. Tell the user, loudly: until
   * {@link Keys#trust} nothing is sent to the conversation from here. It may be told again.
   *
   * @param known fingerprint that this device knows
   * @param presented fingerprint of the newest keys that the service shows
   */
  record KeysReset(UUID stream, long seq, UUID userId, Bytes known, Bytes presented)
      implements LiveEvent {}

  /** Keys were published in the user's name; if not by the user, somebody has the login. */
  record OwnKeysPublished(UUID stream, long seq, SignedBundle bundle) implements LiveEvent {}

  /** Somebody let the user read an image, or the user did so for themselves. */
  record ImageGranted(UUID stream, long seq, SignedGrant grant) implements LiveEvent {}

  /** The service deleted messages of a conversation: drop the copies that are covered. */
  record MessagesErased(UUID stream, long seq, ErasedMessages erased) implements LiveEvent {}

  /** An image was deleted, with all grants: drop the copy. */
  record ImageErased(UUID stream, long seq, UUID imageId) implements LiveEvent {}

  /** An event whose content was deleted at the service. */
  record Erased(UUID stream, long seq, String kind) implements LiveEvent {}

  /** A grant to the user was taken back. */
  record ImageRevoked(UUID stream, long seq, SignedRevocation revocation) implements LiveEvent {}

  /**
   * Something that was not what it claims to be, and was refused.
   *
   * @param cause an {@link org.sealward.envelope.EnvelopeException} or a {@link
   *     org.sealward.client.error.SealwardException}; show an {@link
   *     org.sealward.client.error.UntrustedKeyException} to the user, and a conversation that is
   *     forked
   */
  record Refused(UUID stream, long seq, RuntimeException cause) implements LiveEvent {}

  /**
   * Events are missing, and asking for them brought nothing: the service holds them back, or the
   * user was not a member in between. {@link #seq()} is that of the first event after them.
   */
  record Missing(UUID stream, long seq) implements LiveEvent {}

  /** A kind of event that this client does not know. */
  record Other(UUID stream, long seq, String kind) implements LiveEvent {}
}
