package org.sealward.client;

import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.Affiliation;
import org.sealward.api.Connection;
import org.sealward.api.ConversationSummary;
import org.sealward.api.ErasedImage;
import org.sealward.api.ErasedMessages;
import org.sealward.api.LegalHold;
import org.sealward.api.MemberKeys;
import org.sealward.api.ServerFrame;
import org.sealward.api.StoredEntry;
import org.sealward.api.StoredMessage;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.SealwardException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.error.VaultException;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedEntry;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedLeave;
import org.sealward.envelope.SignedRevocation;

/** Turns event frames into what they mean, after every check that reading them later would do. */
final class LiveEvents {
  private final Context context;
  private final Conversations conversations;

  LiveEvents(Context context, Conversations conversations) {
    this.context = context;
    this.conversations = conversations;
  }

  /**
   * Throws a {@link SealwardException} only for what may pass, such as a broken connection; what is
   * refused for good is an event of its own.
   */
  LiveEvent read(ServerFrame.Event frame) {
    try {
      return verified(frame);
    } catch (IOException e) {
      return refused(
          frame, new InvalidEnvelopeException(Failure.MALFORMED, "an event is not understood"));
    } catch (EnvelopeException | UntrustedKeyException | ConversationException | VaultException e) {
      return refused(frame, e);
    } catch (ProblemException e) {
      if (e.status() >= 500 || e.status() == 429 || e.status() == 401) {
        throw e;
      }
      return refused(frame, e);
    }
  }

  private LiveEvent verified(ServerFrame.Event frame) throws IOException {
    UUID stream = frame.stream();
    long seq = frame.seq();
    if (!stream.equals(context.userId())) {
      conversations.get(stream).heard(seq);
    }
    if (frame.body() == null && !frame.kind().equals("message")) {
      return new LiveEvent.Erased(stream, seq, frame.kind());
    }
    return switch (frame.kind()) {
      case "message" -> new LiveEvent.MessageReceived(message(frame));
      case "membership" -> members(frame);
      case "conversation" ->
          new LiveEvent.ConversationJoined(stream, seq, body(frame, ConversationSummary.class));
      case "conversation-left" ->
          new LiveEvent.ConversationLeft(stream, seq, body(frame, ConversationSummary.class));
      case "conversation-archived" ->
          new LiveEvent.ConversationArchived(stream, seq, body(frame, ConversationSummary.class));
      case "leave" ->
          new LiveEvent.MemberLeft(
              stream, seq, conversations.get(stream).receive(body(frame, SignedLeave.class)));
      case "connection" ->
          new LiveEvent.ConnectionChanged(stream, seq, body(frame, Connection.class));
      case "affiliation" ->
          new LiveEvent.AffiliationChanged(stream, seq, body(frame, Affiliation.class));
      case "legal-hold" ->
          new LiveEvent.LegalHoldChanged(stream, seq, body(frame, LegalHold.class));
      case "bundle" -> ownKeys(frame, body(frame, SignedBundle.class));
      case "member-keys" -> memberKeys(frame, body(frame, MemberKeys.class));
      case "messages-erased" ->
          new LiveEvent.MessagesErased(stream, seq, body(frame, ErasedMessages.class));
      case "image-erased" ->
          new LiveEvent.ImageErased(stream, seq, body(frame, ErasedImage.class).imageId());
      case "image-granted" ->
          new LiveEvent.ImageGranted(stream, seq, body(frame, SignedGrant.class));
      case "image-revoked" ->
          new LiveEvent.ImageRevoked(stream, seq, body(frame, SignedRevocation.class));
      default -> new LiveEvent.Other(stream, seq, frame.kind());
    };
  }

  private Received message(ServerFrame.Event frame) throws IOException {
    JsonNode body = frame.body();
    SealedMessage message = body == null ? null : Json.read(body, SealedMessage.class);
    if (message != null && !message.header().conversationId().equals(frame.stream())) {
      throw new InvalidEnvelopeException(Failure.WRONG_ADDRESS, "message of another conversation");
    }
    return conversations
        .get(frame.stream())
        .receive(new StoredMessage(frame.seq(), frame.at(), message));
  }

  private LiveEvent members(ServerFrame.Event frame) throws IOException {
    var entry = new StoredEntry(frame.seq(), frame.at(), body(frame, SignedEntry.class));
    conversations.get(frame.stream()).receive(entry);
    return new LiveEvent.MembersChanged(frame.stream(), frame.seq(), entry.entry().entry());
  }

  /** Another device of the user made keys, or somebody else did in the user's name. */
  private LiveEvent ownKeys(ServerFrame.Event frame, SignedBundle published) {
    context.keys().findAnew(published.bundle().fingerprint());
    return new LiveEvent.OwnKeysPublished(frame.stream(), frame.seq(), published);
  }

  private LiveEvent memberKeys(ServerFrame.Event frame, MemberKeys published) {
    UUID userId = published.userId();
    try {
      if (!userId.equals(context.userId())) {
        context.pins().newest(userId);
      }
      return new LiveEvent.KeysRotated(frame.stream(), frame.seq(), userId);
    } catch (UntrustedKeyException e) {
      return new LiveEvent.KeysReset(
          frame.stream(), frame.seq(), userId, e.pinned(), e.presented());
    }
  }

  private static <T> T body(ServerFrame.Event frame, Class<T> shape) throws IOException {
    @Nullable JsonNode body = frame.body();
    if (body == null) {
      throw new IOException("an event without a body");
    }
    return Json.read(body, shape);
  }

  private static LiveEvent refused(ServerFrame.Event frame, RuntimeException cause) {
    return new LiveEvent.Refused(frame.stream(), frame.seq(), cause);
  }
}
