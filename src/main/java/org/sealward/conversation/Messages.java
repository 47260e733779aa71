package org.sealward.conversation;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.sealward.api.MessageStored;
import org.sealward.api.StoredMessage;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.Member;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.MessageVerifier;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SignedBundle;
import org.sealward.keydirectory.KeyDirectory;
import org.sealward.platform.Event;
import org.sealward.platform.EventBodies;
import org.sealward.platform.EventLog;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;

/** Messages, of which the service sees headers and ciphertext. */
@Singleton
public class Messages {
  /** Kind of the event on a conversation's stream whose body is a {@link SealedMessage}. */
  static final String EVENT = "message";

  /**
   * @param repeated whether the very message was stored before
   */
  record Outcome(MessageStored stored, boolean repeated) {}

  private final Members members;
  private final Chains chains;
  private final KeyDirectory keys;
  private final MessageWriter writer;
  private final EventLog log;
  private final EventBodies bodies;

  Messages(
      Members members,
      Chains chains,
      KeyDirectory keys,
      MessageWriter writer,
      EventLog log,
      EventBodies bodies) {
    this.members = members;
    this.chains = chains;
    this.keys = keys;
    this.writer = writer;
    this.log = log;
    this.bodies = bodies;
  }

  /**
   * Stores a message of the caller; returns once it is durable.
   *
   * @throws Problem as {@link ConversationProblem} says
   */
  Outcome store(UUID caller, UUID conversationId, SealedMessage message) {
    if (!message.header().conversationId().equals(conversationId)) {
      throw new Problem(
          GeneralProblem.INVALID_REQUEST, "The header names another conversation than the path.");
    }
    try {
      return accept(caller, message).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Problem problem) {
        throw problem;
      }
      throw e;
    }
  }

  /**
   * Stores a message of the caller. Messages of one caller are stored in the order of the calls.
   *
   * @return completes on the writer's thread once the message is durable, or with the reason why it
   *     was not stored
   * @throws Problem when it is refused at once
   * @throws InvalidEnvelopeException when its signature or header is refused
   */
  public CompletableFuture<MessageStored> submit(UUID caller, SealedMessage message) {
    return accept(caller, message).thenApply(Outcome::stored);
  }

  private CompletableFuture<Outcome> accept(UUID caller, SealedMessage message) {
    MessageHeader header = message.header();
    UUID conversationId = header.conversationId();
    if (!header.senderId().equals(caller)) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "The header names another sender.");
    }
    MembershipEntry entry =
        chains
            .entry(conversationId, header.epoch(), header.membershipHash())
            .orElseThrow(() -> refused(conversationId, caller));
    Member sender = entry.member(caller).orElseThrow(() -> refused(conversationId, caller));
    return writer.submit(message, verify(message, entry, sender.fingerprint()));
  }

  /** Messages with sequence numbers above {@code afterSeq} that the caller may read, in order. */
  List<StoredMessage> page(UUID caller, UUID conversationId, long afterSeq, int limit) {
    long from = members.readableFrom(conversationId, caller).orElseThrow(Membership::notFound);
    return log.readKindAfter(conversationId, EVENT, Math.max(afterSeq, from - 1), limit).stream()
        .map(this::stored)
        .toList();
  }

  /** The newest messages below {@code beforeSeq} that the caller may read, newest first. */
  List<StoredMessage> pageBefore(UUID caller, UUID conversationId, long beforeSeq, int limit) {
    long from = members.readableFrom(conversationId, caller).orElseThrow(Membership::notFound);
    return log.readKindBefore(conversationId, EVENT, from, beforeSeq, limit).stream()
        .map(this::stored)
        .toList();
  }

  private StoredMessage stored(Event event) {
    return new StoredMessage(event.seq(), event.at(), message(event.body()));
  }

  private @Nullable SealedMessage message(@Nullable Bytes body) {
    return body == null ? null : bodies.read(body, SealedMessage.class);
  }

  private Bytes verify(SealedMessage message, MembershipEntry entry, Bytes fingerprint) {
    SignedBundle sender =
        keys.find(message.header().senderId(), fingerprint)
            .orElseThrow(() -> new IllegalStateException("an entry names an unpublished bundle"));
    return MessageVerifier.verify(message, entry, sender.bundle());
  }

  /** 404 for a stranger; a member has sealed for an entry that is not in the chain. */
  private Problem refused(UUID conversationId, UUID caller) {
    return members.isMember(conversationId, caller)
        ? new Problem(ConversationProblem.STALE_EPOCH, "Read the chain, then seal again.")
        : Membership.notFound();
  }
}
