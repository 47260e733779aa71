package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.sealward.TestDatabase;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;

/** A service whose routes fail in every way, and what all of its answers have in common. */
abstract class ProblemScene {
  static final String ID = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
  static final String SECRET = "the-secret-in-an-exception";
  static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static EmbeddedServer server;

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
    settings.put("sealward.objects.folder", "target/objects-" + UUID.randomUUID());
    server = ApplicationContext.run(EmbeddedServer.class, settings);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  record Answer(HttpResponse<String> raw, Map<String, Object> problem) {
    String type() {
      return String.valueOf(problem.get("type")).replaceFirst("^urn:sealward:problem:", "");
    }

    String detail() {
      return String.valueOf(problem.get("detail"));
    }
  }

  static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.getURI().resolve("/test/problems" + path));
  }

  /** Sends, and checks what every problem document has in common. */
  static Answer send(HttpRequest.Builder request) throws Exception {
    return checked(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  static Answer checked(HttpResponse<String> response) throws IOException {
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

  static Answer post(String json) throws Exception {
    return send(
        request("")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }
}
