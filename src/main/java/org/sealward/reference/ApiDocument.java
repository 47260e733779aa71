package org.sealward.reference;

import io.micronaut.json.JsonMapper;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The OpenAPI document, put together when it is first asked for: what the build made of the
 * controllers, corrected for the JSON mapper, under an overlay with what Java cannot say (lengths,
 * headers, the WebSocket), with the problems and roles of each route.
 */
@Singleton
class ApiDocument {
  private static final String GENERATED = "META-INF/swagger/sealward.yml";
  private static final String OVERLAY = "org/sealward/reference/overlay.yml";

  private final Router router;
  private final JsonMapper json;
  private @Nullable Map<String, Object> assembled;

  ApiDocument(Router router, JsonMapper json) {
    this.router = router;
    this.json = json;
  }

  /** As the document has it: without the patterns of variables that have slashes in them. */
  static String path(UriRouteInfo<?, ?> route) {
    return route.getUriMatchTemplate().toPathString().replaceAll(":[^}]+}", "}");
  }

  byte[] asJson() throws IOException {
    return json.writeValueAsBytes(tree());
  }

  String asYaml() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new Yaml(options).dump(tree());
  }

  private synchronized Map<String, Object> tree() {
    Map<String, Object> document = assembled;
    if (document == null) {
      document = assemble();
      assembled = document;
    }
    return document;
  }

  private Map<String, Object> assemble() {
    Map<String, Object> document = Tree.read(GENERATED);
    Schemas.correct(document);
    Tree.merge(document, Tree.read(OVERLAY));
    Operations operations = new Operations();
    Map<String, Object> paths = Tree.below(document, "paths");
    router
        .uriRoutes()
        .forEach(
            route -> {
              Object path = paths.get(path(route));
              String method = route.getHttpMethodName().toLowerCase(Locale.ROOT);
              if (path != null && Tree.map(path).get(method) instanceof Map<?, ?> operation) {
                operations.complete(route, Tree.map(operation));
              }
            });
    Map<String, Object> problem =
        Tree.below(Tree.below(Tree.below(document, "components"), "schemas"), "Problem");
    problem.put("description", problem.get("description") + "\n\n" + operations.table());
    return document;
  }
}
