package org.sealward.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.fault.Await;

/**
 * What is too large, too many or too slow, at a node with short times; after each, a good request.
 */
final class SizesTest {
  private static final TestService SERVICE = TestService.get();
  private static final TestUser USER = TestUser.in(SERVICE);
  private static final int CONNECTIONS = 12;
  private static final EmbeddedServer NODE =
      SERVICE.node(
          Map.of(
              "sealward.limits.head-time", "1s",
              "sealward.limits.body-time", "2s",
              "sealward.limits.address-connections", String.valueOf(CONNECTIONS)));
  private static final URI URL = NODE.getURI();

  @AfterAll
  static void stop() {
    NODE.close();
  }

  @AfterEach
  void service_isWell() throws IOException {
    try (var connection = new RawConnection(URL)) {
      assertThat(
              connection.send("GET /v1/deployment HTTP/1.1\r\nHost: h\r\n\r\n").answer().status())
          .isEqualTo(200);
    }
  }

  private static String authorized() {
    return "Host: h\r\nAuthorization: Bearer " + USER.accessToken() + "\r\n";
  }

  private static RawConnection.Answer ask(String request) throws IOException {
    try (var connection = new RawConnection(URL)) {
      return connection.send(request).answer();
    }
  }

  @ParameterizedTest
  @CsvSource({"3000, 200, ''", "5000, 414, uri-too-long", "100000, 414, uri-too-long"})
  void requestLine_tooLong_isRefused(int length, int status, String problem) throws IOException {
    RawConnection.Answer answer =
        ask("GET /v1/deployment?a=" + "a".repeat(length) + " HTTP/1.1\r\nHost: h\r\n\r\n");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.problem()).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 10000, 200, ''",
    "1, 17000, 431, headers-too-large",
    "1, 200000, 431, headers-too-large",
    "60, 10, 200, ''",
    "70, 10, 431, headers-too-large",
    "3000, 10, 431, headers-too-large"
  })
  void header_tooLargeOrOfTooManyFields_isRefused(
      int fields, int length, int status, String problem) throws IOException {
    var header = new StringBuilder("Host: h\r\n");
    for (int i = 0; i < fields; i++) {
      header.append("X-").append(i).append(": ").append("x".repeat(length)).append("\r\n");
    }
    RawConnection.Answer answer = ask("GET /v1/deployment HTTP/1.1\r\n" + header + "\r\n");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.problem()).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource({"16, 200", "17, 400", "500, 400"})
  void parameters_tooMany_areRefused(int count, int status) throws IOException {
    var query = new StringBuilder("?");
    for (int i = 0; i < count; i++) {
      query.append('p').append(i).append("=&");
    }

    assertThat(ask("GET /v1/deployment" + query + " HTTP/1.1\r\nHost: h\r\n\r\n").status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/connections, 60000, 400, invalid-request",
    "POST, /v1/connections, 65000, 413, content-too-large",
    "POST, /v1/conversations/6f9619ff-8b86-4011-b42d-00c04fc964ff/messages, 127000, 400, invalid-request",
    "POST, /v1/conversations/6f9619ff-8b86-4011-b42d-00c04fc964ff/messages, 129000, 413, content-too-large",
    "POST, /v1/conversations, 1900000, 400, invalid-request",
    "POST, /v1/conversations, 2000001, 413, content-too-large"
  })
  void body_tooLargeForItsRoute_isRefused(
      String method, String path, int length, int status, String problem) throws IOException {
    String body = "{\"x\":\"" + "y".repeat(length - 8) + "\"}";
    RawConnection.Answer answer =
        ask(
            method
                + " "
                + path
                + " HTTP/1.1\r\n"
                + authorized()
                + "Content-Type: application/json\r\nContent-Length: "
                + length
                + "\r\n\r\n"
                + body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.problem()).isIn(problem, "malformed-json");
  }

  @Test
  void body_inChunksWithoutEnd_isRefused() throws IOException {
    try (var connection = new RawConnection(URL)) {
      connection.send(
          "POST /v1/connections HTTP/1.1\r\n"
              + authorized()
              + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
      String chunk = "10000\r\n" + "y".repeat(0x10000) + "\r\n";
      for (int i = 0; i < 40; i++) {
        connection.send(chunk);
      }
      assertThat(connection.answer().problem()).isEqualTo("content-too-large");
    }
  }

  @Test
  void body_compressed_isNotInflated() throws IOException {
    assertThat(
            ask("POST /v1/connections HTTP/1.1\r\n"
                    + authorized()
                    + "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"
                    + "Content-Length: 2\r\n\r\n{}")
                .status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", "GET /v1/deployment HTTP/1.1\r\nHost: h\r\n"})
  void header_thatDoesNotArrive_timesOut(String begun) throws IOException {
    try (var connection = new RawConnection(URL)) {
      RawConnection.Answer answer = connection.send(begun).answer();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.problem()).isEqualTo("request-timeout");
      assertThat(connection.isClosedByService()).isTrue();
    }
  }

  @Test
  void header_afterAnUpgradeThatFailed_timesOut() throws IOException {
    try (var connection = new RawConnection(URL)) {
      assertThat(connection.send(upgrade("/v1/deployment", "")).answer().status())
          .isNotEqualTo(101);

      RawConnection.Answer answer = connection.send("GET /v1/dep").answer();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(connection.isClosedByService()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Upgrade: x\r\n"})
  void body_thatDoesNotArrive_timesOut(String header) throws IOException {
    try (var connection = new RawConnection(URL)) {
      RawConnection.Answer answer =
          connection
              .send(
                  "POST /v1/connections HTTP/1.1\r\n"
                      + authorized()
                      + header
                      + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
              .answer();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.problem()).isEqualTo("request-timeout");
      assertThat(connection.isClosedByService()).isTrue();
    }
  }

  @Test
  void connection_betweenRequests_mayRest() throws Exception {
    String request = "GET /v1/deployment HTTP/1.1\r\nHost: h\r\n\r\n";
    try (var connection = new RawConnection(URL)) {
      assertThat(connection.send(request).answer().status()).isEqualTo(200);
      Thread.sleep(2500);
      assertThat(connection.send(request).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void connections_tooManyOfAnAddress_areRefused() throws IOException {
    List<RawConnection> open = new ArrayList<>();
    String request = "GET /v1/deployment HTTP/1.1\r\nHost: h\r\n\r\n";
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        open.add(new RawConnection(URL));
        assertThat(open.getLast().send(request).answer().status()).isEqualTo(200);
      }
      try (var oneMore = new RawConnection(URL)) {
        RawConnection.Answer answer = oneMore.send(request).answer();
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.problem()).isEqualTo("too-many-connections");
        assertThat(answer.text()).containsIgnoringCase("retry-after: ");
      }
      try (var silent = new RawConnection(URL)) {
        assertThat(silent.isClosedByService()).isTrue();
      }
      assertThat(open.getFirst().send(request).answer().status()).isEqualTo(200);
    } finally {
      for (RawConnection connection : open) {
        connection.close();
      }
    }
    Await.until("room for a connection, once the service has noticed", () -> answers(request));
  }

  private static boolean answers(String request) {
    try {
      return ask(request).status() == 200;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String upgrade(String path, String extra) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        + extra
        + "\r\n";
  }

  private static RawConnection socket(String extra) throws IOException {
    var connection = new RawConnection(URL);
    RawConnection.Answer answer = connection.send(upgrade("/v1/stream", extra)).answer();
    assertThat(answer.status()).isEqualTo(101);
    assertThat(answer.text()).doesNotContainIgnoringCase("permessage-deflate");
    return connection;
  }

  private static byte[] authenticate(int padding) {
    return ("{\"type\":\"authenticate\",\"token\":\""
            + USER.accessToken()
            + "\"}"
            + " ".repeat(padding))
        .getBytes(UTF_8);
  }

  @Test
  void socketMessage_tooLarge_endsTheSocket() throws IOException {
    try (var socket = socket("")) {
      socket.sendWhatIsTaken(RawConnection.frame(1, true, authenticate(300_000)));
      assertThat(socket.closeStatus()).isEqualTo(1009);
    }
  }

  @Test
  void socketMessage_inPiecesTooLarge_endsTheSocket() throws IOException {
    try (var socket = socket("Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
      socket.send(RawConnection.frame(1, false, authenticate(0)));
      for (int i = 0; i < 10; i++) {
        socket.sendWhatIsTaken(RawConnection.frame(0, false, " ".repeat(50_000).getBytes(UTF_8)));
      }
      assertThat(socket.closeStatus()).isEqualTo(1009);
    }
  }

  @Test
  void socketMessage_notUtf8_endsTheSocket_asTheFirstOrLater() throws IOException {
    // An "a" in two bytes, which a careless decoder takes for one.
    byte[] right = authenticate(0);
    String text = new String(right, ISO_8859_1);
    byte[] wrong =
        text.replaceFirst("authenticate", "\u00c1\u00a1uthenticate").getBytes(ISO_8859_1);
    for (int before = 0; before < 3; before++) {
      try (var socket = socket("")) {
        for (int i = 0; i < before; i++) {
          socket.send(RawConnection.frame(1, true, right));
        }
        socket.send(RawConnection.frame(1, true, wrong));
        assertThat(socket.closeStatus()).isEqualTo(before == 0 ? 1007 : 1008);
      }
    }
  }

  @Test
  void socketMessage_inPieces_isUnderstood() throws IOException {
    try (var socket = socket("")) {
      byte[] whole = authenticate(1000);
      byte[] head = java.util.Arrays.copyOf(whole, 40);
      byte[] tail = java.util.Arrays.copyOfRange(whole, 40, whole.length);
      socket.send(RawConnection.frame(1, false, head));
      socket.send(RawConnection.frame(0, true, tail));
      assertThat(socket.text()).startsWith("{\"type\":\"ready\"");
    }
  }

  @Test
  void socketMessage_notTextOrNotUtf8_endsTheSocket() throws IOException {
    try (var socket = socket("")) {
      socket.send(RawConnection.frame(2, true, authenticate(0)));
      assertThat(socket.closeStatus()).isEqualTo(1003);
    }
    try (var socket = socket("")) {
      socket.send(
          RawConnection.frame(
              1, true, new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}));
      assertThat(socket.closeStatus()).isEqualTo(1007);
    }
  }
}
