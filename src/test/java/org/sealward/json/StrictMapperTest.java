package org.sealward.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.io.buffer.ByteArrayBufferFactory;
import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.jackson.SerdeJacksonConfiguration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read, what is refused, and what a refusal says, without a service around it. */
final class StrictMapperTest {
  private static final UUID ID = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
  private static final Argument<Outer> SHAPE = Argument.of(Outer.class);
  private static final Outer VALUE =
      new Outer(ID, "ä", List.of(new Inner(-7, null), new Inner(8, "x")));
  private static final String TEXT =
      "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"name\":\"ä\","
          + "\"inner\":[{\"number\":-7},{\"number\":8,\"text\":\"x\"}]}";

  private static final ObjectMapper.CloseableObjectMapper AROUND =
      ObjectMapper.create(
          Map.of(
              "micronaut.serde.deserialization.ignore-unknown", false,
              "micronaut.serde.deserialization.strict-nullable", true,
              "micronaut.serde.deserialization.fail-on-null-for-primitives", true,
              "micronaut.serde.serialization.inclusion", "NON_NULL"),
          "org.sealward.json");

  /** Serde hides its mapper behind one that lacks some ways. */
  private static final StrictMapper JSON =
      new StrictMapper(
          AROUND.getSerdeRegistry(),
          AROUND.getSerdeRegistry().newDecoderContext(null).getSerdeConfiguration().orElseThrow(),
          new SerdeJacksonConfiguration());

  @Serdeable
  record Inner(long number, @Nullable String text) {}

  @Serdeable
  record Outer(UUID id, String name, List<Inner> inner) {}

  @AfterAll
  static void close() {
    AROUND.close();
  }

  private static @Nullable JsonNode node(String json) throws IOException {
    return JSON.readValue(json.getBytes(UTF_8), Argument.of(JsonNode.class));
  }

  private static JsonRefusedException refusal(byte[] json, Class<?> type) {
    return Objects.requireNonNull(
        catchThrowableOfType(
            JsonRefusedException.class, () -> JSON.readValue(json, Argument.of(type))));
  }

  /** The pointer to the whole document is empty. */
  private static String said(JsonRefusedException refused) {
    return (refused.isMalformed() ? "malformed: " : "unexpected: ")
        + refused.message()
        + (refused.pointer() == null ? "" : " at " + refused.pointer()).stripTrailing();
  }

  @Test
  void shape_isRead_fromEveryKindOfSource() throws IOException {
    byte[] bytes = (" \n" + TEXT + "\r\n\t").getBytes(UTF_8);

    assertThat(JSON.readValue(bytes, SHAPE)).isEqualTo(VALUE);
    assertThat(JSON.readValue(new ByteArrayInputStream(bytes), SHAPE)).isEqualTo(VALUE);
    assertThat(JSON.readValue(ByteArrayBufferFactory.INSTANCE.wrap(bytes), SHAPE)).isEqualTo(VALUE);
    JsonNode tree = Objects.requireNonNull(node(TEXT));
    assertThat(JSON.readValueFromTree(tree, SHAPE)).isEqualTo(VALUE);
  }

  @Test
  void value_isWritten_toEveryKindOfTarget() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream shaped = new ByteArrayOutputStream();
    JSON.writeValue(out, VALUE);
    JSON.writeValue(shaped, SHAPE, VALUE);

