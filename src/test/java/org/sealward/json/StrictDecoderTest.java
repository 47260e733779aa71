package org.sealward.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.Decoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each kind of value: its own tokens, the bounds of its range, and what is one too far. */
final class StrictDecoderTest {
  private static StrictDecoder of(String json) throws IOException {
    return new StrictDecoder(new JsonFactory().createParser(json));
  }

  private static void refused(String message, ThrowingCallable read) {
    assertThatThrownBy(read).isInstanceOf(JsonRefusedException.class).hasMessage(message);
  }

  @Test
  void wholeNumbers_areTaken_withinTheirRangeAlone() throws IOException {
    assertThat(of("9223372036854775807").decodeLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(of("-9223372036854775808").decodeLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(of("2147483647").decodeInt()).isEqualTo(Integer.MAX_VALUE);
    assertThat(of("-2147483648").decodeInt()).isEqualTo(Integer.MIN_VALUE);
    assertThat(of("32767").decodeShort()).isEqualTo(Short.MAX_VALUE);
    assertThat(of("-32768").decodeShort()).isEqualTo(Short.MIN_VALUE);
    assertThat(of("127").decodeByte()).isEqualTo(Byte.MAX_VALUE);
    assertThat(of("-128").decodeByte()).isEqualTo(Byte.MIN_VALUE);
    assertThat(of("9223372036854775808").decodeBigInteger())
        .isEqualTo(new BigInteger("9223372036854775808"));
    String range = "the number is out of range";
    refused(range, () -> of("9223372036854775808").decodeLong());
    refused(range, () -> of("-9223372036854775809").decodeLong());
    refused(range, () -> of("2147483648").decodeInt());
    refused(range, () -> of("-2147483649").decodeInt());
    refused(range, () -> of("32768").decodeShort());
    refused(range, () -> of("-32769").decodeShort());
    refused(range, () -> of("128").decodeByte());
    refused(range, () -> of("-129").decodeByte());
    refused("a whole number is expected here", () -> of("1.0").decodeLong());
    refused("a whole number is expected here", () -> of("\"1\"").decodeInt());
    refused("a whole number is expected here", () -> of("1e3").decodeBigInteger());
  }

  @Test
  void numbers_areTaken_whenTheyAreFinite() throws IOException {
    assertThat(of("1.5").decodeDouble()).isEqualTo(1.5);
    assertThat(of("-3").decodeDouble()).isEqualTo(-3.0);
    assertThat(of("0.25").decodeFloat()).isEqualTo(0.25f);
    assertThat(of("1.50").decodeBigDecimal()).isEqualTo(new BigDecimal("1.50"));
    assertThat(of("7").decodeBigDecimal()).isEqualTo(new BigDecimal("7"));
    refused("the number is out of range", () -> of("1e400").decodeDouble());
    refused("a number is expected here", () -> of("\"1.5\"").decodeDouble());
    refused("a number is expected here", () -> of("true").decodeBigDecimal());
  }

  @Test
  void texts_characters_andTruth_areOfTheirKind() throws IOException {
    assertThat(of("\"\"").decodeString()).isEmpty();
    assertThat(of("\"a\\ud83d\\ude00\"").decodeString()).isEqualTo("a\ud83d\ude00");
    assertThat(of("\"x\"").decodeChar()).isEqualTo('x');
    assertThat(of("true").decodeBoolean()).isTrue();
    assertThat(of("false").decodeBoolean()).isFalse();
    refused("text is expected here", () -> of("1").decodeString());
    refused("one character is expected here", () -> of("\"xy\"").decodeChar());
    refused("one character is expected here", () -> of("\"\"").decodeChar());
    refused("true or false is expected here", () -> of("1").decodeBoolean());
    refused("true or false is expected here", () -> of("").decodeBoolean());
  }

  @Test
  void halfOfASurrogatePair_isRefused_inTextAndName() throws IOException {
    String half = "text holds half a surrogate pair";
    for (String text :
        List.of("\\ud83d", "\\ude00", "\\ud83dx", "\\ude00\\ud83d", "a\\ud83d\\ud83d")) {
      refused(half, () -> of("\"" + text + "\"").decodeString());
      refused(half, () -> of("{\"" + text + "\":1}").decodeNode());
    }
    assertThat(of("{\"\\ud83d\\ude00\":1}").decodeNode().get("\ud83d\ude00")).isNotNull();
  }

  @Test
  void list_isReadToItsEnd() throws IOException {
    StrictDecoder decoder = of("[1,2]");
    Decoder list = decoder.decodeArray(Argument.of(List.class));
    List<Integer> values = new ArrayList<>();
    while (list.hasNextArrayValue()) {
      values.add(list.decodeInt());
    }
    list.finishStructure();
    decoder.requireEnd();

    assertThat(values).containsExactly(1, 2);
    refused("a list is expected here", () -> of("1").decodeArray(Argument.of(List.class)));
    refused(
        "null is not expected here",
        () -> of("[null]").decodeArray(Argument.of(List.class)).hasNextArrayValue());
  }

  @Test
  void object_isReadToItsEnd() throws IOException {
    StrictDecoder decoder = of("{\"a\":1,\"b\":null}");
    Decoder object = decoder.decodeObject(Argument.of(Map.class));

    assertThat(object.decodeKey()).isEqualTo("a");
    assertThat(object.decodeNull()).isFalse();
    assertThat(object.decodeInt()).isEqualTo(1);
    assertThat(object.decodeKey()).isEqualTo("b");
    assertThat(object.decodeNull()).isTrue();
    assertThat(object.decodeKey()).isNull();
    object.finishStructure();
    decoder.requireEnd();
    refused("an object is expected here", () -> of("[]").decodeObject(Argument.of(Map.class)));
  }

  @Test
  void whatIsLeft_isRefused_unlessItMayBe() throws IOException {
    refused("more stands here than is expected", () -> begun("[1]").finishStructure(false));
    refused("more stands here than is expected", () -> of("1").finishStructure(true));
    for (String json : List.of("[]", "[1]", "[[1,[2]],{\"a\":[3]},4]")) {
      StrictDecoder decoder = begun(json + " 5");
      decoder.finishStructure(true);
      assertThat(decoder.decodeInt()).isEqualTo(5);
      decoder.requireEnd();
    }
    refused("something follows the JSON value", () -> of("5").requireEnd());
  }

  private static StrictDecoder begun(String json) throws IOException {
    StrictDecoder decoder = of(json);
    decoder.decodeArray(Argument.of(List.class));
    return decoder;
  }

  @Test
  void anyJson_isReadAsItStands() throws IOException {
    String json =
        "{\"o\":{\"i\":1,\"l\":2147483648,\"b\":9223372036854775808},"
            + "\"a\":[1.5,\"t\",true,false,null,[],{}]}";
    Map<String, Object> numbers =
        Map.of("i", 1, "l", 2_147_483_648L, "b", new BigInteger("9223372036854775808"));
    List<?> others = Arrays.asList(1.5, "t", true, false, null, List.of(), Map.of());

    assertThat(of(json).decodeArbitrary()).isEqualTo(Map.of("o", numbers, "a", others));
    assertThat(of("null").decodeNode()).isEqualTo(JsonNode.nullNode());
    refused("a value is expected here", () -> of("").decodeNode());
    refused("the number is out of range", () -> of("[1e999]").decodeNode());
  }

  @Test
  void value_thatIsSkipped_isReadAllTheSame() throws IOException {
    StrictDecoder decoder = of("[1,{\"a\":[2]}] 3");
    decoder.skipValue();

    assertThat(decoder.decodeInt()).isEqualTo(3);
    refused("text holds half a surrogate pair", () -> of("[\"\\ud800\"]").skipValue());
  }

  @Test
  void buffer_isADecoderOfOneValue() throws IOException {
    StrictDecoder decoder = of("[1,2] 3");
    Decoder buffer = decoder.decodeBuffer();

    assertThat(decoder.decodeInt()).isEqualTo(3);
    assertThat(buffer.decodeArbitrary()).isEqualTo(List.of(1, 2));
    assertThatCode(decoder::requireEnd).doesNotThrowAnyException();
  }

  @Test
  void place_isThatOfTheValueReadLast() throws IOException {
    StrictDecoder decoder = of("{\"a\":[true]}");
    decoder.decodeObject(Argument.of(Map.class)).decodeKey();
    decoder.decodeArray(Argument.of(List.class));

    assertThatThrownBy(decoder::decodeInt)
        .isInstanceOfSatisfying(
            JsonRefusedException.class, refused -> assertThat(refused.pointer()).isEqualTo("/a/0"));
    assertThat(decoder.createDeserializationException("why", "what")).hasMessage("why");
  }
}
