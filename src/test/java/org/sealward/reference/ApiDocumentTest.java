package org.sealward.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;

/** The OpenAPI document as the service serves it. */
final class ApiDocumentTest {
  private static final TestService SERVICE = TestService.get();
  private static final TestDocument DOCUMENT = TestDocument.of(SERVICE);

  /** Where the viewer is served; it describes the API and is not a part of it. */
  private static final Set<String> VIEWER =
      Set.of("GET /v1/openapi.json", "GET /v1/openapi.yml", "GET /docs", "GET /docs/{file}");

  @Test
  void routes_areThoseOfTheRouter() {
    Set<String> routed =
        SERVICE
            .bean(Router.class)
            .uriRoutes()
            .filter(route -> !route.getUriMatchTemplate().toPathString().startsWith("/health"))
            .filter(route -> !route.getUriMatchTemplate().toPathString().startsWith("/prometheus"))
            // Every GET route answers HEAD too.
            .filter(
                route ->
                    route.getHttpMethod() != HttpMethod.HEAD
                        || route
                            .getTargetMethod()
                            .hasAnnotation("io.micronaut.http.annotation.Head"))
            .map(route -> route.getHttpMethodName() + " " + ApiDocument.path(route))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(routed).hasSizeGreaterThan(30).containsAll(VIEWER);
    routed.removeAll(VIEWER);
    assertThat(DOCUMENT.operations().keySet()).isEqualTo(routed);
  }

  @Test
  void operations_sayWhatTheyAreFor_andWhatMayFail() {
    DOCUMENT
        .operations()
        .forEach(
            (name, operation) -> {
              assertThat(operation).as(name).containsKeys("operationId", "summary", "responses");
              assertThat((List<?>) operation.get("tags")).as(name).hasSize(1);
              Map<String, Object> responses = TestDocument.map(operation.get("responses"));
              assertThat(responses.keySet()).as(name).contains("400", "default");
              assertThat(responses.keySet()).as(name).anyMatch(status -> status.matches("[123].."));
              assertThat(responses.toString()).as(name).doesNotContain(" response,");
            });
  }

  @Test
  void operationIds_areUnique() {
    assertThat(DOCUMENT.operations().values().stream().map(o -> o.get("operationId")))
        .doesNotHaveDuplicates();
  }

  @Test
  void operations_needAToken_exceptThoseBeforeLogin() {
    assertThat(
            DOCUMENT.operations().entrySet().stream()
                .filter(entry -> List.of().equals(entry.getValue().get("security")))
                .map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "GET /.well-known/security.txt",
            "GET /api/v2/{name}",
            "GET /history.atom",
            "GET /status",
            "GET /status/unsubscribe/{id}",
            "GET /v1/availability/{contract}/{month}",
            "GET /v1/availability/{contract}/{month}/evidence",
            "GET /v1/deployment",
            "GET /v1/logs",
            "GET /v1/logs/{log}/checkpoint",
            "GET /v1/logs/{log}/tile/{path}",
            "GET /v1/receipts/{id}",
            "GET /v1/status",
            "GET /v1/stream",
            "OPTIONS /v1/uploads",
            "OPTIONS /v1/uploads/{id}",
            "POST /status/subscriptions",
            "POST /status/subscriptions/confirm",
            "POST /status/unsubscribe/{id}",
            "POST /v1/availability/observations",
            "POST /v1/status/subscriptions",
            "POST /v1/status/subscriptions/confirm");
    assertThat(DOCUMENT.root().get("security")).isEqualTo(List.of(Map.of("token", List.of())));
  }

  @Test
  void references_pointToWhatIsThere_andNothingOfTheServiceShines() {
    Set<String> schemas = DOCUMENT.schemas().keySet();
    TestDocument.visit(
        DOCUMENT.root(),
        node -> {
          if (node.get("$ref") instanceof String ref) {
            assertThat(schemas).contains(ref.replaceFirst("^#/components/schemas/", ""));
          }
        });
    assertThat(schemas).doesNotContain("Caller", "Role", "Bytes");
    assertThat(DOCUMENT.root().toString()).doesNotContain("org.sealward", "date-time");
  }

  @Test
  void overlay_addsToWhatIsThere() {
    Map<String, Object> overlay = Tree.read("org/sealward/reference/overlay.yml");
    Map<String, Object> generated = Tree.read("META-INF/swagger/sealward.yml");
    Set<String> added = new TreeSet<>();
    added.addAll(without(overlay, generated, "paths"));
    added.addAll(without(overlay, generated, "components/schemas"));
    // Everything else of the overlay is about something that the build generates.
    assertThat(added)
        .containsExactlyInAnyOrder("ClientFrame", "Problem", "ServerFrame", "/v1/stream");
  }

  /** What the overlay names and the build did not generate, two levels deep. */
  private static Set<String> without(
      Map<String, Object> overlay, Map<String, Object> generated, String part) {
    Map<String, Object> there = TestDocument.map(TestDocument.at(generated, part));
    Set<String> added = new TreeSet<>();
    TestDocument.map(TestDocument.at(overlay, part))
        .forEach(
            (name, value) -> {
              if (!there.containsKey(name)) {
                added.add(name);
                return;
              }
              String below = part.equals("paths") ? "" : "properties";
              Map<String, Object> mine = inner(TestDocument.map(value), below);
              Map<String, Object> theirs = inner(TestDocument.map(there.get(name)), below);
              mine.keySet().stream()
                  .filter(inner -> !theirs.containsKey(inner))
                  .forEach(inner -> added.add(name + " " + inner));
            });
    return added;
  }

  private static Map<String, Object> inner(Map<String, Object> node, String name) {
    return name.isEmpty() ? node : TestDocument.map(node.getOrDefault(name, Map.of()));
  }

  @Test
  void yamlAndJson_areOneDocument() {
    assertThat(
            Tree.map(
                    new org.yaml.snakeyaml.Yaml()
                        .load(TestDocument.get(SERVICE, "/v1/openapi.yml").body()))
                .keySet())
        .isEqualTo(DOCUMENT.root().keySet());
  }

  @Test
  void viewer_loadsNothingFromElsewhere() {
    var page = TestDocument.get(SERVICE, "/docs");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .startsWith("default-src 'none'; script-src 'self';")
                    .doesNotContain("http", "*", "unsafe"));
    assertThat(page.body())
        .doesNotContain("http:", "https:", "//")
        .doesNotContain("<script>", "style=");
    for (String file : List.of("swagger-ui.css", "swagger-ui-bundle.js", "start.js")) {
      assertThat(page.body()).contains("/docs/" + file);
      var asset = TestDocument.get(SERVICE, "/docs/" + file);
      assertThat(asset.statusCode()).as(file).isEqualTo(200);
      assertThat(asset.body()).as(file).isNotEmpty();
      assertThat(asset.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
  }

  @Test
  void viewer_servesNoOtherFile() {
    for (String file :
        List.of("oauth2-redirect.html", "..%2Foverlay.yml", "overlay.yml", "index.htm")) {
      assertThat(TestDocument.get(SERVICE, "/docs/" + file).statusCode()).as(file).isEqualTo(404);
    }
  }
}
