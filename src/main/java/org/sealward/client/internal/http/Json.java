package org.sealward.client.internal.http;

import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.sealward.api.Page;
import org.sealward.json.JsonRefusedException;

/**
 * Reads and writes the shapes of {@link org.sealward.api}, as strictly as the service does: unknown
 * and duplicate fields, missing values and deep nesting are refused.
 */
public final class Json {
  private static final Map<String, Object> STRICT =
      Map.of(
          "micronaut.serde.deserialization.ignore-unknown", false,
          "micronaut.serde.deserialization.strict-nullable", true,
          "micronaut.serde.deserialization.fail-on-null-for-primitives", true,
          "micronaut.serde.serialization.inclusion", "NON_NULL");

  /** Holds no secret and no connection; making one takes a while. */
  private static final ObjectMapper MAPPER =
      ObjectMapper.create(STRICT, "org.sealward.json", "org.sealward.api");

  private Json() {}

  public static byte[] write(Object shape) {
    try {
      return MAPPER.writeValueAsBytes(shape);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Throws IOException for anything that is not exactly this shape. */
  public static <T> T read(byte[] json, Class<T> shape) throws IOException {
    return read(json, Argument.of(shape));
  }

  public static <T> Page<T> readPage(byte[] json, Class<T> item) throws IOException {
    @SuppressWarnings("unchecked") // Argument.of cannot name a parameterised class literal.
    Argument<Page<T>> page = (Argument<Page<T>>) (Argument<?>) Argument.of(Page.class, item);
    return read(json, page);
  }

  /** A shape that arrived as part of another. */
  public static <T> T read(JsonNode node, Class<T> shape) throws IOException {
    T value = MAPPER.readValueFromTree(node, shape);
    if (value == null) {
      throw JsonRefusedException.expected(shape.getSimpleName());
    }
    return value;
  }

  private static <T> T read(byte[] json, Argument<T> shape) throws IOException {
    T value = MAPPER.readValue(json, shape);
    if (value == null) {
      throw JsonRefusedException.expected(shape.getTypeString(true));
    }
    return value;
  }
}
