package org.sealward.local.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.sealward.local.aws.wire.AwsApi;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.AwsReply;
import org.sealward.local.aws.wire.AwsRequest;
import org.sealward.local.aws.wire.JsonObject;

/**
 * The loopback HTTP endpoint: a POST to {@code /} goes to the service that {@code X-Amz-Target}
 * names, and a GET finds the user pool's JWKS. A {@code Host} other than loopback's is refused, so
 * that no web page can reach it under a name of its own.
 */
final class Endpoint implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Endpoint.class.getName());
  private static final int MAX_BODY = 4 << 20;

  /** With any port: a test may lead requests through one of its own. */
  private static final Pattern LOOPBACK = Pattern.compile("(127\\.0\\.0\\.1|localhost):\\d{1,5}");

  private final Map<String, AwsApi> services;
  private final String jwksPath;
  private final Supplier<JsonObject> jwks;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param port 0 for any
   * @param services by the part of {@code X-Amz-Target} before the dot
   */
  Endpoint(int port, Map<String, AwsApi> services, String jwksPath, Supplier<JsonObject> jwks) {
    this.services = Map.copyOf(services);
    this.jwksPath = jwksPath;
    this.jwks = jwks;
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " cannot be opened", e);
    }
    server.setExecutor(executor);
    server.createContext("/", this::exchange);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }

  private void exchange(HttpExchange exchange) throws IOException {
    String requestId = UUID.randomUUID().toString();
    AwsReply reply;
    try {
      reply = reply(exchange);
    } catch (AwsException e) {
      reply = error(e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "request " + requestId + " failed", e);
      reply = error(new AwsException(500, "InternalServerError", "internal error " + requestId));
    }
    byte[] body = reply.body();
    exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private AwsReply reply(HttpExchange exchange) throws IOException {
    requireLoopbackHost(exchange);
    URI uri = exchange.getRequestURI();
    if (exchange.getRequestMethod().equals("GET") && jwksPath.equals(uri.getRawPath())) {
      return new AwsReply(200, Map.of("Content-Type", "application/json"), jwks.get().toBytes());
    }
    if (!exchange.getRequestMethod().equals("POST") || !"/".equals(uri.getRawPath())) {
      throw new AwsException(404, "UnknownOperationException", "no such resource");
    }
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw new AwsException(413, "RequestEntityTooLargeException", "the body is too large");
    }
    List<String> targets = headers.getOrDefault("x-amz-target", List.of());
    String target = targets.size() == 1 ? targets.getFirst() : "";
    int dot = target.indexOf('.');
    if (dot < 0) {
      throw new AwsException("MissingActionException", "X-Amz-Target is missing");
    }
    AwsApi service = services.get(target.substring(0, dot));
    if (service == null) {
      throw AwsException.unknownOperation(target);
    }
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    return service.handle(
        new AwsRequest(target.substring(dot + 1), uri.getRawPath(), query, headers, body));
  }

  private void requireLoopbackHost(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null || !LOOPBACK.matcher(host).matches()) {
      throw new AwsException(421, "InvalidHostException", "the host is not this endpoint");
    }
  }

  private static AwsReply error(AwsException e) {
    return new AwsReply(
        e.status(),
        Map.of("Content-Type", "application/x-amz-json-1.1", "x-amzn-ErrorType", e.type()),
        JsonObject.of("__type", e.type()).with("message", e.text()).toBytes());
  }
}
