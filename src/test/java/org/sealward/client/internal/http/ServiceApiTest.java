package org.sealward.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.api.Institution;
import org.sealward.api.NewInstitution;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.UnreachableException;

/** Against a server that answers by script: what is tried here is HTTP, not our service. */
final class ServiceApiTest {
  private static final UUID ID = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
  private static final String INSTITUTION = "{\"id\":\"" + ID + "\",\"name\":\"H\"}";

  private record Answer(int status, Map<String, String> headers, String body) {
    static Answer json(int status, String body) {
      return new Answer(status, Map.of("Content-Type", "application/json"), body);
    }
  }

  private record Seen(String method, String path, String authorization, String body) {}

  /** Closes the connection without an answer. */
  private static final Answer HANG_UP = new Answer(-1, Map.of(), "");

  private static final Answer UNAVAILABLE = Answer.json(503, "");

  private final Deque<Answer> script = new ArrayDeque<>();
  private final List<Seen> seen = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;
  private ServiceApi api;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    var retries =
        new Retries(
            3, Backoff.of(Duration.ofMillis(1), Duration.ofMillis(2)), Duration.ofSeconds(30));
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    api = ServiceApi.anonymous(base, http, retries);
  }

  @AfterEach
  void stop() {
    server.stop(0);
    http.close();
  }

  @Test
  void get_isRetried_untilItSucceeds() {
    answers(UNAVAILABLE, HANG_UP, Answer.json(200, INSTITUTION));

    assertThat(api.send(Call.get("/v1/x"), Institution.class)).isEqualTo(new Institution(ID, "H"));
    assertThat(seen).hasSize(3);
  }

  @Test
  void post_isSentOnce() {
    answers(UNAVAILABLE, Answer.json(201, INSTITUTION));

    assertThatThrownBy(() -> api.send(Call.post("/v1/x", new NewInstitution("H", null))))
        .isInstanceOf(ProblemException.class);
    assertThat(seen).hasSize(1);
  }

  @Test
  void post_thatBreaks_isSentOnce() {
    answers(HANG_UP, Answer.json(201, INSTITUTION));

    assertThatThrownBy(() -> api.send(Call.post("/v1/x", new NewInstitution("H", null))))
        .isInstanceOf(UnreachableException.class);
    assertThat(seen).hasSize(1);
  }

  @Test
  void idempotentPost_isRetried_withTheSameBody() {
    answers(HANG_UP, Answer.json(200, INSTITUTION));

    api.send(Call.post("/v1/x", new NewInstitution("H", null)).idempotent(), Institution.class);
    assertThat(seen).extracting(Seen::body).containsExactly("{\"name\":\"H\"}", "{\"name\":\"H\"}");
  }

  @Test
  void problem_becomesAnException_withItsType() {
    answers(
        new Answer(
            409,
            Map.of("Content-Type", "application/problem+json"),
            """
            {"type":"urn:sealward:problem:stale-epoch","title":"Stale","status":409,
             "detail":"Read the chain.","instance":"urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e"}
            """));

    ProblemException problem =
        catchThrowableOfType(ProblemException.class, () -> api.send(Call.get("/v1/x")));

    assertThat(problem.is("stale-epoch")).isTrue();
    assertThat(problem.status()).isEqualTo(409);
    assertThat(problem.getMessage())
        .isEqualTo("HTTP 409 urn:sealward:problem:stale-epoch: Read the chain.");
    assertThat(problem.instance()).contains(URI.create("urn:uuid:" + ID));
  }

  @Test
  void answerThatIsNoProblem_stillBecomesAnException() {
    answers(new Answer(502, Map.of("Content-Type", "text/html"), "<html>proxy"));
    answers(new Answer(502, Map.of("Content-Type", "text/html"), "<html>proxy"));
    answers(new Answer(502, Map.of("Content-Type", "application/problem+json"), "not json"));

    ProblemException problem =
        catchThrowableOfType(ProblemException.class, () -> api.send(Call.get("/v1/x")));

    assertThat(problem.status()).isEqualTo(502);
    assertThat(problem.type()).isEqualTo(URI.create("about:blank"));
  }

  @Test
  void refusedToken_isReplacedOnce() {
    answers(Answer.json(401, ""), Answer.json(200, INSTITUTION), Answer.json(401, ""));
    answers(Answer.json(401, ""));
    var tokens = new CountingTokens();
    ServiceApi user = api.as(tokens);

    user.send(Call.get("/v1/x"), Institution.class);
    assertThat(seen).extracting(Seen::authorization).containsExactly("Bearer t0", "Bearer t1");

    assertThatThrownBy(() -> user.send(Call.get("/v1/x"))).isInstanceOf(ProblemException.class);
    assertThat(seen).hasSize(4);
  }

  @Test
  void list_isReadPageByPage() {
    answers(
        Answer.json(200, "{\"items\":[" + INSTITUTION + "],\"next\":\"a b\"}"),
        Answer.json(200, "{\"items\":[" + INSTITUTION + "]}"));

    assertThat(api.all(Call.get("/v1/x"), "cursor", Institution.class)).hasSize(2);
    assertThat(seen).extracting(Seen::path).containsExactly("/v1/x", "/v1/x?cursor=a+b");
  }

  @Test
  void answerOfAnotherShape_isAnException() {
    answers(Answer.json(200, "[]"));

    assertThatThrownBy(() -> api.send(Call.get("/v1/x"), Institution.class))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void nobodyThere_isUnreachable() {
    server.stop(0);

    assertThatThrownBy(() -> api.send(Call.get("/v1/x"))).isInstanceOf(UnreachableException.class);
  }

  private static final class CountingTokens implements AccessTokens {
    private int number;

    @Override
    public String current() {
      return "t" + number;
    }

    @Override
    public Instant renewAt() {
      return Instant.MAX;
    }

    @Override
    public String insteadOf(String refused) {
      assertThat(refused).isEqualTo(current());
      number++;
      return current();
    }
  }

  private void answers(Answer... answers) {
    script.addAll(List.of(answers));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      seen.add(
          new Seen(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      Answer answer = script.remove();
      if (answer.status < 0) {
        throw new IOException("hang up");
      }
      answer.headers.forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
