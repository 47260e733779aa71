package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies and parameters that are not as a route wants them. */
class InvalidRequestTest extends ProblemScene {
  @Test
  void goodRequest_isServed() throws Exception {
    HttpResponse<String> response =
        HTTP.send(
            request("")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"id\":\"" + ID + "\",\"items\":[{\"count\":1}],\"name\":\"n\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("n");
    assertThat(response.headers().firstValue("Sealward-Request-Id")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          { | malformed-json | line 1, column 2 | #
          {"id":"ID","items":[],"name":"n","name":"m"} | malformed-json | a field stands there twice | #/name
          {"id":"ID","items":[{"count":1,"count":2}],"name":"n"} | malformed-json | a field stands there twice | #/items/0/count
          {"id":"ID","items":[],"name":"n"}{} | malformed-json | something follows | #
          {"id":"ID","items":[],"name":"n"} x | malformed-json | not JSON | #
          {"id":"ID","items":[],"name":"n",} | malformed-json | not JSON | #/name
          {"id":"ID","items":[],"name":"n" /**/} | malformed-json | not JSON | #/name
          {"id":"ID","items":[{"count":NaN}],"name":"n"} | malformed-json | not JSON | #/items/0/count
          {"id":"ID","items":[{"count":01}],"name":"n"} | malformed-json | not JSON | #/items/0/count
          {"id":"ID","items":[],"name":"~ud800"} | malformed-json | half a surrogate pair | #/name
          {"id":"ID","items":[],"name":"~ude00~ud83d"} | malformed-json | half a surrogate pair | #/name
          {"id":"ID","items":[],"name":"n","~ud800":1} | malformed-json | not JSON | #/name
          {"id":"ID","items":[],"name":"n","more":1} | invalid-request | unknown field 'more' | #/more
          {"id":"ID","items":[{"count":1,"much":1}],"name":"n"} | invalid-request | unknown field 'much' | #/items/0/much
          {"id":"ID","items":[]} | invalid-request | field 'name' is missing | #
          {"id":"ID","items":[],"name":null} | invalid-request | field 'name' is missing | #
          {"id":"ID","items":[{}],"name":"n"} | invalid-request | field 'count' is missing | #/items/0
          {"id":"ID","items":[{"count":null}],"name":"n"} | invalid-request | field 'count' | #/items/0/count
          {"id":"ID","items":[{"count":"1"}],"name":"n"} | invalid-request | a whole number is expected here | #/items/0/count
          {"id":"ID","items":[{"count":1.5}],"name":"n"} | invalid-request | a whole number is expected here | #/items/0/count
          {"id":"ID","items":[{"count":1.0}],"name":"n"} | invalid-request | a whole number is expected here | #/items/0/count
          {"id":"ID","items":[{"count":1e0}],"name":"n"} | invalid-request | a whole number is expected here | #/items/0/count
          {"id":"ID","items":[{"count":true}],"name":"n"} | invalid-request | a whole number is expected here | #/items/0/count
          {"id":"ID","items":[{"count":[1]}],"name":"n"} | invalid-request | a whole number is expected here | #/items/0/count
          {"id":"ID","items":[{"count":2147483648}],"name":"n"} | invalid-request | out of range | #/items/0/count
          {"id":"ID","items":[{"count":18446744073709551617}],"name":"n"} | invalid-request | out of range | #/items/0/count
          {"id":"ID","items":[{"count":-1}],"name":"n"} | invalid-request | not of the expected shape | #/items/0
          {"id":"ID","items":[{"count":1,"note":7}],"name":"n"} | invalid-request | text is expected here | #/items/0/note
          {"id":"ID","items":[],"name":7} | invalid-request | text is expected here | #/name
          {"id":"ID","items":[],"name":true} | invalid-request | text is expected here | #/name
          {"id":"ID","items":[],"name":["n"]} | invalid-request | text is expected here | #/name
          {"id":"no","items":[],"name":"n"} | invalid-request | a UUID in lower case | #/id
          {"id":"1-1-1-1-1","items":[],"name":"n"} | invalid-request | a UUID in lower case | #/id
          {"id":"6F9619FF-8B86-4011-B42D-00C04FC964FF","items":[],"name":"n"} | invalid-request | a UUID in lower case | #/id
          {"id":"ID","items":7,"name":"n"} | invalid-request | a list is expected here | #/items
          {"id":"ID","items":{"count":1},"name":"n"} | invalid-request | a list is expected here | #/items
          {"id":"ID","items":[null],"name":"n"} | invalid-request | null is not expected here | #/items/0
          {"id":"ID","items":[],"name":" "} | invalid-request | must not be blank | none
          [] | invalid-request | an object is expected here | #
          null | invalid-request | missing | none
          '' | invalid-request | missing | none
          """)
  void body_notAsExpected_isExplained(String json, String type, String detail, String pointer)
      throws Exception {
    Answer answer = post(json.replace("ID", ID).replace('~', '\\'));
    assertThat(answer.raw().statusCode()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo(type);
    assertThat(answer.detail().replace("\"", "'")).contains(detail.replace("\"", "'"));
    assertThat(answer.raw().body()).doesNotContain("org.sealward", "ProblemScene");
    assertThat(answer.problem().getOrDefault("pointer", "none")).isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource({
    "/not-a-uuid?limit=1, 'id'",
    "/" + ID + ", 'limit'",
    "/" + ID + "?limit=many, 'limit'",
    "/" + ID + "?limit=11, limit"
  })
  void parameter_notAsExpected_isNamed(String path, String detail) throws Exception {
    Answer answer = send(request(path).GET());
    assertThat(answer.raw().statusCode()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo("invalid-request");
    assertThat(answer.detail()).contains(detail);
  }
}
