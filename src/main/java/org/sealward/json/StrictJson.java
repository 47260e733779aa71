package org.sealward.json;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Reads and writes the shapes of {@code org.sealward.api} where no service runs, as strictly as the
 * service does: unknown and duplicate fields, missing values and deep nesting are refused. Writes
 * fields in the order of the shape, without white space and without those that are null.
 */
public final class StrictJson {
  private static final Map<String, Object> STRICT =
      Map.of(
          "micronaut.serde.deserialization.ignore-unknown", false,
          "micronaut.serde.deserialization.strict-nullable", true,
          "micronaut.serde.deserialization.fail-on-null-for-primitives", true,
          "micronaut.serde.serialization.inclusion", "NON_NULL");

  /** Holds no secret and no connection; making one takes a while. */
  private static final ObjectMapper MAPPER =
      ObjectMapper.create(STRICT, "org.sealward.json", "org.sealward.api");

  private StrictJson() {}

  /** The one mapper. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** Of a shape. */
  public static byte[] write(Object shape) {
    try {
      return MAPPER.writeValueAsBytes(shape);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Exactly this shape.
   *
   * @throws JsonRefusedException for anything else
   */
  public static <T> T read(byte[] json, Class<T> shape) throws JsonRefusedException {
    try {
      T value = MAPPER.readValue(json, Argument.of(shape));
      if (value == null) {
        throw JsonRefusedException.expected(shape.getSimpleName());
      }
      return value;
    } catch (JsonRefusedException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
