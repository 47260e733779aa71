package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.TestDatabase;
import org.sealward.TestService;
import org.sealward.fault.Await;
import org.sealward.local.LocalBackends;

class ManagementTest {
  private static EmbeddedServer server;
  private static int management;

  /** The whole service, security included, with a management port that is known beforehand. */
  @BeforeAll
  static void start(@TempDir Path objects) throws IOException {
    Map<String, Object> settings = new HashMap<>(TestDatabase.fresh().settings());
    settings.putAll(LocalBackends.awsSettings(TestService.get().aws()));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      management = free.getLocalPort();
    }
    settings.put("sealward.port", "-1");
    settings.put("sealward.management.port", management);
    settings.put("sealward.objects.folder", objects.toString());
    server = ApplicationContext.run(EmbeddedServer.class, settings);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void readiness_onTheManagementPort_namesEachPart_andNothingSecret() throws Exception {
    Await.until("the canary's first proof", () -> isReady());
    HttpResponse<String> health = get(management, "/health/readiness");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body())
        .contains("\"status\":\"UP\"", "database", "token-keys", "objects", "vault-canary")
        .doesNotContain("jdbc", "127.0.0.1", "version");
  }

  private static boolean isReady() {
    try {
      return get(management, "/health/readiness").statusCode() == 200;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void liveness_onTheManagementPort_isUp() throws Exception {
    HttpResponse<String> health = get(management, "/health/liveness");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"status\":\"UP\"").doesNotContain("database");
  }

  @Test
  void prometheus_onTheManagementPort_hasTheReadersPositions() throws Exception {
    HttpResponse<String> metrics = get(management, "/prometheus");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body())
        .contains("sealward_log_position ")
        .contains("sealward_reader_position{reader=\"public-bundle-copy\"")
        .contains("sealward_reader_failures{reader=\"public-bundle-copy\"")
        .contains("sealward_vault_canary ", "sealward_vault_canary_age_seconds ")
        .contains("hikaricp_connections_active");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/prometheus"})
  void endpoints_onTheApisPort_areNotThere(String path) throws Exception {
    assertThat(get(server.getPort(), path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/env", "/beans", "/loggers", "/stop", "/refresh", "/routes", "/info"})
  void endpoints_thatTellOrChangeMore_areNowhere(String path) throws Exception {
    assertThat(get(management, path).statusCode()).isEqualTo(404);
    assertThat(get(server.getPort(), path).statusCode()).isEqualTo(404);
  }
}
