package org.sealward.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects that have no shape of their own, on one line. Values are texts, numbers, booleans, lists
 * and maps of such; anything else is written as its text.
 */
public final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();

  private final boolean nulls;

  private JsonText(boolean nulls) {
    this.nulls = nulls;
  }

  /** Without fields that are null. */
  public static String of(Map<String, ?> fields) {
    return new JsonText(false).text(fields);
  }

  /** With them. */
  public static String withNulls(Map<String, ? extends @Nullable Object> fields) {
    return new JsonText(true).text(fields);
  }

  private String text(Map<?, ?> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      write(generator, fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> generator.writeNull();
      case Map<?, ?> fields -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
          if (nulls || field.getValue() != null) {
            generator.writeFieldName(String.valueOf(field.getKey()));
            write(generator, field.getValue());
          }
        }
        generator.writeEndObject();
      }
      case Iterable<?> items -> {
        generator.writeStartArray();
        for (Object item : items) {
          write(generator, item);
        }
        generator.writeEndArray();
      }
      case Boolean truth -> generator.writeBoolean(truth);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      default -> generator.writeString(value.toString());
    }
  }
}
