package org.sealward.reference;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** An OpenAPI document as the maps and lists of its YAML. */
final class Tree {
  private Tree() {}

  /** Reads a resource of ours, which is there. */
  static Map<String, Object> read(String resource) {
    try (InputStream file = Tree.class.getClassLoader().getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException(resource + " is missing: build with Maven");
      }
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(1000);
      return map(new Yaml(new SafeConstructor(options)).load(file));
    } catch (IOException e) {
      throw new IllegalStateException(resource, e);
    }
  }

  @SuppressWarnings("unchecked") // the keys of a document are text
  static Map<String, Object> map(@Nullable Object node) {
    if (node instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalStateException("not an object: " + node);
  }

  @SuppressWarnings("unchecked") // any element is an Object
  static List<Object> list(@Nullable Object node) {
    return node instanceof List<?> list ? (List<Object>) list : List.of();
  }

  /** The object below, made when it is not there. */
  static Map<String, Object> below(Map<String, Object> node, String name) {
    return map(node.computeIfAbsent(name, _ -> new LinkedHashMap<String, Object>()));
  }

  /**
   * Puts the overlay over the document: objects are merged, a null takes away, everything else is
   * replaced.
   */
  static void merge(Map<String, Object> document, Map<String, Object> overlay) {
    overlay.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> && document.get(name) instanceof Map<?, ?>) {
            merge(map(document.get(name)), map(value));
          } else if (value == null) {
            document.remove(name);
          } else {
            document.put(name, copy(value));
          }
        });
  }

  /** Of its own, since parts of the overlay stand in several places. */
  private static Object copy(Object value) {
    if (value instanceof Map<?, ?>) {
      Map<String, Object> copy = new LinkedHashMap<>();
      merge(copy, map(value));
      return copy;
    }
    return value instanceof List<?> list
        ? new ArrayList<>(list.stream().map(Tree::copy).toList())
        : value;
  }

  /** Calls back for every object, inner ones first. */
  static void visit(@Nullable Object node, Consumer<Map<String, Object>> visitor) {
    if (node instanceof Map<?, ?>) {
      List.copyOf(map(node).values()).forEach(value -> visit(value, visitor));
      visitor.accept(map(node));
    } else {
      new ArrayList<>(list(node)).forEach(value -> visit(value, visitor));
    }
  }
}
