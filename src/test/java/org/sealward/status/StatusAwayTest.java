package org.sealward.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sealward.TestDatabase;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.fault.Await;

/** A node whose database goes away: PostgreSQL ends its connections, and lets nobody in. */
class StatusAwayTest {
  private static final TestService SERVICE = TestService.get();
  private static final List<String> FORMS =
      List.of("/status", "/v1/status", "/history.atom", "/api/v2/summary.json");

  private final TestDatabase database = TestDatabase.fresh();

  @Test
  void page_isThere_whileTheDatabaseIsNot() throws Exception {
    TestUser user = TestUser.in(SERVICE);
    Map<String, Object> settings = new HashMap<>(database.settings());
    settings.put("datasources.default.connection-timeout", 500);
    try (EmbeddedServer node = SERVICE.node(settings)) {
      StatusBoard board = node.getApplicationContext().getBean(StatusBoard.class);
      board.refresh();
      assertThat(status(node, "/v1/me", user)).isEqualTo(200);
      Instant at;

      allow(false);
      try {
        board.refresh();
        at = board.status().orElseThrow().at();
        assertThat(status(node, "/v1/me", user)).isEqualTo(503);
        for (String form : FORMS) {
          assertThat(get(node, form, null).statusCode()).as(form).isEqualTo(200);
          assertThat(status(node, form, user)).as(form).isEqualTo(200);
        }
        board.refresh();
        assertThat(board.status().orElseThrow().at()).isEqualTo(at);
      } finally {
        allow(true);
      }
      Await.until("the database", () -> status(node, "/v1/me", user) == 200);
      board.refresh();
      assertThat(board.status().orElseThrow().at()).isAfter(at);
    }
  }

  private static int status(EmbeddedServer node, String path, TestUser user) {
    try {
      return get(node, path, user).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse<String> get(EmbeddedServer node, String path, @Nullable TestUser user)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(node.getURI().resolve(path));
    if (user != null) {
      request.header("Authorization", "Bearer " + user.accessToken());
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private void allow(boolean connections) throws Exception {
    String url = Objects.requireNonNull(database.settings().get("sealward.db.url"));
    String name = url.replaceFirst(".*/([^?]*).*", "$1");
    try (Connection connection = SERVICE.database().asSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("alter database " + name + " allow_connections " + connections);
      if (!connections) {
        statement.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                + name
                + "'");
      }
    }
  }
}
