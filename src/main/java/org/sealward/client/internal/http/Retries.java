package org.sealward.client.internal.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether and when a call is made again.
 *
 * @param attempts in all, at least 1
 * @param longestWait a {@code Retry-After} beyond this is left to the app
 */
public record Retries(int attempts, Backoff backoff, Duration longestWait) {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;
  private static final int GATEWAY_TIMEOUT = 504;

  /** Five attempts, about 6 s of waiting at most unless the service asks for more. */
  public static Retries standard() {
    return new Retries(
        5, Backoff.of(Duration.ofMillis(200), Duration.ofSeconds(5)), Duration.ofSeconds(30));
  }

  /**
   * How long to wait after an answer before the next attempt; empty when it stands.
   *
   * @param attempt number of the attempt that was just made, from 0
   * @param retryAfter what the service asked for, zero when nothing
   */
  Optional<Duration> after(int status, Duration retryAfter, boolean idempotent, int attempt) {
    boolean passing =
        switch (status) {
          case TOO_MANY_REQUESTS, BAD_GATEWAY, UNAVAILABLE, GATEWAY_TIMEOUT -> true;
          default -> false;
        };
    if (!passing || !idempotent || last(attempt) || retryAfter.compareTo(longestWait) > 0) {
      return Optional.empty();
    }
    return Optional.of(retryAfter.plus(backoff.before(attempt)));
  }

  /**
   * The same after a failure. A request that is not idempotent is made again only when no
   * connection came about, so that it cannot have arrived.
   */
  Optional<Duration> after(IOException failure, boolean idempotent, int attempt) {
    boolean neverSent =
        failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
    return (idempotent || neverSent) && !last(attempt)
        ? Optional.of(backoff.before(attempt))
        : Optional.empty();
  }

  private boolean last(int attempt) {
    return attempt + 1 >= attempts;
  }
}
