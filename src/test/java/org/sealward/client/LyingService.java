package org.sealward.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sealward.api.Page;
import org.sealward.client.internal.http.Json;

/** Stands between a client and the real service, and alters what the service says. */
final class LyingService implements AutoCloseable {
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade", "date");

  private record Lie(Pattern path, UnaryOperator<byte[]> change) {}

  private record Invention(Pattern path, Function<String, byte @Nullable []> answer) {}

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Lie> lies = new CopyOnWriteArrayList<>();
  private final List<Invention> inventions = new CopyOnWriteArrayList<>();
  private final List<Pattern> failing = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<byte[]> carried = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final URI service;

  LyingService(URI service) {
    this.service = service;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::carry);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Alters the body of every 200 to a GET whose path matches. */
  LyingService about(String path, UnaryOperator<byte[]> change) {
    lies.add(new Lie(Pattern.compile(path), change));
    return this;
  }

  /** Alters a page of items, last one included. */
  <T> LyingService aboutPage(String path, Class<T> item, UnaryOperator<List<T>> change) {
    return about(
        path,
        body -> {
          try {
            Page<T> page = Json.readPage(body, item);
            return Json.write(new Page<>(change.apply(page.items()), page.next()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Alters one thing. */
  <T> LyingService aboutOne(String path, Class<T> shape, UnaryOperator<T> change) {
    return about(
        path,
        body -> {
          try {
            return Json.write(change.apply(Json.read(body, shape)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Answers matching GETs itself; null is a 404. */
  LyingService instead(String path, Function<String, byte @Nullable []> answer) {
    inventions.add(new Invention(Pattern.compile(path), answer));
    return this;
  }

  /** Answers 500 to matching requests, and does not pass them on. */
  LyingService fails(String methodAndPath) {
    failing.add(Pattern.compile(methodAndPath));
    return this;
  }

  void tellsTheTruth() {
    lies.clear();
    inventions.clear();
    failing.clear();
  }

  /** Method and path of every request so far. */
  List<String> requests() {
    return requests;
  }

  /** Whether some header, request body or true answer had this text in it. */
  boolean carried(String text) {
    return carried.stream()
        .anyMatch(part -> new String(part, StandardCharsets.UTF_8).contains(text));
  }

  private void carry(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestURI().toString();
      String method = exchange.getRequestMethod();
      requests.add(method + " " + target);
      if (failing.stream().anyMatch(p -> p.matcher(method + " " + target).matches())) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      String path = exchange.getRequestURI().getPath();
      Optional<Invention> invented =
          inventions.stream().filter(i -> i.path.matcher(path).matches()).findFirst();
      if (method.equals("GET") && invented.isPresent()) {
        byte[] body = invented.get().answer.apply(path);
        exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
        if (body != null) {
          exchange.getResponseBody().write(body);
        }
        return;
      }
      HttpResponse<byte[]> answer = forward(exchange, method, target);
      byte[] body = answer.body();
      if (method.equals("GET") && answer.statusCode() / 100 == 2) {
        for (Lie lie : lies) {
          if (lie.path.matcher(exchange.getRequestURI().getPath()).matches()) {
            body = lie.change.apply(body);
          }
        }
      }
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      boolean empty = body.length == 0 || method.equals("HEAD");
      exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : body.length);
      if (!empty) {
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, String method, String target)
      throws IOException, InterruptedException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    carried.add(
        exchange.getRequestHeaders().entrySet().toString().getBytes(StandardCharsets.UTF_8));
    carried.add(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.resolve(target))
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))
                  && !name.toLowerCase(Locale.ROOT).startsWith("http2")) {
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    carried.add(answer.body());
    return answer;
  }

  @Override
  public void close() {
    server.stop(0);
    http.shutdownNow();
  }
}
