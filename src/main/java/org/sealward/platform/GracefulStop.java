package org.sealward.platform;

import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.runtime.graceful.GracefulShutdownManager;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the service so that every request gets its answer and clients come back by themselves:
 *
 * <ol>
 *   <li>readiness is down, nobody is let in, WebSockets are closed with 1012;
 *   <li>connections that are open may send what they were about to, are answered, and closed with
 *       that answer;
 *   <li>when nothing has come for a second, idle connections are closed and those that still work
 *       are waited for.
 * </ol>
 *
 * <p>It takes {@link #LONGEST} at most; what is not done by then is cut.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
public class GracefulStop {
  static final Duration LONGEST = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(GracefulStop.class);
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration LONGEST_ARRIVALS = Duration.ofSeconds(5);

  private final Listeners listeners;
  private final ApplicationEventPublisher<ServiceStopping> events;
  private final GracefulShutdownManager connections;
  private volatile boolean stopping;
  private volatile long lastArrival = System.nanoTime();

  GracefulStop(
      Listeners listeners,
      ApplicationEventPublisher<ServiceStopping> events,
      GracefulShutdownManager connections) {
    this.listeners = listeners;
    this.events = events;
    this.connections = connections;
  }

  @RequestFilter
  @PreMatching
  void arrived() {
    lastArrival = System.nanoTime();
  }

  @ResponseFilter
  void closeAfter(MutableHttpResponse<?> response) {
    if (stopping && response.code() != HttpStatus.SWITCHING_PROTOCOLS.getCode()) {
      response.getHeaders().set(HttpHeaders.CONNECTION, "close");
    }
  }

  boolean stopping() {
    return stopping;
  }

  /** Returns when it is done; then stop the server. */
  public void run(EmbeddedServer server) {
    long began = System.nanoTime();
    stopping = true;
    LOG.info("stopping: no new connections, open requests are finished");
    listeners.close(server.getPort());
    lastArrival = System.nanoTime();
    events.publishEvent(new ServiceStopping());
    try {
      while (since(lastArrival).compareTo(QUIET) < 0
          && since(began).compareTo(LONGEST_ARRIVALS) < 0) {
        Thread.sleep(20);
      }
      connections
          .shutdownGracefully()
          .toCompletableFuture()
          .get(LONGEST.minus(since(began)).toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("stopped after {} ms", since(began).toMillis());
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("requests are cut that take longer than {} s", LONGEST.toSeconds(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
