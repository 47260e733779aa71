package org.sealward.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Standard output: lines for people, or one JSON object a line for programs. */
final class Output {
  private static final JsonFactory JSON = new JsonFactory();

  private final PrintWriter out;
  private final boolean json;

  Output(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * One thing.
   *
   * @param fields for programs, in order; null values are left out
   * @param text for people, one line or more
   */
  void item(Map<String, ?> fields, String text) {
    out.println(json ? json(fields) : printable(text));
    out.flush();
  }

  /** For people alone. */
  void remark(String text) {
    if (!json) {
      out.println(printable(text));
      out.flush();
    }
  }

  /**
   * What others wrote must not steer the reader's terminal: control characters other than line
   * breaks and tabs, and those that turn the direction of writing, are shown as U+FFFD.
   */
  static String printable(String text) {
    var shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.appendCodePoint(steers(c) ? 0xFFFD : c));
    return shown.toString();
  }

  private static boolean steers(int character) {
    return switch (character) {
      case '\n', '\t' -> false;
      case 0x061C, 0x200E, 0x200F, 0x2028, 0x2029 -> true;
      default ->
          Character.isISOControl(character)
              || (character >= 0x202A && character <= 0x202E)
              || (character >= 0x2066 && character <= 0x2069);
    };
  }

  /** An object on one line; values are texts, numbers, booleans, lists and maps of such. */
  static String json(Map<String, ?> fields) {
    var text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      write(generator, fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> generator.writeNull();
      case Map<?, ?> fields -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
          if (field.getValue() != null) {
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
