package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.SealedContent;
import org.sealward.transparency.TreeHead;

final class ContentJsonTest {
  private static final String IMAGE =
      """
      {"type":"image",\
      "imageId":"00000000-0000-0001-0000-000000000001",\
      "subjectId":"00000000-0000-0002-0000-000000000002",\
      "ownerId":"00000000-0000-0003-0000-000000000003",\
      "conversationId":"00000000-0000-0004-0000-000000000004",\
      "name":"knee.png","mediaType":"image/png","size":1000,"width":40,"height":30,\
      "contentDigest":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","ciphertextLength":1072}\
      """;

  @Test
  void text_isWritten_andRead() {
    Content text = new Content.Text("Grüße \"\n");

    assertThat(ContentJson.write(text))
        .isEqualTo(Bytes.utf8("{\"type\":\"text\",\"text\":\"Grüße \\\"\\n\"}"));
    assertThat(ContentJson.read(ContentJson.write(text))).isEqualTo(text);
  }

  @Test
  void image_isWritten_andRead() {
    var image =
        new Content.Image(
            new ImageDescription(
                "knee.png",
                "image/png",
                1000,
                40,
                30,
                new ImageContext(id(1), id(2), id(3), id(4)),
                new SealedContent(Bytes.of(new byte[32]), 1072)));

    assertThat(ContentJson.write(image)).isEqualTo(Bytes.utf8(IMAGE));
    assertThat(ContentJson.read(Bytes.utf8(IMAGE))).isEqualTo(image);
  }

  @Test
  void unknownField_isIgnored_andUnknownTypeKept() {
    assertThat(read("{\"type\":\"text\",\"text\":\"x\",\"checkpoint\":{\"size\":1}}"))
        .isEqualTo(new Content.Text("x"));
    String poll = "{\"type\":\"poll\",\"options\":[1]}";
    assertThat(read(poll)).isEqualTo(new Content.Other("poll", poll));
    assertThat(ContentJson.write(read(poll))).isEqualTo(Bytes.utf8(poll));
  }

  private static final String ROOT = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  @Test
  void checkpoint_isWritten_inPlaceOfAnother() {
    Bytes plain = Bytes.utf8("{\"type\":\"poll\",\"options\":[1]}");
    Bytes told =
        Bytes.utf8(
            "{\"type\":\"poll\",\"options\":[1],\"checkpoint\":{\"size\":7,\"root\":\""
                + ROOT
                + "\"}}");
    TreeHead seen = new TreeHead(7, Bytes.of(new byte[32]));

    assertThat(ContentJson.withCheckpoint(plain, seen)).isEqualTo(told);
    assertThat(ContentJson.checkpoint(told)).hasValue(seen);
    byte[] other = new byte[32];
    other[31] = 1;
    Bytes elsewhere = ContentJson.withCheckpoint(plain, new TreeHead(8, Bytes.of(other)));
    assertThat(ContentJson.withCheckpoint(elsewhere, seen)).isEqualTo(told);
    assertThat(ContentJson.withCheckpoint(told, null)).isEqualTo(plain);
    assertThat(ContentJson.withCheckpoint(plain, null)).isEqualTo(plain);
    assertThat(ContentJson.checkpoint(plain)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "{}",
        "{\"size\":1}",
        "{\"size\":-1,\"root\":\"" + ROOT + "\"}",
        "{\"size\":1.5,\"root\":\"" + ROOT + "\"}",
        "{\"size\":9007199254740992,\"root\":\"" + ROOT + "\"}",
        "{\"size\":1,\"root\":\"AAAA\"}"
      })
  void checkpoint_inAnotherForm_isRefused(String json) {
    assertThatThrownBy(
            () ->
                ContentJson.checkpoint(
                    Bytes.utf8("{\"type\":\"text\",\"checkpoint\":" + json + "}")))
        .isInstanceOfSatisfying(
            InvalidEnvelopeException.class,
            e -> assertThat(e.failure()).isEqualTo(Failure.MALFORMED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"text\"",
        "{}",
        "{\"type\":1}",
        "{\"type\":\"text\"}",
        "{\"type\":\"text\",\"text\":5}",
        "{\"type\":\"text\",\"text\":\"a\",\"text\":\"b\"}",
        "{\"type\":\"text\",\"text\":\"a\"} ,",
        "{\"type\":\"text\",\"text\":\"\\udc00\"}",
        "{\"type\":\"image\"}"
      })
  void whatNoClientWrites_isRefused(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            InvalidEnvelopeException.class,
            e -> assertThat(e.failure()).isEqualTo(Failure.MALFORMED));
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 1000.0",
    "1000, 1e3",
    "1000, 99999999999999999999",
    "1000, '\"1000\"'",
    "40, 40.5",
    "0001-0000, 0001-000A",
    "000000000001, 1",
    "AAAA\", AAAA=\""
  })
  void image_withAValueInAnotherForm_isRefused(String good, String bad) {
    assertThat(read(IMAGE)).isInstanceOf(Content.Image.class);
    assertThatThrownBy(() -> read(IMAGE.replaceFirst(good, bad)))
        .isInstanceOf(InvalidEnvelopeException.class);
  }

  @Test
  void content_isNotPrinted() {
    assertThat(read(IMAGE).toString()).doesNotContain("knee");
    assertThat(new Content.Text("secret").toString()).doesNotContain("secret");
    assertThat(new Content.Other("poll", "secret").toString()).doesNotContain("secret");
  }

  private static Content read(String json) {
    return ContentJson.read(Bytes.utf8(json));
  }

  private static UUID id(int number) {
    return new UUID(number, number);
  }
}