    assertThat(out.toString(UTF_8)).isEqualTo(TEXT);
    assertThat(shaped.toString(UTF_8)).isEqualTo(TEXT);
    assertThat(new String(JSON.writeValueAsBytes(VALUE), UTF_8)).isEqualTo(TEXT);
    assertThat(new String(JSON.writeValueAsBytes(SHAPE, VALUE), UTF_8)).isEqualTo(TEXT);
    for (JsonNode tree :
        List.of(JSON.writeValueToTree(VALUE), JSON.writeValueToTree(SHAPE, VALUE))) {
      assertThat(JSON.readValueFromTree(tree, SHAPE)).isEqualTo(VALUE);
    }
  }

  /** What it looked up for its shape, it does not use for another one. */
  @Test
  void mapperOfOneShape_readsThatAndOthers() throws IOException {
    byte[] inner = "{\"number\":1}".getBytes(UTF_8);

    for (Argument<?> shape : List.of(SHAPE, Argument.VOID)) {
      var specific = JSON.createSpecific(shape);
      assertThat(specific.readValue(TEXT.getBytes(UTF_8), SHAPE)).isEqualTo(VALUE);
      assertThat(specific.readValue(inner, Argument.of(Inner.class))).isEqualTo(new Inner(1, null));
      assertThat(new String(specific.writeValueAsBytes(VALUE), UTF_8)).isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "number":-7              | "number":"-7"               | unexpected: a whole number is expected here at /inner/0/number
          "number":-7              | "number":-7.0               | unexpected: a whole number is expected here at /inner/0/number
          "number":-7              | "number":-7e0               | unexpected: a whole number is expected here at /inner/0/number
          "number":-7              | "number":9223372036854775808 | unexpected: the number is out of range at /inner/0/number
          "text":"x"               | "text":1                    | unexpected: text is expected here at /inner/1/text
          "name":"ä"               | "name":["ä"]                | unexpected: text is expected here at /name
          "name":"ä"               | "name":"\\ud800"            | malformed: text holds half a surrogate pair at /name
          {"number":-7}            | null                        | unexpected: null is not expected here at /inner/0
          {"number":-7}            | 7                           | unexpected: an object is expected here at /inner/0
          "inner":[                | "inner":7,"more":[          | unexpected: a list is expected here at /inner
          0f8fad5b                 | 0F8FAD5B                    | unexpected: an id, a UUID in lower case, is expected here at /id
          0f8fad5b-d9cb-469f-a165-70867728950e | 1-1-1-1-1       | unexpected: an id, a UUID in lower case, is expected here at /id
          0f8fad5b-d9cb-469f-a165-70867728950e | x               | unexpected: an id, a UUID in lower case, is expected here at /id
          """)
  void otherValue_isRefused_withItsPlace(String found, String instead, String message) {
    String json = TEXT.replace(found, instead);

    assertThat(json).isNotEqualTo(TEXT);
    assertThat(said(refusal(json.getBytes(UTF_8), Outer.class))).isEqualTo(message);
  }

  @Test
  void shapeThatDoesNotFit_isRefused_withoutQuotingIt() {
    for (String json :
        List.of(
            TEXT.replace("\"name\":\"ä\",", ""),
            TEXT.replace("\"name\":\"ä\"", "\"name\":null"),
            TEXT.replace("\"name\"", "\"secret\":\"s3cret\",\"name\""))) {
      JsonRefusedException refused = refusal(json.getBytes(UTF_8), Outer.class);
      assertThat(refused.isMalformed()).isFalse();
      assertThat(refused.message()).isEqualTo("not of the expected shape").doesNotContain("s3cret");
      assertThat(refused.getCause()).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '%',
      textBlock =
          """
          {"name":"a"} {}      | malformed: something follows the JSON value at
          {"name":"a"}x        | malformed: line 1, column 13: not JSON at
          {"name":"a",         | malformed: line 1, column 13: not JSON at /name
          {"a":1,"a":2}        | malformed: line 1, column 11: a field stands there twice at /a
          {'a':1}              | malformed: line 1, column 2: not JSON at
          [NaN]                | malformed: line 1, column 5: not JSON at /0
          [01]                 | malformed: line 1, column 3: not JSON at /0
          """)
  void textThatIsNoJson_isRefused(String json, String message) {
    assertThat(said(refusal(json.getBytes(UTF_8), JsonNode.class))).isEqualTo(message);
  }

  @Test
  void bytesThatAreNotUtf8_areRefused() throws IOException {
    for (String hex : List.of("22c32822", "22eda08022", "22c0af22", "22ff22", "22c3")) {
      assertThat(said(refusal(HexFormat.of().parseHex(hex), JsonNode.class)))
          .isEqualTo("malformed: not UTF-8");
    }
    assertThat(refusal("\ufeffnull".getBytes(UTF_8), JsonNode.class).isMalformed()).isTrue();
    assertThat(refusal("null".getBytes(UTF_16LE), JsonNode.class).isMalformed()).isTrue();
    assertThat(node("\"\u00e4\u20ac\ud83d\ude00\"")).isEqualTo(JsonNode.createStringNode("ä€😀"));
  }

  /** Each bound, and one more than it. */
  @Test
  void sizes_areBounded() throws IOException {
    assertBound(32, n -> "[".repeat(n) + "]".repeat(n));
    assertBound(256, n -> "{\"" + "n".repeat(n) + "\":1}");
    assertBound(64, n -> "[" + "9".repeat(n) + "]");
    assertBound(349_526, n -> "[\"" + "t".repeat(n) + "\"]");
  }

  private static void assertBound(int bound, java.util.function.IntFunction<String> json)
      throws IOException {
    assertThat(node(json.apply(bound))).isNotNull();
    assertThat(said(refusal(json.apply(bound + 1).getBytes(UTF_8), JsonNode.class)))
        .startsWith("malformed: the JSON is too deep or too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0F8FAD5B-d9cb-469f-a165-70867728950e", "1-1-1-1-1", "", "x"})
  void idInAPath_inAnotherForm_isNone(String text) {
    var converter = new StrictIds.Converter();
    ConversionContext context = ConversionContext.of(UUID.class);

    assertThat(converter.convert(text, UUID.class, context)).isEmpty();
    assertThat(context.getLastError()).isPresent();
    assertThat(converter.convert(ID.toString(), UUID.class, ConversionContext.of(UUID.class)))
        .contains(ID);
  }

  @Test
  void refusal_keepsTheFirstPlaceItKnows() {
    JsonRefusedException placed = JsonRefusedException.malformed("no", "/a");
    JsonRefusedException unplaced = JsonRefusedException.expected("a list");

    assertThat(said(placed.at("/b"))).isEqualTo("malformed: no at /a");
    assertThat(said(unplaced.at("/b"))).isEqualTo("unexpected: a list is expected here at /b");
    assertThat(said(JsonRefusedException.malformed("no", null).at("/b")))
        .isEqualTo("malformed: no at /b");
  }
}
