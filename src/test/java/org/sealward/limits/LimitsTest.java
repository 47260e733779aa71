package org.sealward.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.conversation.TestConversation;

/**
 * Low limits. One node believes this computer what it says of clients' addresses, so that each test
 * has addresses of its own; the other believes nobody.
 */
final class LimitsTest {
  private static final TestService SERVICE = TestService.get();
  private static final Map<String, Object> LOW =
      Map.of(
          "sealward.limits.user-requests", "30",
          "sealward.limits.address-requests", "60",
          "sealward.limits.address-sockets", "9",
          "sealward.limits.socket-frames", "30",
          "sealward.limits.upload-bytes", "1MB");
  private static final EmbeddedServer BEHIND_PROXY =
      SERVICE.node(with(Map.of("sealward.limits.trusted-proxies", "10.0.0.0/8,127.0.0.1,::1")));

  private static Map<String, Object> with(Map<String, Object> more) {
    Map<String, Object> all = new java.util.HashMap<>(LOW);
    all.putAll(more);
    return all;
  }

  @AfterAll
  static void stop() {
    BEHIND_PROXY.close();
  }

  private static RawConnection.Answer ask(EmbeddedServer node, String line, String... headers)
      throws IOException {
    try (var connection = new RawConnection(node.getURI())) {
      String head = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      return connection.send(line + " HTTP/1.1\r\nHost: h\r\n" + head + "\r\n").answer();
    }
  }

  private static String from(String addresses) {
    return "X-Forwarded-For: " + addresses;
  }

  private static String as(TestUser user) {
    return "Authorization: Bearer " + user.accessToken();
  }

  private static int retryAfter(RawConnection.Answer answer) {
    var seconds =
        java.util.regex.Pattern.compile("(?i)\r\nretry-after: (\\d+)\r\n").matcher(answer.text());
    assertThat(seconds.find()).as(answer.text()).isTrue();
    return Integer.parseInt(seconds.group(1));
  }

  private interface Request {
    RawConnection.Answer send() throws IOException;
  }

  /** Sends until one is refused, and says how many were not. */
  private static int untilRefused(Request request) throws IOException {
    for (int sent = 0; sent < 200; sent++) {
      RawConnection.Answer answer = request.send();
      if (answer.status() == 429) {
        assertThat(answer.problem()).isEqualTo("too-many-requests");
        assertThat(retryAfter(answer)).isBetween(1, 7);
        return sent;
      }
      assertThat(answer.status()).isIn(101, 200, 401);
    }
    throw new AssertionError("nothing was refused");
  }

  @Test
  void user_overTheLimit_isToldWhenToComeBack() throws Exception {
    TestUser user = TestUser.in(SERVICE);
    int[] host = {0};
    Request request =
        () -> ask(BEHIND_PROXY, "GET /v1/me", as(user), from("192.0.2." + ++host[0] % 250));

    assertThat(untilRefused(request)).isBetween(10, 30);

    assertThat(
            ask(BEHIND_PROXY, "GET /v1/me", as(TestUser.in(SERVICE)), from("192.0.2.251")).status())
        .isEqualTo(200);
    Thread.sleep(2200);
    assertThat(request.send().status()).isEqualTo(200);
  }

  @Test
  void address_overTheLimit_isRefused_withWhateverToken() throws IOException {
    assertThat(
            untilRefused(
                () ->
                    ask(
                        BEHIND_PROXY,
                        "GET /v1/me",
                        "Authorization: Bearer not.a.token",
                        from("198.51.100.1"))))
        .isBetween(20, 60);
    assertThat(ask(BEHIND_PROXY, "GET /nowhere", from("198.51.100.1")).status()).isEqualTo(429);
    assertThat(ask(BEHIND_PROXY, "GET /v1/deployment", from("198.51.100.2")).status())
        .isEqualTo(200);
  }

  @Test
  void addressInTheNameOfAnother_countsForTheOneThatTheProxySaw() throws IOException {
    int[] host = {0};
    assertThat(
            untilRefused(
                () ->
                    ask(
                        BEHIND_PROXY,
                        "GET /v1/deployment",
                        from("203.0.113." + ++host[0] + ", 198.51.100.3, 10.1.2.3"))))
        .isBetween(20, 60);
  }

