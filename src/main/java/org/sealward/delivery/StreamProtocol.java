package org.sealward.delivery;

import io.micronaut.json.JsonMapper;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ClientFrame;
import org.sealward.api.ServerFrame;
import org.sealward.identity.AccessToken;
import org.sealward.identity.CallerTokens;
import org.sealward.identity.IdentityProblem;
import org.sealward.platform.Timeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client may say on the stream, and what it is answered. */
@Singleton
class StreamProtocol {
  static final String CAUGHT_UP = "{\"type\":\"caught-up\"}";

  private static final Logger LOG = LoggerFactory.getLogger(StreamProtocol.class);
  private static final CompletionStage<?> ENDED = CompletableFuture.completedStage(null);

  private final CallerTokens tokens;
  private final Subscribers subscribers;
  private final Timeline timeline;
  private final Posting posting;
  private final JsonMapper json;
  private final Clock clock;

  StreamProtocol(
      CallerTokens tokens,
      Subscribers subscribers,
      Timeline timeline,
      Posting posting,
      JsonMapper json,
      Clock clock) {
    this.tokens = tokens;
    this.subscribers = subscribers;
    this.timeline = timeline;
    this.posting = posting;
    this.json = json;
    this.clock = clock;
  }

  /** Deals with one frame; completes when nothing more is to be done about it. Never throws. */
  CompletionStage<?> hear(byte[] text, Line line) {
    try {
      return answer(text, line);
    } catch (RuntimeException e) {
      LOG.warn("a frame could not be dealt with; the client is going to come back", e);
      line.close(WebSocketCloseStatus.TRY_AGAIN_LATER);
      return ENDED;
    }
  }

  private CompletionStage<?> answer(byte[] text, Line line) {
    ClientFrame frame = parse(text);
    Subscriber subscriber = line.subscriber();
    switch (frame) {
      case null -> line.refuse(StreamProblem.FRAME_NOT_VALID, "The frame is not of a known shape.");
      case ClientFrame.Authenticate authenticate -> authenticate(authenticate, line, subscriber);
      case ClientFrame _ when subscriber == null ->
          line.refuse(StreamProblem.FRAME_NOT_VALID, "Send an authenticate frame first.");
      case ClientFrame.Resume resume -> subscriber.resume(positions(resume));
      case ClientFrame.Ack ack -> subscriber.acknowledge(ack.frame());
      case ClientFrame.Send send -> {
        return post(send, line, subscriber);
      }
    }
    return ENDED;
  }

  private CompletionStage<?> post(ClientFrame.Send frame, Line line, Subscriber subscriber) {
    if (subscriber.expired(clock.instant())) {
      line.refuse(StreamProblem.TOKEN_EXPIRED, "Connect again with a fresh token.");
      return ENDED;
    }
    return posting
        .post(subscriber.userId(), frame.message())
        .thenAccept(answer -> send(line, answer));
  }

  private @Nullable ClientFrame parse(byte[] text) {
    try {
      return json.readValue(text, ClientFrame.class);
    } catch (IOException _) {
      return null;
    }
  }

  private void authenticate(ClientFrame.Authenticate frame, Line line, @Nullable Subscriber known) {
    Optional<AccessToken> verified = tokens.verify(frame.token());
    if (verified.isEmpty()
        || (known != null && !known.userId().equals(verified.get().caller().userId()))) {
      line.refuse(StreamProblem.TOKEN_REFUSED, "Send a current access token of the user.");
      return;
    }
    AccessToken token = verified.get();
    if (token.caller().roles().isEmpty()) {
      line.refuse(
          IdentityProblem.SECOND_FACTOR_REQUIRED, "Enrol an authenticator app, then come back.");
      return;
    }
    if (known != null) {
      known.renew(token.expiresAt());
    } else {
      Subscriber subscriber = subscribers.add(token, line);
      line.belongsTo(subscriber);
      if (!line.isOpen()) {
        subscribers.remove(subscriber);
      }
    }
    // Whoever deletes the account from now on finds the socket and closes it.
    if (tokens.isDeleted(token.caller().userId())) {
      line.refuse(StreamProblem.TOKEN_REFUSED, "The account was deleted.");
      return;
    }
    send(
        line,
        new ServerFrame.Ready(token.caller().userId(), timeline.current(), token.expiresAt()));
  }

  /** Positions of another timeline may be ahead of this one: they count for nothing. */
  private Map<UUID, Long> positions(ClientFrame.Resume resume) {
    return timeline.current().equals(resume.timeline()) ? resume.positions() : Map.of();
  }

  void closed(Line line) {
    Subscriber subscriber = line.subscriber();
    if (subscriber != null) {
      subscribers.remove(subscriber);
    }
  }

  private void send(Line line, ServerFrame frame) {
    line.send(text(frame));
  }

  private String text(ServerFrame frame) {
    try {
      return json.writeValueAsString(frame);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
