package org.sealward.local.aws.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON object. Values are {@code String}, {@code BigDecimal}, {@code Boolean}, {@code
 * JsonObject}, {@code List} of these, or null.
 *
 * <p>Parsing is strict: a duplicate member or anything after the object is refused, so that two
 * readers of one document cannot disagree about it. A member of another type than asked for is a
 * {@code SerializationException} to the caller.
 */
public final class JsonObject {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  public static final JsonObject EMPTY = new JsonObject(Map.of());

  private final Map<String, @Nullable Object> members;

  private JsonObject(Map<String, ? extends @Nullable Object> members) {
    this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  public static JsonObject of(String name, Object value) {
    return EMPTY.with(name, value);
  }

  public static JsonObject parse(byte[] utf8) {
    try (JsonParser parser = FACTORY.createParser(utf8)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw AwsException.serialization("a JSON object is expected");
      }
      JsonObject parsed = readObject(parser);
      if (parser.nextToken() != null) {
        throw AwsException.serialization("unexpected content after the JSON object");
      }
      return parsed;
    } catch (IOException e) {
      throw AwsException.serialization("malformed JSON");
    }
  }

  public static JsonObject parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy with the member set, at the end when it is new. */
  public JsonObject with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(members);
    copy.put(name, value instanceof Map<?, ?> map ? fromMap(map) : value);
    return new JsonObject(copy);
  }

  /** A copy with the member set, or this object when the value is absent. */
  public JsonObject withOptional(String name, Optional<?> value) {
    return value.isPresent() ? with(name, value.get()) : this;
  }

  public Set<String> names() {
    return members.keySet();
  }

  /** True when the member is there and not null. */
  public boolean has(String name) {
    return members.get(name) != null;
  }

  public @Nullable Object value(String name) {
    return members.get(name);
  }

  public String text(String name) {
    return findText(name).orElseThrow(() -> missing(name));
  }

  public Optional<String> findText(String name) {
    return find(name, String.class);
  }

  public boolean flag(String name) {
    return find(name, Boolean.class).orElse(false);
  }

  public long number(String name) {
    return findNumber(name).orElseThrow(() -> missing(name));
  }

  public Optional<Long> findNumber(String name) {
    return find(name, BigDecimal.class)
        .map(
            number -> {
              try {
                return number.longValueExact();
              } catch (ArithmeticException e) {
                throw AwsException.serialization(name + " must be an integer");
              }
            });
  }

  public JsonObject object(String name) {
    return findObject(name).orElseThrow(() -> missing(name));
  }

  public Optional<JsonObject> findObject(String name) {
    return find(name, JsonObject.class);
  }

  /** The elements of a list of objects; empty when the member is absent. */
  public List<JsonObject> objects(String name) {
    return elements(name, JsonObject.class);
  }

  /** The elements of a list of strings; empty when the member is absent. */
  public List<String> texts(String name) {
    return elements(name, String.class);
  }

  /** An object whose members are all strings; empty when the member is absent. */
  public Map<String, String> textMap(String name) {
    JsonObject object = findObject(name).orElse(EMPTY);
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : object.names()) {
      texts.put(key, object.text(key));
    }
    return texts;
  }

  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(generator, this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObject object && members.equals(object.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  /** Names only: values may be secret. */
  @Override
  public String toString() {
    return "JsonObject" + members.keySet();
  }

  private <T> Optional<T> find(String name, Class<T> type) {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw AwsException.serialization(name + " has the wrong type");
    }
    return Optional.of(type.cast(value));
  }

  private <T> List<T> elements(String name, Class<T> type) {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw AwsException.serialization(name + " must be a list");
    }
    List<T> typed = new ArrayList<>();
    for (Object element : list) {
      if (!type.isInstance(element)) {
        throw AwsException.serialization(name + " has an element of the wrong type");
      }
      typed.add(type.cast(element));
    }
    return typed;
  }

  private static AwsException missing(String name) {
    return AwsException.validation(name + " is required");
  }

  private static JsonObject fromMap(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((name, value) -> copy.put(String.valueOf(name), value));
    return new JsonObject(copy);
  }

  private static JsonObject readObject(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> read = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      read.put(name, readValue(parser));
    }
    return new JsonObject(read);
  }

  private static @Nullable Object readValue(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(readValue(parser));
        }
        yield Collections.unmodifiableList(list);
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw AwsException.serialization("malformed JSON");
    };
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> generator.writeNull();
      case JsonObject object -> {
        generator.writeStartObject();
        for (Map.Entry<String, @Nullable Object> member : object.members.entrySet()) {
          generator.writeFieldName(member.getKey());
          write(generator, member.getValue());
        }
        generator.writeEndObject();
      }
      case Iterable<?> list -> {
        generator.writeStartArray();
        for (Object element : list) {
          write(generator, element);
        }
        generator.writeEndArray();
      }
      case String text -> generator.writeString(text);
      case Boolean flag -> generator.writeBoolean(flag);
      case BigDecimal number -> generator.writeNumber(number);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
    }
  }
}