  @Test
  void addressesOfOneIpv6Network_countAsOne() throws IOException {
    int[] host = {0};
    assertThat(
            untilRefused(
                () -> ask(BEHIND_PROXY, "GET /v1/deployment", from("2001:db8:1:1::" + ++host[0]))))
        .isBetween(20, 60);
    assertThat(ask(BEHIND_PROXY, "GET /v1/deployment", from("2001:db8:1:2::1")).status())
        .isEqualTo(200);
  }

  @Test
  void forwardedAddress_fromSomebodyUntrusted_meansNothing() throws IOException {
    try (EmbeddedServer open = SERVICE.node(LOW)) {
      int[] host = {0};
      assertThat(untilRefused(() -> ask(open, "GET /v1/deployment", from("192.0.2." + ++host[0]))))
          .isBetween(20, 60);
    }
  }

  private static final String[] HANDSHAKE = {
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
  };

  private static String[] handshakeFrom(String address) {
    String[] headers = java.util.Arrays.copyOf(HANDSHAKE, HANDSHAKE.length + 1);
    headers[HANDSHAKE.length] = from(address);
    return headers;
  }

  @Test
  void sockets_tooManyOfAnAddress_areRefused() throws IOException {
    assertThat(
            untilRefused(() -> ask(BEHIND_PROXY, "GET /v1/stream", handshakeFrom("198.51.100.4"))))
        .isBetween(3, 9);
    assertThat(ask(BEHIND_PROXY, "GET /v1/stream", handshakeFrom("198.51.100.5")).status())
        .isEqualTo(101);
  }

  @Test
  void frames_tooMany_endTheSocket() throws IOException {
    TestUser user = TestUser.in(SERVICE);
    try (var socket = new RawConnection(BEHIND_PROXY.getURI())) {
      String head = String.join("\r\n", handshakeFrom("198.51.100.6"));
      assertThat(
              socket
                  .send("GET /v1/stream HTTP/1.1\r\nHost: h\r\n" + head + "\r\n\r\n")
                  .answer()
                  .status())
          .isEqualTo(101);
      byte[] authenticate =
          ("{\"type\":\"authenticate\",\"token\":\"" + user.accessToken() + "\"}").getBytes(UTF_8);
      for (int i = 0; i < 40; i++) {
        socket.sendWhatIsTaken(RawConnection.frame(1, true, authenticate));
      }
      assertThat(socket.closeStatus()).isEqualTo(1008);
    }
  }

  @Test
  void uploads_ofMoreThanADayAllows_areRefused() throws IOException {
    TestUser doctor = TestClinic.open(SERVICE).specialist("cardiology");
    TestUser patient = TestUser.withKeys(SERVICE);
    var conversation = TestConversation.begin(patient);

    assertThat(upload(patient, conversation, 400_000).status()).isEqualTo(201);
    assertThat(upload(patient, conversation, 400_000).status()).isEqualTo(201);
    RawConnection.Answer refused = upload(patient, conversation, 400_000);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.problem()).isEqualTo("upload-quota-exceeded");
    assertThat(retryAfter(refused)).isBetween(10_000, 20_000);
    assertThat(upload(patient, conversation, 100_000).status()).isEqualTo(201);
    assertThat(upload(doctor, TestConversation.begin(doctor), 400_000).status()).isEqualTo(201);
  }

  private static RawConnection.Answer upload(
      TestUser owner, TestConversation conversation, long length) throws IOException {
    String metadata =
        "imageId %s,subjectId %s,conversationId %s"
            .formatted(base64(UUID.randomUUID()), base64(owner.id()), base64(conversation.id()));
    return ask(
        BEHIND_PROXY,
        "POST /v1/uploads",
        as(owner),
        from("198.51.100.7"),
        "Tus-Resumable: 1.0.0",
        "Upload-Length: " + length,
        "Upload-Metadata: " + metadata,
        "Content-Length: 0");
  }

  private static String base64(UUID id) {
    return Base64.getEncoder().encodeToString(id.toString().getBytes(UTF_8));
  }
}
