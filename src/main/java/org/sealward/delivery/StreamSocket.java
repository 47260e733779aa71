package org.sealward.delivery;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnError;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import jakarta.inject.Named;
import java.time.Duration;
import org.sealward.limits.ConnectionLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket. A browser cannot send a header with it, and a token must not stand in a URL, so
 * the client's first frame carries it; a socket that says nothing valid for ten seconds is closed.
 * {@link Frames} takes what it says.
 */
@ServerWebSocket("/v1/stream")
@Secured(SecurityRule.IS_ANONYMOUS)
class StreamSocket {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSocket.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TaskScheduler scheduler;

  StreamSocket(@Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
    this.scheduler = scheduler;
  }

  @OnOpen
  void open(WebSocketSession session, HttpRequest<?> request) {
    Line line = Line.of(((NettyHttpRequest<?>) request).getChannelHandlerContext().channel());
    var _ =
        scheduler.schedule(
            PATIENCE,
            () -> {
              if (line.subscriber() == null && line.isOpen()) {
                line.refuse(StreamProblem.TOKEN_REFUSED, "Send an authenticate frame first.");
              }
            });
  }

  /** Tells Micronaut how long a frame may be; it sees none. */
  @OnMessage(maxPayloadLength = ConnectionLimits.LARGEST_SOCKET_MESSAGE)
  void receive(String text, WebSocketSession session) {
    session.close(CloseReason.INTERNAL_ERROR);
  }

  @OnError
  void fail(WebSocketSession session, Throwable failure) {
    LOG.debug("socket failed: {}", failure.getClass().getSimpleName());
    session.close(CloseReason.INTERNAL_ERROR);
  }
}
