package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.type.Argument;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.TestDatabase;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.slf4j.LoggerFactory;

class ProblemResponsesTest {
  private static final String ID = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
  private static final String SECRET = "the-secret-in-an-exception";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static EmbeddedServer server;

  @Serdeable
  record Item(int count, @Nullable String note) {
    Item {
      if (count < 0) {
        throw new IllegalArgumentException("a value that must not be shown: " + count);
      }
    }
  }

  @Serdeable
  record Order(UUID id, List<Item> items, @NotBlank String name) {
    Order {
      items = List.copyOf(items);
    }
  }

  @Serdeable
  enum OrderProblem implements ProblemType {
    SOLD_OUT;

    @Override
    public int status() {
      return 409;
    }

    @Override
    public String title() {
      return "Nothing is left";
    }
  }

  @Controller("/test/problems")
  @Requires(property = "test.problems")
  static class Orders {
    @Post
    String order(@Body @Valid Order order) {
      return order.name();
    }

    @Get("/{id}")
    String one(UUID id, @QueryValue @Max(10) int limit) {
      return id + " " + limit;
    }

    @Get("/sold-out")
    String soldOut() {
      throw new Problem(OrderProblem.SOLD_OUT, "come back tomorrow");
    }

    @Get("/envelope")
    String envelope() {
      throw new InvalidEnvelopeException(Failure.BAD_SIGNATURE, "not signed by its author");
    }

    @Get("/unexpected")
    String unexpected() {
      throw new IllegalStateException(SECRET);
    }

    @Get("/internal")
    String internal() {
      throw new Problem(GeneralProblem.INTERNAL_ERROR, SECRET);
    }

    @Get("/busy")
    String busy() {
      throw new IllegalStateException(new SQLTransientConnectionException("no connection"));
    }

    @Get("/sql/{state}")
    String sql(String state) {
      throw new IllegalStateException(new SQLException("failed", state));
    }

    @Get("/empty")
    MutableHttpResponse<?> empty() {
      return io.micronaut.http.HttpResponse.status(416, "Range Not Satisfiable");
    }

    @Get(uri = "/text", produces = MediaType.TEXT_PLAIN)
    String text() {
      return "text";
    }
  }

  @BeforeAll
  static void start() {
    Map<String, Object> settings = new HashMap<>(TestDatabase.fresh().settings());
    settings.put("test.problems", true);
    settings.put(OwnReaders.ONLY, true);
    settings.put("micronaut.security.enabled", false);
    settings.put("micronaut.server.port", "-1");
    settings.put("endpoints.all.port", "-1");
    server = ApplicationContext.run(EmbeddedServer.class, settings);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Answer(HttpResponse<String> raw, Map<String, Object> problem) {
    String type() {
      return String.valueOf(problem.get("type")).replaceFirst("^urn:sealward:problem:", "");
    }

    String detail() {
      return String.valueOf(problem.get("detail"));
    }
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.getURI().resolve("/test/problems" + path));
  }

