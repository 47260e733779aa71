package org.sealward.push;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.MessageStored;
import org.sealward.api.PushTarget;
import org.sealward.conversation.Audience;
import org.sealward.conversation.TestConversation;
import org.sealward.identity.Accounts;
import org.sealward.notify.Backoff;
import org.sealward.notify.Webhook;
import org.sealward.platform.Event;
import org.sealward.platform.EventLog;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;

/** Pushes to a real HTTP server, which keeps every byte that it is told. */
final class PushTest {
  private static final String SECRET = "a-secret-of-the-webhook-with-43-characters";
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private record Request(String method, Map<String, List<String>> headers, String body) {}

  private final TestService service = TestService.get();
  private final LinkedBlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final UUID device = UUID.randomUUID();
  private final String token = "device-" + device;
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private int status = 204;
  private HttpServer server;
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private PushProperties properties;
  private PushTargets targets;
  private PushSender sender;
  private TestUser specialist;
  private TestUser patient;
  private TestConversation talk;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          requests.add(
              new Request(
                  exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                  new TreeMap<>(exchange.getRequestHeaders()),
                  body));
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    URI webhook = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/wake");
    properties = new PushProperties(webhook, SECRET, INTERVAL);
    Clock clock = clock();
    targets =
        new PushTargets(service.bean(Accounts.class), service.bean(Transactions.class), clock);
    sender =
        new PushSender(
            targets, new PushGateway(properties, new Webhook(clock)), properties, metrics);
    TestClinic clinic = TestClinic.open(service);
    specialist = clinic.specialist("cardiology");
    patient = clinic.patientOf(specialist);
    talk = TestConversation.begin(patient, specialist);
    targets.put(specialist.id(), device, token);
    targets.put(patient.id(), UUID.randomUUID(), "the-senders-own");
  }

  @AfterEach
  void stop() {
    server.stop(0);
    service
        .bean(Transactions.class)
        .write(
            unit -> {
              targets.erase(unit, specialist.id(), UUID.randomUUID());
              targets.erase(unit, patient.id(), UUID.randomUUID());
              return unit;
            });
  }

  private Clock clock() {
    InstantSource source = () -> now;
    return source.withZone(ZoneOffset.UTC);
  }

  /** The patient writes, and the reader of the log sees it. */
  private void write() {
    long seq =
        patient
            .post(talk.path() + "/messages", talk.message(patient, "something"))
            .as(MessageStored.class)
            .seq();
    List<Event> events = service.bean(EventLog.class).read(talk.id(), seq - 1, 1);
    new PushMarks(service.bean(Audience.class), targets).accept(events);
  }

  private @Nullable Request pushed() {
    sender.send();
    return requests.poll();
  }

  /** As operators see them. */
  private double pushes(String outcome) {
    return metrics.get("sealward.pushes").tag("outcome", outcome).counter().count();
  }

  @Test
  void push_saysThatSomethingIsThere_andNothingElse() throws Exception {
    write();

    Request request = requireNonNull(pushed());

    assertThat(request.method()).isEqualTo("POST /wake");
    assertThat(request.body()).isEqualTo("{\"device\":\"" + token + "\"}");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signed = "1893456000.{\"device\":\"" + token + "\"}";
    assertThat(request.headers())
        .containsOnlyKeys(
            "Content-length",
            "Content-type",
            "Host",
            "Sealward-signature",
            "Sealward-timestamp",
            "User-agent")
        .containsEntry("Content-type", List.of("application/json"))
        .containsEntry("User-agent", List.of("Sealward"))
        .containsEntry("Sealward-timestamp", List.of("1893456000"))
        .containsEntry(
            "Sealward-signature",
            List.of(
                HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)))));
    assertThat(pushed()).as("and once, to nobody else").isNull();
  }

  @Test
  void push_isNotMoreOftenThanTheInterval_andForEverythingSinceTheLast() {
    write();
    assertThat(pushed()).isNotNull();
    write();
    write();
    now = now.plus(INTERVAL).minusMillis(1);
    assertThat(pushed()).isNull();
    now = now.plusMillis(1);
    assertThat(pushed()).isNotNull();
    now = now.plus(INTERVAL);
    assertThat(pushed()).as("nothing came since").isNull();
  }

  @Test
  void gateway_thatFails_isTriedAgainWithGrowingPauses() {
    write();
    for (int failing : new int[] {503, 302, 400}) {
      status = failing;
      assertThat(pushed()).isNotNull();
      assertThat(requests).as("a redirect is not followed").isEmpty();
      assertThat(pushed()).isNull();
      now = now.plus(Duration.ofSeconds(failing == 503 ? 10 : failing == 302 ? 20 : 40));
    }
    assertThat(pushes("failed")).isEqualTo(3);
    assertThat(pushes("taken")).isZero();
    status = 200;
    assertThat(pushed()).isNotNull();
    assertThat(pushes("taken")).isEqualTo(1);
    now = now.plus(Duration.ofHours(2));
    assertThat(pushed()).isNull();
    assertThat(Backoff.after(30)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void device_thatIsGone_isForgotten() {
    status = 410;
    write();
    assertThat(pushed()).isNotNull();
    write();
    now = now.plus(Duration.ofDays(1));
    assertThat(pushed()).isNull();
  }

  @Test
  void userWithManyDevices_isTold() {
    for (int i = 1; i < 20; i++) {
      assertThat(targets.put(specialist.id(), UUID.randomUUID(), "t" + i)).isTrue();
    }
    assertThat(targets.put(specialist.id(), UUID.randomUUID(), "one too many")).isFalse();
    assertThat(targets.put(specialist.id(), device, "another token")).isTrue();
  }

  @Test
  void deletedAccount_isWokenNoMore() {
    write();
    service
        .bean(Transactions.class)
        .write(
            unit -> {
              targets.erase(unit, specialist.id(), UUID.randomUUID());
              return unit;
            });
    assertThat(pushed()).isNull();
  }

  /** All of it, from the request that registers a device to the one that wakes it. */
  @Test
  void device_thatIsRegistered_isWokenByAMessage_untilItIsDeleted() throws Exception {
    Map<String, Object> settings =
        Map.of(
            PushProperties.WEBHOOK,
            requireNonNull(properties.webhook()).toString(),
            "sealward.push.secret",
            SECRET,
            "sealward.push.interval",
            "100ms");
    try (EmbeddedServer node = service.node(settings);
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder target =
          HttpRequest.newBuilder(node.getURI().resolve("/v1/me/push-targets/" + device))
              .header("Authorization", "Bearer " + specialist.accessToken())
              .header("Content-Type", "application/json");
      assertThat(status(http, target.PUT(BodyPublishers.ofString("{\"token\":\"phone-1\"}"))))
          .isEqualTo(204);
      patient.post(talk.path() + "/messages", talk.message(patient, "something"));

      assertThat(isWoken("phone-1", Duration.ofSeconds(30))).isTrue();

      assertThat(status(http, target.DELETE())).isEqualTo(204);
      assertThat(status(http, target.DELETE())).isEqualTo(204);
      write();
      assertThat(isWoken("phone-1", Duration.ofSeconds(2))).isFalse();
    }
  }

  @Test
  void device_ofADeletedAccount_isNotTaken() {
    UUID user = patient.id();
    assertThat(targets.put(user, UUID.randomUUID(), "before")).isTrue();
    assertThat(patient.send(patient.request("/v1/me").DELETE()).status()).isEqualTo(204);

    assertThatThrownBy(() -> targets.put(user, UUID.randomUUID(), "after"))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.type()).isEqualTo(GeneralProblem.UNAUTHENTICATED));
  }

  /** A new reader of the log wakes devices for what is old, too: others' are passed over. */
  private boolean isWoken(String token, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Request request;
    do {
      request = requests.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } while (request != null && !request.body().equals("{\"device\":\"" + token + "\"}"));
    return request != null;
  }

  private static int status(HttpClient http, HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void target_withoutAGateway_isRefused() {
    String path = "/v1/me/push-targets/" + UUID.randomUUID();
    assertThat(patient.put(path, new PushTarget("token")).problem()).isEqualTo("push-not-offered");
    assertThat(patient.put(path, new PushTarget("a\"b")).problem()).isEqualTo("invalid-request");
  }

  @Test
  void settings_thatWouldLeakOrCannotBeVerified_areRefused() {
    for (String bad :
        List.of("http://push.example.org/", "https:///x", "ftp://127.0.0.1/", "push.example.org")) {
      assertThatThrownBy(() -> new PushProperties(URI.create(bad), SECRET, INTERVAL))
          .as(bad)
          .isInstanceOf(ConfigurationException.class);
    }
    URI good = URI.create("https://push.example.org/");
    assertThatThrownBy(() -> new PushProperties(good, "short", INTERVAL))
        .isInstanceOf(ConfigurationException.class);
    assertThat(new PushProperties(good, SECRET, INTERVAL).toString()).doesNotContain(SECRET);
  }
}
