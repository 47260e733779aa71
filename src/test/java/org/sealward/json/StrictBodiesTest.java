package org.sealward.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.conversation.TestConversation;

/** A good message, altered a little in its JSON, at the running service. */
final class StrictBodiesTest {
  private static final TestService SERVICE = TestService.get();
  private static final TestClinic CLINIC = TestClinic.open(SERVICE);
  private static final TestUser DOCTOR = CLINIC.specialist("cardiology");
  private static final TestUser PATIENT = CLINIC.patientOf(DOCTOR);
  private static final TestConversation CONVERSATION = TestConversation.begin(PATIENT, DOCTOR);

  private static String message() {
    try {
      return SERVICE.bean(JsonMapper.class).writeValueAsString(CONVERSATION.message(PATIENT, "{}"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static TestUser.Answer send(byte[] json) {
    return PATIENT.send(
        PATIENT
            .request(CONVERSATION.path() + "/messages")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json)));
  }

  private static Object pointer(TestUser.Answer answer) {
    return answer.as(Argument.mapOf(String.class, Object.class)).getOrDefault("pointer", "none");
  }

  @Test
  void message_unaltered_isStored() {
    assertThat(send(message().getBytes(UTF_8)).status()).isEqualTo(201);
    assertThat(send((" \n\t" + message() + " \r\n").getBytes(UTF_8)).status()).isEqualTo(201);
  }

  /** The first match of a regular expression gives way to the replacement. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "suite":1               | "suite":2                          | invalid-envelope | #/header
          "suite":1               | "suite":0                          | invalid-envelope | #/header
          "suite":1               | "suite":"1"                        | invalid-request  | #/header/suite
          "suite":1               | "suite":1.0                        | invalid-request  | #/header/suite
          "suite":1               | "suite":4294967297                 | invalid-request  | #/header/suite
          "suite":1               | "suite":1,"suite":1                | malformed-json   | #/header/suite
          "suite":1               | "suite":1,"more":1                 | invalid-request  | #/header/more
          "suite":1,              | ''                                 | invalid-request  | #/header
          "epoch":0               | "epoch":-1                         | invalid-envelope | #/header
          "epoch":0               | "epoch":9007199254740992           | invalid-envelope | #/header
          "epoch":0               | "epoch":null                       | invalid-request  | #/header/epoch
          "header":               | "Header":                          | invalid-request  | #/Header
          "body":"                | "body":["                          | invalid-request  | #/body
          "signature":"(.)        | "signature":" $1                   | invalid-request  | #/signature
          "signature":"([^"]*)"   | "signature":"$1="                  | invalid-request  | #/signature
          "signature":"([^"]*).." | "signature":"$1/+"                 | invalid-request  | #/signature
          "signature":"([^"]*)."  | "signature":"$1B"                  | invalid-request  | #/signature
          "signature":"([^"]*).." | "signature":"$1"                   | invalid-envelope | #
          "signature":"[^"]*"     | "signature":""                     | invalid-envelope | #
          "signature":"[^"]*"     | "signature":7                      | invalid-request  | #/signature
          $                       | x                                  | malformed-json   | #
          $                       | {}                                 | malformed-json   | #
          ^.                      | [{                                 | invalid-request  | #
          """)
  void message_alteredInItsJson_isRefusedWithItsPlace(
      String found, String instead, String problem, String pointer) {
    String altered = message().replaceFirst(found, instead);
    TestUser.Answer answer = send(altered.getBytes(UTF_8));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo(problem);
    assertThat(pointer(answer)).isEqualTo(pointer);
  }

  @Test
  void suite_unknown_isNamedAsSuch() {
    TestUser.Answer answer = send(message().replace("\"suite\":1", "\"suite\":2").getBytes(UTF_8));

    assertThat(answer.body()).contains("UNSUPPORTED_SUITE");
  }

  @Test
  void value_refused_isNotEchoed() {
    String marker = "marker-in-a-value";
    TestUser.Answer answer =
        send(message().replaceFirst("\"body\":\"", "\"body\":\"" + marker + ".").getBytes(UTF_8));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain(marker);
  }

  @Test
  void json_inAnotherEncodingThanUtf8_isRefused() {
    byte[] good = message().getBytes(UTF_8);
    byte[] mark = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    byte[] marked = new byte[good.length + 3];
    System.arraycopy(mark, 0, marked, 0, 3);
    System.arraycopy(good, 0, marked, 3, good.length);

    assertThat(send(message().getBytes(UTF_16LE)).problem()).isEqualTo("malformed-json");
    assertThat(send(marked).problem()).isEqualTo("malformed-json");
  }

  /** A cut-off sequence, an overlong slash, half a surrogate pair, a lone continuation. */
  @ParameterizedTest
  @ValueSource(strings = {"c3", "c0af", "eda080", "80", "f5808080"})
  void bytes_thatAreNoUtf8_areRefused(String hex) {
    byte[] altered =
        message().replaceFirst("\"body\":\".{8}", "\"body\":\"########").getBytes(UTF_8);
    byte[] bad = java.util.HexFormat.of().parseHex(hex);
    System.arraycopy(bad, 0, altered, new String(altered, UTF_8).indexOf('#'), bad.length);

    assertThat(send(altered).problem()).isEqualTo("malformed-json");
  }

  @Test
  void json_tooDeep_isRefused() {
    String deep = "[".repeat(40) + "]".repeat(40);

    assertThat(
            send(message().replaceFirst("\\{", "{\"x\":" + deep + ",").getBytes(UTF_8)).problem())
        .isIn("malformed-json", "invalid-request");
    assertThat(send(deep.getBytes(UTF_8)).status()).isEqualTo(400);
    assertThat(send(message().getBytes(UTF_8)).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1-1-1-1-1", "6F9619FF-8B86-4011-B42D-00C04FC964FF"})
  void id_inAnotherForm_isRefusedInAPath(String id) {
    assertThat(PATIENT.get("/v1/conversations/" + id).status()).isEqualTo(400);
    assertThat(PATIENT.get("/v1/conversations/" + id.toLowerCase(java.util.Locale.ROOT)).status())
        .isIn(400, 404);
    assertThat(PATIENT.get(CONVERSATION.path()).status()).isEqualTo(200);
  }
}
