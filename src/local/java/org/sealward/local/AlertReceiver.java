package org.sealward.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.core.type.Argument;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sealward.json.StrictJson;

/**
 * Who is told of alerts: takes only what is signed by the secret, and is no older than a minute.
 */
final class AlertReceiver implements AutoCloseable {
  private static final Duration OLDEST = Duration.ofMinutes(1);

  private final String secret;
  private final HttpServer server;
  private final List<Told> told = new ArrayList<>();

  /** What it was told, and when. */
  record Told(Instant at, Map<String, Object> notice) {
    String kind() {
      return String.valueOf(notice.get("kind"));
    }
  }

  AlertReceiver(String secret) throws IOException {
    this.secret = secret;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/alerts", this::take);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alerts");
  }

  /** The first notice of a kind. */
  synchronized Optional<Told> first(String kind) {
    return told.stream().filter(one -> one.kind().equals(kind)).findFirst();
  }

  /** How many notices there were of a kind, a repeated one counted once. */
  synchronized long count(String kind) {
    return told.stream()
        .filter(one -> one.kind().equals(kind))
        .map(one -> one.notice().get("id"))
        .distinct()
        .count();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String time = exchange.getRequestHeaders().getFirst("Sealward-Timestamp");
      String signature = exchange.getRequestHeaders().getFirst("Sealward-Signature");
      Instant now = Instant.now();
      if (time == null
          || signature == null
          || Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now).compareTo(OLDEST)
              > 0
          || !isSigned(time, body, signature)) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      Map<String, Object> notice =
          StrictJson.mapper().readValue(body, Argument.mapOf(String.class, Object.class));
      synchronized (this) {
        told.add(new Told(now, new HashMap<>(Objects.requireNonNull(notice))));
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private boolean isSigned(String time, byte[] body, String signature) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
      String right = HexFormat.of().formatHex(mac.doFinal(body));
      return MessageDigest.isEqual(
          right.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
