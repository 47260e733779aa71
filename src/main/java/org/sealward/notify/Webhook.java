package org.sealward.notify;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts JSON to an address of somebody else's, who knows by a shared secret that it is ours:
 *
 * <pre>
 * POST &lt;address&gt;
 * Content-Type: application/json
 * Sealward-Timestamp: seconds since 1970
 * Sealward-Signature: hex of HMAC-SHA256(secret, timestamp || "." || body)
 * </pre>
 *
 * <p>Redirects are not followed. 2xx is taken, 410 is gone, anything else has failed, and so has no
 * whole answer within five seconds. Logs have no address, for some are secrets.
 */
@Singleton
public class Webhook {
  /** As long as secrets must be, in characters. */
  public static final int SHORTEST_SECRET = 32;

  /** Longer than a POST can take. */
  public static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int GONE = 410;

  private final Clock clock;
  private final Duration patience;
  private final HttpClient http;

  @Inject
  public Webhook(Clock clock) {
    this(clock, PATIENCE);
  }

  Webhook(Clock clock, Duration patience) {
    this.clock = clock;
    this.patience = patience;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Posts and signs.
   *
   * @param name of the receiver, for logs
   */
  public Delivery post(String name, URI address, String secret, String json) {
    String timestamp = String.valueOf(clock.instant().getEpochSecond());
    return send(
        name,
        request(address, json)
            .header("Sealward-Timestamp", timestamp)
            .header("Sealward-Signature", signature(secret, timestamp + "." + json)));
  }

  /** Posts to an address that is a secret itself, without a signature. */
  public Delivery post(String name, URI address, String json) {
    return send(name, request(address, json));
  }

  private static HttpRequest.Builder request(URI address, String json) {
    return HttpRequest.newBuilder(address)
        .header("Content-Type", "application/json")
        .header("User-Agent", "Sealward")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  private Delivery send(String name, HttpRequest.Builder request) {
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
    try {
      int status = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS).statusCode();
      if (status / 100 == 2) {
        return Delivery.TAKEN;
      }
      LOG.warn("{} answers {}", name, status);
      return status == GONE ? Delivery.GONE : Delivery.FAILED;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      LOG.warn("{} cannot be reached: {}", name, cause.getClass().getSimpleName());
    } catch (TimeoutException _) {
      LOG.warn("{} does not answer in time", name);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    answer.cancel(true);
    return Delivery.FAILED;
  }

  private static String signature(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
  }
}
