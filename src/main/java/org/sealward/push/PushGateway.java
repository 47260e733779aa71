package org.sealward.push;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the deployment's webhook to wake a device, and tells it nothing but the device's token:
 *
 * <pre>
 * POST &lt;webhook&gt;
 * Content-Type: application/json
 * Sealward-Timestamp: seconds since 1970
 * Sealward-Signature: hex of HMAC-SHA256(secret, timestamp || "." || body)
 *
 * {"device":"…"}
 * </pre>
 */
@Singleton
class PushGateway {
  private static final Logger LOG = LoggerFactory.getLogger(PushGateway.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int GONE = 410;

  /** How it went. */
  enum Outcome {
    /** The gateway took it: 2xx. */
    TAKEN,
    /** The gateway says that the token is of no device any more: 410. */
    GONE,
    /** Anything else, or no answer within five seconds. */
    FAILED
  }

  private final PushProperties properties;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  PushGateway(PushProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Blocks until the gateway has answered, or five seconds.
   *
   * @param token of characters that stand in JSON as they are, see {@link
   *     org.sealward.api.PushTarget}
   */
  Outcome wake(String token) {
    URI webhook = Objects.requireNonNull(properties.webhook(), "no webhook is configured");
    String body = "{\"device\":\"" + token + "\"}";
    String timestamp = String.valueOf(clock.instant().getEpochSecond());
    HttpRequest request =
        HttpRequest.newBuilder(webhook)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("User-Agent", "Sealward")
            .header("Sealward-Timestamp", timestamp)
            .header("Sealward-Signature", signature(timestamp + "." + body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status == GONE ? Outcome.GONE : status / 100 == 2 ? Outcome.TAKEN : failed(status);
    } catch (IOException e) {
      LOG.warn("the push gateway cannot be reached: {}", e.getClass().getSimpleName());
      return Outcome.FAILED;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Outcome.FAILED;
    }
  }

  private static Outcome failed(int status) {
    LOG.warn("the push gateway answers {}", status);
    return Outcome.FAILED;
  }

  private String signature(String text) {
    try {
      String secret = Objects.requireNonNull(properties.secret());
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
