package org.sealward.client.internal.http;

import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import org.sealward.api.Page;
import org.sealward.json.JsonRefusedException;
import org.sealward.json.StrictJson;

/**
 * Reads and writes the shapes of {@link org.sealward.api}, as strictly as the service does: unknown
 * and duplicate fields, missing values and deep nesting are refused.
 */
public final class Json {
  private static final ObjectMapper MAPPER = StrictJson.mapper();

  private Json() {}

  public static byte[] write(Object shape) {
    return StrictJson.write(shape);
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
