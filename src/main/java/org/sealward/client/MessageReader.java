package org.sealward.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.sealward.api.StoredMessage;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.LogException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.Member;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.Opener;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SignedBundle;

/** Checks and opens stored messages (protocol §7.4). Called under the conversation's lock. */
final class MessageReader {
  private final ConversationState state;
  private final PinnedKeys pins;
  private final KeyLog log;

  MessageReader(ConversationState state, PinnedKeys pins, KeyLog log) {
    this.state = state;
    this.pins = pins;
    this.log = log;
  }

  Received read(StoredMessage stored) {
    SealedMessage message = stored.message();
    if (message == null) {
      state.index().addErased(stored.seq());
      return new Received.Erased(state.id(), stored.seq(), stored.at());
    }
    UUID sender = message.header().senderId();
    try {
      return open(stored, message);
    } catch (EnvelopeException | UntrustedKeyException | LogException | ConversationException e) {
      state.index().addRefused(stored.seq(), message.messageHash());
      return new Received.Unreadable(state.id(), stored.seq(), stored.at(), sender, e);
    }
  }

  private Received.Message open(StoredMessage stored, SealedMessage message) {
    MessageHeader header = message.header();
    MembershipEntry entry = entry(header.epoch());
    PublicBundle sender = sender(header.senderId(), entry);
    requireStillMember(stored.seq(), header);
    Bytes content = Opener.message(message, entry, sender, state.key(entry));
    ContentJson.checkpoint(content).ifPresent(told -> log.compare(told, stored));
    return opened(stored.seq(), stored.at(), message, content);
  }

  /** A message that was verified and opened, or is the user's own. */
  Received.Message opened(long seq, Instant at, SealedMessage message, Bytes told) {
    // What the sender saw of the log is no part of what the message says.
    Bytes content = ContentJson.withCheckpoint(told, null);
    MessageHeader header = message.header();
    Bytes hash = message.messageHash();
    state.index().add(seq, header, hash);
    state.seen(seq, hash);
    Content read = ContentJson.read(content);
    state.note(seq, header.senderId(), read);
    return new Received.Message(
        state.id(),
        seq,
        at,
        header.messageId(),
        header.senderId(),
        header.sentAt(),
        hash,
        header.seenHash(),
        read,
        new Received.Source(new String(content.toArray(), StandardCharsets.UTF_8)),
        header.epoch() < state.chain().inForceAt(seq).epoch(),
        state.seen(seq, header));
  }

  private MembershipEntry entry(long epoch) {
    if (epoch >= state.chain().length()) {
      state.refresh();
      if (epoch >= state.chain().length()) {
        state.requireConfirmed();
      }
    }
    return state
        .chain()
        .entry(epoch)
        .orElseThrow(
            () ->
                new InvalidEnvelopeException(
                    Failure.WRONG_ADDRESS, "the message names an epoch that does not exist"));
  }

  private PublicBundle sender(UUID senderId, MembershipEntry entry) {
    Bytes fingerprint =
        entry
            .member(senderId)
            .map(Member::fingerprint)
            .orElseThrow(
                () ->
                    new InvalidEnvelopeException(
                        Failure.NOT_ENTITLED, "the sender is not a member of this epoch"));
    return pins.find(senderId, fingerprint)
        .map(SignedBundle::bundle)
        .orElseThrow(
            () ->
                new InvalidEnvelopeException(
                    Failure.UNKNOWN_KEY, "the sender's keys cannot be found"));
  }

  /** A message of an earlier epoch that was stored after its sender was removed is backdated. */
  private void requireStillMember(long seq, MessageHeader header) {
    if (state.chain().inForceAt(seq).member(header.senderId()).isEmpty()) {
      throw new InvalidEnvelopeException(
          Failure.NOT_ENTITLED, "stored after its sender had been removed");
    }
  }
}
