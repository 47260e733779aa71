package org.sealward.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.limits.RawConnection;

/** What every answer tells browsers and caches, and does not tell anybody. */
final class AnswerHeadersTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final String API_LOADS_NOTHING = "default-src 'none'; frame-ancestors 'none'";

  /** Names of what the service is made of, and of versions. */
  private static final String BANNER =
      "(?is).*(micronaut|netty|openjdk|temurin|postgres|bouncy|sealward["
          + " /-]?v?\\d|\\d+\\.\\d+\\.\\d+).*";

  private final TestService service = TestService.get();

  private static List<String> faults(Map<String, String> headers, boolean page) {
    List<String> faults = new ArrayList<>();
    Map<String, String> expected =
        Map.of(
            "strict-transport-security", "max-age=63072000; includeSubDomains",
            "x-content-type-options", "nosniff",
            "referrer-policy", "no-referrer");
    expected.forEach(
        (name, value) -> {
          if (!value.equals(headers.get(name))) {
            faults.add(name + ": " + headers.get(name));
          }
        });
    String policy = headers.getOrDefault("content-security-policy", "");
    if (page ? !policy.startsWith("default-src 'none'; ") : !policy.equals(API_LOADS_NOTHING)) {
      faults.add("content-security-policy: " + policy);
    }
    String kept = headers.getOrDefault("cache-control", "");
    if (!kept.equals("no-store") && !kept.matches("public, max-age=(\\d+, immutable|10)")) {
      faults.add("cache-control: " + kept);
    }
    headers.forEach(
        (name, value) -> {
          // Those of tus are the version of a protocol, which clients ask for.
          boolean banner = value.matches(BANNER) && !name.startsWith("tus-");
          if (name.matches("server|via|x-powered-by.*") || banner) {
            faults.add(name + ": " + value);
          }
        });
    return faults;
  }

  private static Map<String, String> headers(HttpResponse<?> answer) {
    Map<String, String> headers = new TreeMap<>();
    answer
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.toString()));
    headers.replaceAll((_, values) -> values.substring(1, values.length() - 1));
    return headers;
  }

  private static Map<String, String> headers(String answer) {
    Map<String, String> headers = new TreeMap<>();
    answer
        .split("\r\n\r\n", 2)[0]
        .lines()
        .skip(1)
        .forEach(
            line ->
                headers.put(
                    line.split(": ", 2)[0].toLowerCase(Locale.ROOT), line.split(": ", 2)[1]));
    return headers;
  }

  /** As nobody, and as the first whom the table lets do it. */
  @Test
  void everyRoute_hardensItsAnswers_andNamesNoVersion() {
    Callers people = new Callers(service);
    Requests requests = new Requests(people);
    Map<String, List<String>> faults = new TreeMap<>();
    Set<String> answered = new TreeSet<>();
    Set<String> done = new HashSet<>();
    for (AuthorisationTable.Cell cell : AuthorisationTable.read().cells()) {
      boolean nobody = cell.caller().equals(Callers.NOBODY);
      boolean lets = cell.expected().startsWith("20");
      if (cell.route().equals("GET /v1/stream")
          || !(nobody || lets)
          || !done.add(cell.request() + lets)) {
        continue;
      }
      TestUser caller = people.user(nobody ? "owner" : cell.caller());
      HttpRequest.Builder request = requests.of(cell.request(), caller);
      if (!nobody) {
        request.header("Authorization", "Bearer " + caller.accessToken());
      }
      TestUser.Answer answer = caller.send(request);
      assertThat(String.valueOf(answer.status()))
          .as(cell.toString())
          .isEqualTo(cell.expected().substring(0, 3));
      boolean page = cell.route().contains(" /status") && answer.status() == 200;
      List<String> found = faults(headers(answer.raw()), page);
      if (answer.status() >= 400 && answer.body().matches(BANNER)) {
        found.add(answer.body());
      }
      if (!found.isEmpty()) {
        faults.put(cell.toString(), found);
      }
      answered.add(cell.route());
    }
    assertThat(faults).isEmpty();
    // The WebSocket's is among what is asked below.
    answered.add("GET /v1/stream");
    assertThat(answered).isEqualTo(TestDocument.of(service).operations().keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /docs, 200",
    "GET, /docs/start.js, 200",
    "GET, /docs/swagger-ui.css, 200",
    "GET, /docs/other.js, 404",
    "GET, /v1/openapi.json, 200",
    "GET, /v1/openapi.yml, 200",
    "HEAD, /v1/deployment, 200",
    "GET, /v1/nothing, 404",
    "HEAD, /v1/nothing, 404",
    "PUT, /v1/deployment, 405",
    "OPTIONS, /v1/deployment, 405",
    "POST, /v1/connections, 401"
  })
  void whatNoDocumentNames_isHardenedToo(String method, String path, int status) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(service.url().resolve(path))
                .method(method, BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(status);
    boolean page = path.startsWith("/docs") && status == 200;
    assertThat(faults(headers(answer), page)).isEmpty();
    assertThat(status < 400 || !answer.body().matches(BANNER)).as(answer.body()).isTrue();
  }

  /** Answered before anything of the service has the request, or not by HTTP from there on. */
  @ParameterizedTest
  @CsvSource({
    "'GET /{5000} HTTP/1.1', Host: h, 414",
    "GET /v1/deployment HTTP/1.1, 'Host: h~X: {20000}', 431",
    "GET /v1/deployment HTTP/1.1, Host h, 400",
    "GET /v1/stream HTTP/1.1, 'Host: h~Connection: Upgrade~Upgrade:"
        + " websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 101",
    "GET /v1/stream HTTP/1.1, 'Host: h~Connection: Upgrade~Upgrade:"
        + " websocket~Sec-WebSocket-Version: 12~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 426"
  })
  void whatIsAnsweredEarly_isHardenedToo(String line, String header, int status)
      throws IOException {
    RawConnection.Answer answer = ask(service.url(), filled(line) + "\r\n" + filled(header));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(faults(headers(answer.text()), false)).isEmpty();
  }

  private static RawConnection.Answer ask(URI url, String request) throws IOException {
    try (var connection = new RawConnection(url)) {
      return connection.send(request + "\r\n\r\n").answer();
    }
  }

  private static String filled(String text) {
    return text.replace("{5000}", "a".repeat(5000))
        .replace("{20000}", "a".repeat(20_000))
        .replace("~", "\r\n");
  }
}
