package org.sealward.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.Scheduled;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.sealward.conversation.Members;
import org.sealward.identity.AccessToken;
import org.sealward.platform.EventLog;
import org.sealward.platform.ServiceStopping;

/** The authenticated sockets on this node, by user. */
@Singleton
class Subscribers {
  private final ConcurrentHashMap<UUID, Set<Subscriber>> byUser = new ConcurrentHashMap<>();
  private final EventLog log;
  private final Members members;
  private final ExecutorService blocking;
  private final Clock clock;

  Subscribers(
      EventLog log,
      Members members,
      @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
      Clock clock,
      MeterRegistry metrics) {
    Gauge.builder("sealward.sockets", this, Subscribers::count)
        .description("Authenticated WebSockets that are open")
        .register(metrics);
    this.log = log;
    this.members = members;
    this.blocking = blocking;
    this.clock = clock;
  }

  private int count() {
    return byUser.values().stream().mapToInt(Set::size).sum();
  }

  Subscriber add(AccessToken token, Line line) {
    UUID userId = token.caller().userId();
    var subscriber = new Subscriber(userId, token.expiresAt(), line, log, members, blocking);
    byUser.compute(
        userId,
        (_, sockets) -> {
          Set<Subscriber> all = sockets == null ? ConcurrentHashMap.newKeySet() : sockets;
          all.add(subscriber);
          return all;
        });
    return subscriber;
  }

  void remove(Subscriber subscriber) {
    byUser.computeIfPresent(
        subscriber.userId(),
        (_, sockets) -> {
          sockets.remove(subscriber);
          return sockets.isEmpty() ? null : sockets;
        });
  }

  Set<Subscriber> of(UUID userId) {
    return byUser.getOrDefault(userId, Set.of());
  }

  /** Sends all clients away for a moment; they come back and resume. */
  void closeAll() {
    byUser.values().stream()
        .flatMap(Set::stream)
        .forEach(subscriber -> subscriber.line().close(WebSocketCloseStatus.TRY_AGAIN_LATER));
  }

  /** Tells all clients to come back, which a load balancer makes another node's. */
  @EventListener
  void stopping(ServiceStopping event) {
    byUser.values().stream()
        .flatMap(Set::stream)
        .forEach(subscriber -> subscriber.line().close(WebSocketCloseStatus.SERVICE_RESTART));
  }

  /** Closes a user's sockets for good. */
  void closeErased(UUID userId) {
    for (Subscriber subscriber : of(userId)) {
      subscriber.line().refuse(StreamProblem.TOKEN_REFUSED, "The account was deleted.");
    }
  }

  /** Closes the sockets whose token has expired without a fresh one. */
  @Scheduled(fixedDelay = "5s")
  void closeExpired() {
    Instant now = clock.instant();
    for (Set<Subscriber> sockets : byUser.values()) {
      for (Subscriber subscriber : sockets) {
        if (subscriber.expired(now)) {
          subscriber
              .line()
              .refuse(StreamProblem.TOKEN_EXPIRED, "Connect again with a fresh token.");
        }
      }
    }
  }
}
