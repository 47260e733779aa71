package org.sealward.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** An endpoint that answers every request to a service of AWS as it is told to. */
final class AwsStub implements AutoCloseable {
  /** What the {@code X-Amz-Target} of a service's requests begins with. */
  static final String KMS = "TrentService";

  static final String DYNAMODB = "DynamoDB_20120810";

  /** Whose requests have no target. */
  static final String S3 = "S3";

  private static final Pattern REGION = Pattern.compile("Credential=\\w+/\\d+/([\\w-]+)/");

  /** What to answer; {@code type} is an error's. */
  record Answer(int status, String type) {
    static final Answer FINE = new Answer(200, "");
    static final Answer BROKEN = new Answer(500, "InternalFailure");
    static final Answer THROTTLED = new Answer(400, "ThrottlingException");
    static final Answer DENIED = new Answer(400, "AccessDeniedException");
    static final Answer NONE = new Answer(0, "");
  }

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final Map<String, String> regions = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;

  AwsStub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void answers(String service, Answer answer) {
    answers.put(service, answer);
  }

  /** How many requests the service has got. */
  int requests(String service) {
    return count(service).get();
  }

  /** The region that the last request to the service was signed for. */
  String region(String service) {
    return regions.getOrDefault(service, "none");
  }

  private AtomicInteger count(String service) {
    return requests.computeIfAbsent(service, _ -> new AtomicInteger());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String service = target == null ? S3 : target.substring(0, target.indexOf('.'));
      count(service).incrementAndGet();
      REGION
          .matcher(exchange.getRequestHeaders().getFirst("Authorization"))
          .results()
          .forEach(scope -> regions.put(service, scope.group(1)));
      exchange.getRequestBody().readAllBytes();
      Answer answer = answers.getOrDefault(service, Answer.FINE);
      if (answer.equals(Answer.NONE)) {
        closed.await();
        return;
      }
      byte[] body = ("{\"__type\":\"" + answer.type() + "\"}").getBytes(US_ASCII);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