  /** Sends, and checks what every problem document has in common. */
  private static Answer send(HttpRequest.Builder request) throws Exception {
    return checked(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  private static Answer checked(HttpResponse<String> response) throws IOException {
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    Map<String, Object> problem =
        server
            .getApplicationContext()
            .getBean(JsonMapper.class)
            .readValue(response.body(), Argument.mapOf(String.class, Object.class));
    assertThat(problem).isNotNull();
    assertThat(problem.keySet())
        .isSubsetOf("type", "title", "status", "detail", "instance", "pointer");
    assertThat(problem).containsEntry("status", response.statusCode());
    assertThat(String.valueOf(problem.get("type"))).startsWith("urn:sealward:problem:");
    assertThat(String.valueOf(problem.get("title"))).isNotBlank();
    assertThat(response.headers().allValues("Sealward-Request-Id")).hasSize(1);
    assertThat(problem)
        .containsEntry(
            "instance", "urn:uuid:" + response.headers().firstValue("Sealward-Request-Id").get());
    return new Answer(response, problem);
  }

  private static Answer post(String json) throws Exception {
    return send(
        request("")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  @Test
  void goodRequest_isServed() throws Exception {
    HttpResponse<String> response =
        HTTP.send(
            request("")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"id\":\"" + ID + "\",\"items\":[{\"count\":1}],\"name\":\"n\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("n");
    assertThat(response.headers().firstValue("Sealward-Request-Id")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          { | malformed-json | line 1, column 2 | #
          {"id":"ID","items":[],"name":"n","name":"m"} | malformed-json | a field stands there twice | #/name
          {"id":"ID","items":[{"count":1,"count":2}],"name":"n"} | malformed-json | a field stands there twice | #/items/0/count
          {"id":"ID","items":[],"name":"n"}{} | malformed-json | something follows | #
          {"id":"ID","items":[],"name":"n"} x | malformed-json | not JSON | #
          {"id":"ID","items":[],"name":"n",} | malformed-json | not JSON | #/name
          {"id":"ID","items":[],"name":"n" /**/} | malformed-json | not JSON | #/name
          {"id":"ID","items":[{"count":NaN}],"name":"n"} | malformed-json | not JSON | #/items/0/count
          {"id":"ID","items":[{"count":01}],"name":"n"} | malformed-json | not JSON | #/items/0/count
          {"id":"ID","items":[],"name":"~ud800"} | malformed-json | half a surrogate pair | #/name
          {"id":"ID","items":[],"name":"~ude00~ud83d"} | malformed-json | half a surrogate pair | #/name
          {"id":"ID","items":[],"name":"n","~ud800":1} | malformed-json | not JSON | #/name
          {"id":"ID","items":[],"name":"n","more":1} | invalid-request | unknown field 'more' | #/more
          {"id":"ID","items":[{"count":1,"much":1}],"name":"n"} | invalid-request | unknown field 'much' | #/items/0/much
          {"id":"ID","items":[]} | invalid-request | field 'name' is missing | #
          {"id":"ID","items":[],"name":null} | invalid-request | field 'name' is missing | #
          {"id":"ID","items":[{}],"name":"n"} | invalid-request | field 'count' is missing | #/items/0
          {"id":"ID","items":[{"count":null}],"name":"n"} | invalid-request | field 'count' | #/items/0/count
          {"id":"ID","items":[{"count":"1"}],"name":"n"} | invalid-request | a whole number is expected here | #/items/0/count
          {"id":"ID","items":[{"count":1.5}],"name":"n"} | invalid-request | a whole number is expected here | #/items/0/count
          {"id":"ID","items":[{"count":1.0}],"name":"n"} | invalid-request | a whole number is expected here | #/items/0/count
          {"id":"ID","items":[{"count":1e0}],"name":"n"} | invalid-request | a whole number is expected here | #/items/0/count
          {"id":"ID","items":[{"count":true}],"name":"n"} | invalid-request | a whole number is expected here | #/items/0/count
          {"id":"ID","items":[{"count":[1]}],"name":"n"} | invalid-request | a whole number is expected here | #/items/0/count
          {"id":"ID","items":[{"count":2147483648}],"name":"n"} | invalid-request | out of range | #/items/0/count
          {"id":"ID","items":[{"count":18446744073709551617}],"name":"n"} | invalid-request | out of range | #/items/0/count
          {"id":"ID","items":[{"count":-1}],"name":"n"} | invalid-request | not of the expected shape | #/items/0
          {"id":"ID","items":[{"count":1,"note":7}],"name":"n"} | invalid-request | text is expected here | #/items/0/note
          {"id":"ID","items":[],"name":7} | invalid-request | text is expected here | #/name
          {"id":"ID","items":[],"name":true} | invalid-request | text is expected here | #/name
          {"id":"ID","items":[],"name":["n"]} | invalid-request | text is expected here | #/name
          {"id":"no","items":[],"name":"n"} | invalid-request | a UUID in lower case | #/id
          {"id":"1-1-1-1-1","items":[],"name":"n"} | invalid-request | a UUID in lower case | #/id
          {"id":"6F9619FF-8B86-4011-B42D-00C04FC964FF","items":[],"name":"n"} | invalid-request | a UUID in lower case | #/id
          {"id":"ID","items":7,"name":"n"} | invalid-request | a list is expected here | #/items
          {"id":"ID","items":{"count":1},"name":"n"} | invalid-request | a list is expected here | #/items
          {"id":"ID","items":[null],"name":"n"} | invalid-request | null is not expected here | #/items/0
          {"id":"ID","items":[],"name":" "} | invalid-request | must not be blank | none
          [] | invalid-request | an object is expected here | #
          null | invalid-request | missing | none
          '' | invalid-request | missing | none
          """)
  void body_notAsExpected_isExplained(String json, String type, String detail, String pointer)
      throws Exception {
    Answer answer = post(json.replace("ID", ID).replace('~', '\\'));
    assertThat(answer.raw().statusCode()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo(type);
    assertThat(answer.detail().replace("\"", "'")).contains(detail.replace("\"", "'"));
    assertThat(answer.raw().body()).doesNotContain("org.sealward", "ProblemResponsesTest");
    assertThat(answer.problem().getOrDefault("pointer", "none")).isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource({
    "/not-a-uuid?limit=1, 'id'",
    "/" + ID + ", 'limit'",
    "/" + ID + "?limit=many, 'limit'",
    "/" + ID + "?limit=11, limit"
  })
  void parameter_notAsExpected_isNamed(String path, String detail) throws Exception {
    Answer answer = send(request(path).GET());
    assertThat(answer.raw().statusCode()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo("invalid-request");
    assertThat(answer.detail()).contains(detail);
  }

  @Test
  void featuresProblem_hasItsTypeTitleAndDetail() throws Exception {
    Answer answer = send(request("/sold-out").GET());
    assertThat(answer.raw().statusCode()).isEqualTo(409);
    assertThat(answer.type()).isEqualTo("sold-out");
    assertThat(answer.problem()).containsEntry("title", "Nothing is left");
    assertThat(answer.detail()).isEqualTo("come back tomorrow");
  }

  @Test
  void envelope_refused_namesTheFailure() throws Exception {
    Answer answer = send(request("/envelope").GET());
    assertThat(answer.raw().statusCode()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo("invalid-envelope");
    assertThat(answer.detail()).contains("BAD_SIGNATURE");
  }

  @ParameterizedTest
  @CsvSource({"/unexpected, 500, internal-error", "/internal, 500, internal-error"})
  void serversFault_hasNoDetail_andItsCauseIsLoggedUnderTheRequestsId(
      String path, int status, String type) throws Exception {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(ProblemResponses.class);
    appender.start();
    logger.addAppender(appender);
    try {
      Answer answer = send(request(path).header("Sealward-Request-Id", ID).GET());
      assertThat(answer.raw().statusCode()).isEqualTo(status);
      assertThat(answer.type()).isEqualTo(type);
      assertThat(answer.problem()).doesNotContainKey("detail");
      assertThat(answer.raw().body()).doesNotContain(SECRET);
    } finally {
      logger.detachAppender(appender);
    }
    assertThat(appender.list).hasSize(1);
    ILoggingEvent line = appender.list.getFirst();
    assertThat(line.getMDCPropertyMap()).containsEntry("request", ID);
    assertThat(ThrowableProxyUtil.asString(line.getThrowableProxy())).contains(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "/busy, 503, overloaded",
    "/sql/08006, 503, overloaded",
    "/sql/55P03, 503, overloaded",
    "/sql/42601, 500, internal-error",
    "/sql/23505, 500, internal-error"
  })
  void databaseFailure_isOverloadOnlyWhenItPasses(String path, int status, String type)
      throws Exception {
    Answer answer = send(request(path).GET());
    assertThat(answer.raw().statusCode()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo(type);
    assertThat(answer.problem()).doesNotContainKey("detail");
  }

  @Test
  void status_withoutABody_getsADocument() throws Exception {
    Answer answer = send(request("/empty").GET());
    assertThat(answer.raw().statusCode()).isEqualTo(416);
    assertThat(answer.type()).isEqualTo("http-416");
  }

  @Test
  void route_unknown_isNotFound() throws Exception {
    Answer answer = send(HttpRequest.newBuilder(server.getURI().resolve("/nowhere")).GET());
    assertThat(answer.raw().statusCode()).isEqualTo(404);
    assertThat(answer.type()).isEqualTo("not-found");
  }

  @Test
  void method_unknown_isNotAllowed_andTheAllowedAreNamed() throws Exception {
    Answer answer = send(request("/sold-out").DELETE());
    assertThat(answer.raw().statusCode()).isEqualTo(405);
    assertThat(answer.type()).isEqualTo("method-not-allowed");
    assertThat(answer.raw().headers().firstValue("Allow").orElse("")).contains("GET");
  }

  @Test
  void mediaType_unacceptable_isRefused_thoughAProblemIsStillJson() throws Exception {
    Answer answer = send(request("/text").header("Accept", "image/png").GET());
    assertThat(answer.raw().statusCode()).isEqualTo(406);
    assertThat(answer.type()).isEqualTo("not-acceptable");
  }

  @Test
  void mediaType_ofTheBody_unsupported_isRefused() throws Exception {
    Answer answer =
        send(
            request("")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(answer.raw().statusCode()).isEqualTo(415);
    assertThat(answer.type()).isEqualTo("unsupported-media-type");
  }

  @Test
  void browser_thatPrefersHtml_getsAProblem() throws Exception {
    Answer answer = send(request("/nowhere/else").header("Accept", "text/html").GET());
    assertThat(answer.raw().statusCode()).isEqualTo(404);
  }

  @Test
  void body_tooLargeToBeHeld_isRefused() throws Exception {
    Answer answer = post("{\"name\":\"" + "n".repeat(2_000_000) + "\"}");
    assertThat(answer.raw().statusCode()).isEqualTo(413);
    assertThat(answer.type()).isEqualTo("content-too-large");
  }

  @Test
  void head_ofAFailingRoute_hasTheStatusAndNoBody() throws Exception {
    HttpResponse<String> response =
        HTTP.send(request("/sold-out").HEAD().build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /test/problems/%zz HTTP/1.1, 400, invalid-request",
    "GET /test/problems/sold-out HTTP/1.1 LONG-HEADER, 431, headers-too-large"
  })
  void request_thatHttpForbids_isAnsweredWithAProblem(String line, int status, String type)
      throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      String header = line.endsWith("LONG-HEADER") ? "X: " + "x".repeat(40_000) + "\r\n" : "";
      socket
          .getOutputStream()
          .write(
              (line.replace(" LONG-HEADER", "")
                      + "\r\nHost: localhost\r\nConnection: close\r\n"
                      + header
                      + "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(response)
          .startsWith("HTTP/1.1 " + status)
          .containsIgnoringCase("content-type: application/problem+json")
          .containsIgnoringCase("Sealward-Request-Id: ")
          .contains("urn:sealward:problem:" + type);
    }
  }

  @Test
  void requestId_ofTheClient_isTakenOnlyWhenItIsAUuid() throws Exception {
    assertThat(send(request("/sold-out").header("Sealward-Request-Id", ID).GET()).problem())
        .containsEntry("instance", "urn:uuid:" + ID);
    for (String other : new String[] {"mine", "1-1-1-1-1", ID + "0", "{" + ID.substring(2) + "}"}) {
      Answer answer = send(request("/sold-out").header("Sealward-Request-Id", other).GET());
      String given = String.valueOf(answer.problem().get("instance"));
      assertThat(given).doesNotContain(other).matches("urn:uuid:[0-9a-f-]{36}");
    }
  }

  @Test
  void requests_withoutAnId_getDifferentOnes() throws Exception {
    assertThat(send(request("/sold-out").GET()).problem().get("instance"))
        .isNotEqualTo(send(request("/sold-out").GET()).problem().get("instance"));
  }

  @Test
  void security_refusals_areProblems() throws Exception {
    TestService service = TestService.get();
    URI me = service.url().resolve("/v1/me");
    Answer nobody = send(HttpRequest.newBuilder(me).GET());
    assertThat(nobody.raw().statusCode()).isEqualTo(401);
    assertThat(nobody.type()).isEqualTo("unauthenticated");
    Answer forged = send(HttpRequest.newBuilder(me).header("Authorization", "Bearer a.b.c").GET());
    assertThat(forged.raw().statusCode()).isEqualTo(401);

    TestUser patient = TestUser.in(service);
    Answer forbidden =
        send(
            HttpRequest.newBuilder(service.url().resolve("/v1/institutions"))
                .header("Authorization", "Bearer " + patient.accessToken())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"mine\"}")));
    assertThat(forbidden.raw().statusCode()).isEqualTo(403);
    assertThat(forbidden.type()).isEqualTo("forbidden");
    // The control: the same token is good elsewhere.
    HttpResponse<String> allowed =
        HTTP.send(
            HttpRequest.newBuilder(me)
                .header("Authorization", "Bearer " + patient.accessToken())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(allowed.statusCode()).isEqualTo(200);
  }
}
