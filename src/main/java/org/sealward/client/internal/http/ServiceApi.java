package org.sealward.client.internal.http;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sealward.api.Page;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.UnreachableException;

/**
 * The service's HTTP API as one user. Each call blocks until the whole answer is there, within a
 * deadline for each attempt; what is idempotent is made again after a connection error, 429, 502,
 * 503 and 504. Thread-safe.
 */
public final class ServiceApi {
  private static final String SERVICE = "the service";
  private static final int UNAUTHORIZED = 401;

  private final URI base;
  private final HttpClient http;
  private final Retries retries;
  private final @Nullable AccessTokens tokens;

  private ServiceApi(URI base, HttpClient http, Retries retries, @Nullable AccessTokens tokens) {
    this.base = base;
    this.http = http;
    this.retries = retries;
    this.tokens = tokens;
  }

  /**
   * For calls that need no login.
   *
   * @param base of the service, such as {@code https://api.example.org}
   */
  public static ServiceApi anonymous(URI base, HttpClient http, Retries retries) {
    String text = base.toString();
    URI root = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : base;
    return new ServiceApi(root, http, retries, null);
  }

  /** The same service, as the user of these tokens. */
  public ServiceApi as(AccessTokens user) {
    return new ServiceApi(base, http, retries, user);
  }

  public URI base() {
    return base;
  }

  public HttpClient http() {
    return http;
  }

  /** Sends the call; the answer must be 2xx with a body of this shape. */
  public <T> T send(Call call, Class<T> shape) {
    HttpResponse<byte[]> answer = send(call);
    try {
      return Json.read(answer.body(), shape);
    } catch (IOException e) {
      throw malformed(answer);
    }
  }

  public <T> Page<T> sendForPage(Call call, Class<T> item) {
    HttpResponse<byte[]> answer = send(call);
    try {
      return Json.readPage(answer.body(), item);
    } catch (IOException e) {
      throw malformed(answer);
    }
  }

  /**
   * Every item of a list, page by page.
   *
   * @param cursor the query parameter that takes {@link Page#next()}
   */
  public <T> List<T> all(Call list, String cursor, Class<T> item) {
    List<T> all = new ArrayList<>();
    Call next = list;
    while (true) {
      Page<T> page = sendForPage(next, item);
      all.addAll(page.items());
      if (page.next() == null) {
        return all;
      }
      next = list.with(cursor, page.next());
    }
  }

  /** As {@link #send(Call, Class)}, empty for a 404. */
  public <T> Optional<T> find(Call call, Class<T> shape) {
    try {
      return Optional.of(send(call, shape));
    } catch (ProblemException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Sends the call.
   *
   * @throws ProblemException for any answer but 2xx
   * @throws UnreachableException when there was none
   */
  @CanIgnoreReturnValue
  public HttpResponse<byte[]> send(Call call) {
    boolean renewed = false;
    int attempt = 0;
    while (true) {
      String token = tokens == null || call.isAnonymous() ? null : tokens.current();
      Optional<Duration> wait;
      try {
        HttpResponse<byte[]> answer = exchange(request(call, token), call.deadline());
        int status = answer.statusCode();
        if (status / 100 == 2) {
          return answer;
        }
        if (status == UNAUTHORIZED && token != null && tokens != null && !renewed) {
          renewed = true;
          tokens.insteadOf(token);
          continue;
        }
        wait = retries.after(status, Problems.retryAfter(answer), call.isIdempotent(), attempt);
        if (wait.isEmpty()) {
          throw Problems.of(answer);
        }
      } catch (IOException e) {
        wait = retries.after(e, call.isIdempotent(), attempt);
        if (wait.isEmpty()) {
          throw new UnreachableException(SERVICE, e);
        }
      }
      sleep(wait.get());
      attempt++;
    }
  }

  /** The id of the receipt in the answer to a deletion; empty when there is none that is an id. */
  public static Optional<UUID> receipt(HttpResponse<?> answer) {
    try {
      return answer.headers().firstValue("Sealward-Receipt").map(UUID::fromString);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private HttpRequest request(Call call, @Nullable String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + call.target()))
            .method(call.method(), call.body())
            .setHeader("Accept", "application/json, application/problem+json");
    call.headers().forEach(request::setHeader);
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    return request.build();
  }

  private HttpResponse<byte[]> exchange(HttpRequest request, Duration deadline) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new HttpTimeoutException("no answer within " + deadline.toSeconds() + " s");
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw interrupted();
    }
  }

  private static void sleep(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static UnreachableException interrupted() {
    Thread.currentThread().interrupt();
    return new UnreachableException(SERVICE, new InterruptedIOException());
  }

  private static ProblemException malformed(HttpResponse<byte[]> answer) {
    return new ProblemException(
        answer.statusCode(),
        ProblemException.NOT_UNDERSTOOD,
        "the service's answer is not of the shape that was asked for",
        null);
  }
}
