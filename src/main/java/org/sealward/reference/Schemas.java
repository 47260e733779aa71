package org.sealward.reference;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the generated schemas say what the JSON mapper does. */
final class Schemas {
  private static final String REF = "$ref";
  private static final String BYTES = "#/components/schemas/Bytes";
  private static final String CALLER = "#/components/schemas/Caller";

  /** Types of the service that no client sees. */
  private static final Set<String> INTERNAL = Set.of("Bytes", "Caller", "Role");

  private Schemas() {}

  static void correct(Map<String, Object> document) {
    Map<String, Object> schemas = Tree.below(Tree.below(document, "components"), "schemas");
    Tree.visit(document.get("paths"), Schemas::withoutCaller);
    schemas.keySet().removeAll(INTERNAL);
    Tree.visit(document, Schemas::bytes);
    Tree.visit(document, Schemas::time);
    Tree.visit(document, Schemas::closed);
  }

  /** The caller comes from the token, and is neither a parameter nor a part of the body. */
  private static void withoutCaller(Map<String, Object> node) {
    if (node.get("parameters") instanceof List<?> parameters) {
      parameters.removeIf(parameter -> refers(Tree.map(parameter).get("schema"), CALLER));
    }
    if (node.get("requestBody") instanceof Map<?, ?> body) {
      Tree.map(Tree.map(body).get("content")).values().forEach(Schemas::withoutCallerInBody);
      if (Tree.map(Tree.map(body).get("content")).values().stream()
          .allMatch(content -> Tree.map(content).isEmpty())) {
        node.remove("requestBody");
      }
    }
  }

  private static void withoutCallerInBody(Object content) {
    Map<String, Object> schema = Tree.map(Tree.map(content).get("schema"));
    List<Object> parts = Tree.list(schema.get("allOf"));
    if (!parts.isEmpty()) {
      Tree.map(content).put("schema", parts.getFirst());
    } else if (schema.get("properties") instanceof Map<?, ?> properties
        && properties.containsKey("caller")) {
      Tree.map(content).clear();
    }
  }

  private static void bytes(Map<String, Object> node) {
    boolean plain = refers(node, BYTES);
    if (plain || Tree.list(node.get("allOf")).stream().anyMatch(part -> refers(part, BYTES))) {
      node.remove(REF);
      node.remove("allOf");
      node.put("type", "string");
      node.put("format", "base64url");
      node.put("pattern", "^[A-Za-z0-9_-]*$");
    }
  }

  private static void time(Map<String, Object> node) {
    if ("date-time".equals(node.get("format"))) {
      node.put("type", "integer");
      node.put("format", "int64");
      node.put("minimum", 0);
      node.put("maximum", (1L << 53) - 1);
    }
  }

  /** An unknown field is refused. */
  private static void closed(Map<String, Object> node) {
    if ("object".equals(node.get("type")) && node.containsKey("properties")) {
      node.put("additionalProperties", false);
    }
    node.remove("x-enum-descriptions");
  }

  private static boolean refers(@Nullable Object node, String target) {
    return node instanceof Map<?, ?> map && target.equals(map.get(REF));
  }
}
