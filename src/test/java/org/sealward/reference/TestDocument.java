package org.sealward.reference;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sealward.TestService;

/** The OpenAPI document, fetched from the running service. */
public record TestDocument(Map<String, Object> root) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public static TestDocument of(TestService service) {
    try {
      return new TestDocument(
          service
              .bean(JsonMapper.class)
              .readValue(
                  get(service, "/v1/openapi.json").body(),
                  Argument.mapOf(String.class, Object.class)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By method and path, such as {@code GET /v1/me}. */
  public Map<String, Map<String, Object>> operations() {
    Map<String, Map<String, Object>> operations = new TreeMap<>();
    map(root.get("paths"))
        .forEach(
            (path, item) ->
                map(item)
                    .forEach(
                        (method, operation) ->
                            operations.put(
                                method.toUpperCase(Locale.ROOT) + " " + path, map(operation))));
    return operations;
  }

  public Map<String, Object> schemas() {
    return map(at(root, "components/schemas"));
  }

  static HttpResponse<String> get(TestService service, String path) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(service.url().resolve(path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, Object> map(@Nullable Object node) {
    return Tree.map(node);
  }

  static @Nullable Object at(Map<String, Object> node, String path) {
    Object found = node;
    for (String name : path.split("/", -1)) {
      found = map(found).get(name);
    }
    return found;
  }

  static void visit(@Nullable Object node, Consumer<Map<String, Object>> visitor) {
    if (node instanceof Map<?, ?>) {
      map(node).values().forEach(value -> visit(value, visitor));
      visitor.accept(map(node));
    } else if (node instanceof List<?> list) {
      list.forEach(value -> visit(value, visitor));
    }
  }
}
