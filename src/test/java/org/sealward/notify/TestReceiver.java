package org.sealward.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A real HTTP server that is told something, and verifies that it is ours. */
public final class TestReceiver implements AutoCloseable {
  /** By which it knows us. */
  public static final String SECRET = "a-secret-of-the-receiver-with-44-characters.";

  /** A POST that came in; {@code headers} are those of its signature. */
  public record Request(String path, @Nullable String time, boolean signed, String body) {}

  /** In their order. */
  public final List<Request> requests = new CopyOnWriteArrayList<>();

  /** What it answers. */
  public volatile int status = 204;

  /** Its answers wait for it. */
  public volatile CountDownLatch hold = new CountDownLatch(0);

  /** Its answers begin and do not end. */
  volatile boolean endless;

  private final HttpServer server;

  /** On a free port. */
  public TestReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  /** Where it is; the path is of the caller's choosing. */
  public URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String time = exchange.getRequestHeaders().getFirst("Sealward-Timestamp");
    requests.add(
        new Request(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            time,
            time != null && signature(time + "." + body).equals(signatureOf(exchange)),
            body));
    try {
      hold.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    exchange.getResponseHeaders().set("Location", "/elsewhere");
    exchange.sendResponseHeaders(status, endless ? 0 : -1);
    if (endless) {
      exchange.getResponseBody().flush();
      return;
    }
    exchange.close();
  }

  private static @Nullable String signatureOf(HttpExchange exchange) {
    return exchange.getRequestHeaders().getFirst("Sealward-Signature");
  }

  private static String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
