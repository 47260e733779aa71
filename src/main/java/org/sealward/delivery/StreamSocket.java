package org.sealward.delivery;

import io.micronaut.json.JsonMapper;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnClose;
import io.micronaut.websocket.annotation.OnError;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ClientFrame;
import org.sealward.api.ServerFrame;
import org.sealward.identity.AccessToken;
import org.sealward.identity.CognitoTokens;
import org.sealward.platform.Timeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket. A browser cannot send a header with it, and a token must not stand in a URL, so
 * the client's first frame carries it; a socket that says nothing valid for ten seconds is closed.
 */
@ServerWebSocket("/v1/stream")
@Secured(SecurityRule.IS_ANONYMOUS)
class StreamSocket {
  static final String CAUGHT_UP = "{\"type\":\"caught-up\"}";

  private static final Logger LOG = LoggerFactory.getLogger(StreamSocket.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String SUBSCRIBER = "subscriber";

  /** Positions of some thousand conversations. */
  private static final int LARGEST_FRAME = 256 * 1024;

  private final CognitoTokens tokens;
  private final Subscribers subscribers;
  private final Timeline timeline;
  private final JsonMapper json;
  private final TaskScheduler scheduler;

  StreamSocket(
      CognitoTokens tokens,
      Subscribers subscribers,
      Timeline timeline,
      JsonMapper json,
      @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
    this.tokens = tokens;
    this.subscribers = subscribers;
    this.timeline = timeline;
    this.json = json;
    this.scheduler = scheduler;
  }

  @OnOpen
  void open(WebSocketSession session) {
    var _ =
        scheduler.schedule(
            PATIENCE,
            () -> {
              if (subscriber(session).isEmpty() && session.isOpen()) {
                refuse(session, StreamProblem.TOKEN_REFUSED, "Send an authenticate frame first.");
              }
            });
  }

  @OnMessage(maxPayloadLength = LARGEST_FRAME)
  @ExecuteOn(TaskExecutors.BLOCKING)
  void receive(String text, WebSocketSession session) {
    ClientFrame frame = parse(text);
    Optional<Subscriber> subscriber = subscriber(session);
    switch (frame) {
      case null ->
          refuse(session, StreamProblem.FRAME_NOT_VALID, "The frame is not of a known shape.");
      case ClientFrame.Authenticate authenticate -> authenticate(authenticate, session, subscriber);
      case ClientFrame.Resume resume ->
          subscriber.ifPresentOrElse(
              s -> s.resume(positions(resume)), () -> refuseUnauthenticated(session));
      case ClientFrame.Ack ack ->
          subscriber.ifPresentOrElse(
              s -> s.acknowledge(ack.frame()), () -> refuseUnauthenticated(session));
    }
  }

  private @Nullable ClientFrame parse(String text) {
    try {
      return json.readValue(text, ClientFrame.class);
    } catch (IOException _) {
      return null;
    }
  }

  private void authenticate(
      ClientFrame.Authenticate frame, WebSocketSession session, Optional<Subscriber> known) {
    Optional<AccessToken> verified = tokens.verifyAccess(frame.token());
    if (verified.isEmpty()
        || known.filter(s -> !s.userId().equals(verified.get().caller().userId())).isPresent()) {
      refuse(session, StreamProblem.TOKEN_REFUSED, "Send a current access token of the user.");
      return;
    }
    AccessToken token = verified.get();
    if (known.isPresent()) {
      known.get().renew(token.expiresAt());
    } else {
      Subscriber subscriber = subscribers.add(token, session);
      session.put(SUBSCRIBER, subscriber);
      if (!session.isOpen()) {
        subscribers.remove(subscriber);
      }
    }
    send(
        session,
        new ServerFrame.Ready(token.caller().userId(), timeline.current(), token.expiresAt()));
  }

  /** Positions of another timeline may be ahead of this one: they count for nothing. */
  private Map<UUID, Long> positions(ClientFrame.Resume resume) {
    return timeline.current().equals(resume.timeline()) ? resume.positions() : Map.of();
  }

  @OnClose
  void close(WebSocketSession session) {
    subscriber(session).ifPresent(subscribers::remove);
  }

  @OnError
  void fail(WebSocketSession session, Throwable failure) {
    LOG.debug("socket failed: {}", failure.getClass().getSimpleName());
    session.close(CloseReason.INTERNAL_ERROR);
  }

  private void refuseUnauthenticated(WebSocketSession session) {
    refuse(session, StreamProblem.FRAME_NOT_VALID, "Send an authenticate frame first.");
  }

  static Optional<Subscriber> subscriber(WebSocketSession session) {
    return session.get(SUBSCRIBER, Subscriber.class);
  }

  private void send(WebSocketSession session, ServerFrame frame) {
    var _ = session.sendAsync(text(frame));
  }

  private String text(ServerFrame frame) {
    try {
      return json.writeValueAsString(frame);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says why, then closes. */
  static void refuse(WebSocketSession session, StreamProblem problem, String detail) {
    String text =
        "{\"type\":\"refused\",\"problem\":\""
            + problem.type()
            + "\",\"detail\":\""
            + detail
            + "\"}";
    var _ =
        session.sendAsync(text).whenComplete((_, _) -> session.close(CloseReason.POLICY_VIOLATION));
  }
}
