package org.sealward.client;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.sealward.api.MessageStored;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ConversationException.Reason;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Member;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.Suite;

/** Seals messages and has them stored. Called under the conversation's lock. */
final class MessageSender {
  private static final int ATTEMPTS = 5;

  private final Context context;
  private final ConversationState state;
  private final MessageReader reader;
  private final MembershipEditor editor;

  MessageSender(
      Context context, ConversationState state, MessageReader reader, MembershipEditor editor) {
    this.context = context;
    this.state = state;
    this.reader = reader;
    this.editor = editor;
  }

  /**
   * Sends content under one id, sealed anew only when the service says that it is for others now.
   */
  Received.Message send(Bytes said) {
    Bytes content = ContentJson.withCheckpoint(said, context.log().head().orElse(null));
    UUID id = MessageIds.next(context.now());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      SealedMessage sealed = seal(id, content);
      try {
        MessageStored stored = store(sealed);
        return reader.opened(stored.seq(), stored.at(), sealed, content);
      } catch (ProblemException e) {
        if (!e.is("stale-epoch")) {
          throw e;
        }
        catchUp();
      }
    }
    throw new ConversationException(Reason.CONTENDED, state.id());
  }

  /** Of the newest of these; empty when an earlier receipt includes it. */
  Optional<Received.Message> sendReceipt(
      Content.Receipt.State reached, Collection<? extends Received> received) {
    return received.stream()
        .filter(Received.Message.class::isInstance)
        .map(Received.Message.class::cast)
        .filter(message -> !message.senderId().equals(context.userId()))
        .filter(message -> !(message.content() instanceof Content.Receipt))
        .max(Comparator.comparingLong(Received.Message::seq))
        .filter(message -> !state.hasReceipt(reached, message.seq()))
        .map(message -> send(ContentJson.write(new Content.Receipt(message.ref(), reached))));
  }

  /**
   * Over the live connection when there is one; else, or when that brought no answer or a refusal,
   * the very same bytes by HTTP: they are stored once.
   */
  private MessageStored store(SealedMessage sealed) {
    return context
        .outlet()
        .send(sealed)
        .map(sent -> new MessageStored(sent.messageId(), sent.seq(), sent.at()))
        .orElseGet(
            () -> {
              Call call = Call.post(state.path() + "/messages", sealed).idempotent();
              return context.api().send(call, MessageStored.class);
            });
  }

  /** Either there are newer entries, or somebody left and has to be removed. */
  private void catchUp() {
    int known = state.chain().length();
    state.refresh();
    if (state.chain().length() == known) {
      editor.append(state, UnaryOperator.identity());
    }
  }

  /**
   * @throws UntrustedKeyException when a member's keys do not follow from those known
   */
  private SealedMessage seal(UUID id, Bytes content) {
    MembershipEntry entry = withOwnKeys();
    for (Member member : entry.members()) {
      context.pins().watch(member.userId());
      context.pins().requireTrusted(member.userId());
    }
    MessageHeader header =
        new MessageHeader(
            Suite.ONE,
            state.id(),
            entry.epoch(),
            entry.membershipHash(),
            context.userId(),
            null,
            id,
            context.now(),
            state.newestHash());
    return SealedMessage.seal(header, content, state.key(entry), context.keysIn(entry));
  }

  /** The newest entry, after one that brings the user's newest keys in if it named others. */
  private MembershipEntry withOwnKeys() {
    MembershipEntry entry = state.newest();
    if (!context.own(entry).fingerprint().equals(context.ownKeys().fingerprint())) {
      // Reads newer entries first: one of them may name the newest keys already.
      editor.append(state, UnaryOperator.identity());
    }
    return state.newest();
  }
}
