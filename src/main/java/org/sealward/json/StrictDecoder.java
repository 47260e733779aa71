package org.sealward.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.micronaut.core.type.Argument;
import io.micronaut.jackson.core.tree.JsonNodeTreeCodec;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.exceptions.SerdeException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands out values only for tokens of their very kind: a string is never a number, {@code 1.0} and
 * {@code 1e0} are no integers, one element is no list, and no text has half a surrogate pair. One
 * decoder serves all levels of a document; its parser bounds their depth.
 */
final class StrictDecoder implements Decoder {
  private final JsonParser parser;
  private @Nullable JsonToken ahead;

  StrictDecoder(JsonParser parser) {
    this.parser = parser;
  }

  private @Nullable JsonToken peek() throws IOException {
    if (ahead == null) {
      ahead = parser.nextToken();
    }
    return ahead;
  }

  private @Nullable JsonToken next() throws IOException {
    JsonToken token = peek();
    ahead = null;
    return token;
  }

  private void expect(JsonToken token, String name) throws IOException {
    if (next() != token) {
      throw refused(name + " is expected here");
    }
  }

  private JsonRefusedException refused(String message) {
    return JsonRefusedException.unexpected(message, pointer(), null);
  }

  /** Of the value or field that was read last. */
  @Nullable String pointer() {
    return parser.getParsingContext() == null
        ? null
        : parser.getParsingContext().pathAsPointer().toString();
  }

  /** Refuses whatever follows the value. */
  void requireEnd() throws IOException {
    if (next() != null) {
      throw JsonRefusedException.malformed("something follows the JSON value", null);
    }
  }

  @Override
  public Decoder decodeArray(Argument<?> type) throws IOException {
    expect(JsonToken.START_ARRAY, "a list");
    return this;
  }

  /** Every list here is one of values: null is none. */
  @Override
  public boolean hasNextArrayValue() throws IOException {
    if (peek() == JsonToken.VALUE_NULL) {
      throw refused("null is not expected here");
    }
    return ahead != JsonToken.END_ARRAY;
  }

  @Override
  public Decoder decodeObject(Argument<?> type) throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    return this;
  }

  @Override
  public @Nullable String decodeKey() throws IOException {
    if (peek() == JsonToken.END_OBJECT) {
      return null;
    }
    ahead = null;
    return paired(parser.currentName());
  }

  @Override
  public String decodeString() throws IOException {
    expect(JsonToken.VALUE_STRING, "text");
    return paired(parser.getText());
  }

  /** Text that has an encoding in UTF-8. */
  private String paired(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isHighSurrogate(text.charAt(i))
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw JsonRefusedException.malformed("text holds half a surrogate pair", pointer());
        }
        i++;
      }
    }
    return text;
  }

  @Override
  public boolean decodeBoolean() throws IOException {
    return switch (next()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> throw refused("true or false is expected here");
    };
  }

  @Override
  public long decodeLong() throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> throw refused("the number is out of range");
    };
  }

  private long decodeLong(long smallest, long largest) throws IOException {
    long value = decodeLong();
    if (value < smallest || value > largest) {
      throw refused("the number is out of range");
    }
    return value;
  }

  @Override
  public int decodeInt() throws IOException {
    return (int) decodeLong(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  @Override
  public short decodeShort() throws IOException {
    return (short) decodeLong(Short.MIN_VALUE, Short.MAX_VALUE);
  }

  @Override
  public byte decodeByte() throws IOException {
    return (byte) decodeLong(Byte.MIN_VALUE, Byte.MAX_VALUE);
  }

  @Override
  public char decodeChar() throws IOException {
    String text = decodeString();
    if (text.length() != 1) {
      throw refused("one character is expected here");
    }
    return text.charAt(0);
  }

  @Override
  public double decodeDouble() throws IOException {
    JsonToken token = next();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw refused("a number is expected here");
    }
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw refused("the number is out of range");
    }
    return value;
  }

  @Override
  public float decodeFloat() throws IOException {
    return (float) decodeDouble();
  }

  @Override
  public BigInteger decodeBigInteger() throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
    return parser.getBigIntegerValue();
  }

  @Override
  public BigDecimal decodeBigDecimal() throws IOException {
    JsonToken token = next();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw refused("a number is expected here");
    }
    return parser.getDecimalValue();
  }

  @Override
  public boolean decodeNull() throws IOException {
    if (peek() != JsonToken.VALUE_NULL) {
      return false;
    }
    ahead = null;
    return true;
  }

  /** Any JSON, as the types of {@link JsonNode#getValue()}. */
  @Override
  public @Nullable Object decodeArbitrary() throws IOException {
    return decodeNode().getValue();
  }

  /** Any JSON, for what a client of a later version may say in a place that this one ignores. */
  @Override
  public JsonNode decodeNode() throws IOException {
    return switch (peek()) {
      case START_OBJECT -> {
        ahead = null;
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (String key = decodeKey(); key != null; key = decodeKey()) {
          fields.put(key, decodeNode());
        }
        ahead = null;
        yield JsonNode.createObjectNode(fields);
      }
      case START_ARRAY -> {
        ahead = null;
        List<JsonNode> elements = new ArrayList<>();
        while (peek() != JsonToken.END_ARRAY) {
          elements.add(decodeNode());
        }
        ahead = null;
        yield JsonNode.createArrayNode(elements);
      }
      case VALUE_STRING -> JsonNode.createStringNode(decodeString());
      case VALUE_TRUE, VALUE_FALSE -> JsonNode.createBooleanNode(decodeBoolean());
      case VALUE_NUMBER_INT -> wholeNumber();
      case VALUE_NUMBER_FLOAT -> JsonNode.createNumberNode(decodeDouble());
      case VALUE_NULL -> {
        ahead = null;
        yield JsonNode.nullNode();
      }
      case null, default -> throw refused("a value is expected here");
    };
  }

  private JsonNode wholeNumber() throws IOException {
    ahead = null;
    return switch (parser.getNumberType()) {
      case INT -> JsonNode.createNumberNode(parser.getIntValue());
      case LONG -> JsonNode.createNumberNode(parser.getLongValue());
      default -> JsonNode.createNumberNode(parser.getBigIntegerValue());
    };
  }

  @Override
  public Decoder decodeBuffer() throws IOException {
    return new StrictDecoder(JsonNodeTreeCodec.getInstance().treeAsTokens(decodeNode()));
  }

  @Override
  public void skipValue() throws IOException {
    var _ = decodeNode();
  }

  @Override
  public void finishStructure(boolean consumeLeftElements) throws IOException {
    JsonToken token = next();
    while (token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
      if (!consumeLeftElements || token == null) {
        throw refused("more stands here than is expected");
      }
      if (token.isStructStart()) {
        parser.skipChildren();
      }
      token = next();
    }
  }

  @Override
  public IOException createDeserializationException(String message, @Nullable Object value) {
    return new SerdeException(message);
  }
}
