package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.AssistedDecryption;
import org.sealward.attacks.Attack.By;
import org.sealward.conversation.TestConversation;
import org.sealward.decryption.AssistNode;
import org.sealward.decryption.AssistPeople;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.Bytes;

/** Another user who sends what they saw, or what is shaped like somebody else's. */
final class MaliciousUserTest {
  private final TestService service = TestService.get();

  @Test
  @Attack(
      on = "14",
      by = By.USER,
      proves =
          "a request for assisted decryption opens once, for its own image, caller, nonce and key"
              + " of the service, and what is wrong with any other is not told")
  void line14_assistRequest_replayedOrForOthers_opensNothing() throws Exception {
    try (AssistNode node = new AssistNode(1, Map.of())) {
      var people = new AssistPeople(node, 1000);
      people.policy(true);
      AssistedDecryption request = people.bySeed();
      HttpResponse<byte[]> opened = people.ask(node, people.specialist, request);
      assertThat(opened.body()).as("the control").isEqualTo(people.picture);

      assertThat(problem(node, people, request)).isEqualTo("409 assist-nonce-used");
      // Who saw it on the way, with a grant of their own to the same image.
      TestUser other = people.clinic.specialist("surgery");
      people.granted(other);
      AssistedDecryption seen = people.bySeed();
      assertThat(AssistPeople.problem(people.ask(node, other, seen)))
          .isEqualTo("404 image-not-found");
      Set<String> told = new HashSet<>();
      for (AssistedDecryption forged :
          List.of(
              withNonce(seen, AssistPeople.nonce()),
              withSeals(seen, altered(seen)),
              withSeals(people.bySeed(), seen.seals()))) {
        HttpResponse<byte[]> answer = people.ask(node, people.specialist, forged);
        told.add(
            new String(answer.body(), StandardCharsets.UTF_8)
                .replaceFirst("urn:uuid:[0-9a-f-]+", ""));
      }
      assertThat(told).singleElement().asString().contains("decryption-failed");
      assertThat(problem(node, people, people.byKey(foreign(people))))
          .isEqualTo("409 assist-key-unknown");
      assertThat(people.ask(node, people.specialist, people.bySeed()).body())
          .isEqualTo(people.picture);
    }
  }

  /** The service's key under an id that it does not have. */
  private static AssistKey foreign(AssistPeople people) throws InterruptedException {
    AssistKey there = people.keys().keys().getFirst().key();
    return new AssistKey(1, UUID.randomUUID(), there.publicKey(), there.notAfter());
  }

  private static String problem(AssistNode node, AssistPeople people, AssistedDecryption request)
      throws Exception {
    return AssistPeople.problem(people.ask(node, people.specialist, request));
  }

  private static List<AssistedDecryption.Seal> altered(AssistedDecryption request) {
    List<AssistedDecryption.Seal> altered = new ArrayList<>();
    for (AssistedDecryption.Seal seal : request.seals()) {
      byte[] sealed = seal.sealed().toArray();
      sealed[0] ^= 1;
      altered.add(new AssistedDecryption.Seal(seal.keyId(), Bytes.of(sealed)));
    }
    return altered;
  }

  private static AssistedDecryption withNonce(AssistedDecryption request, Bytes nonce) {
    return new AssistedDecryption(
        1, request.grantHash(), request.secret(), nonce, request.seals(), null, null);
  }

  private static AssistedDecryption withSeals(
      AssistedDecryption request, List<AssistedDecryption.Seal> seals) {
    return new AssistedDecryption(
        1, request.grantHash(), request.secret(), request.nonce(), seals, null, null);
  }

  @Test
  @Attack(
      on = "device id shaped like a key",
      by = By.USER,
      proves =
          "a device under the id of another user's device, of that user, or of their vault takes"
              + " nothing over and wakes nobody else: what is no id of a device is none")
  void deviceIdOfAnotherUser_orShapedLikeAKey_takesNothingOver() throws Exception {
    LinkedBlockingQueue<String> woken = new LinkedBlockingQueue<>();
    HttpServer gateway = gateway(woken);
    URI webhook = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/wake");
    try (EmbeddedServer node =
        service.node(
            Map.of(
                "sealward.push.webhook",
                webhook.toString(),
                "sealward.push.secret",
                "a-secret-of-the-webhook-with-43-characters",
                "sealward.push.interval",
                "100ms"))) {
      TestClinic clinic = TestClinic.open(service);
      TestUser doctor = clinic.specialist("surgery");
      TestUser patient = clinic.patientOf(doctor);
      TestUser intruder = TestUser.in(service);
      UUID phone = UUID.randomUUID();
      String tag = UUID.randomUUID().toString();
      assertThat(register(node, doctor, phone.toString(), "doctors-" + tag)).isEqualTo(204);

      for (UUID taken : List.of(phone, doctor.id())) {
        assertThat(register(node, intruder, taken.toString(), "intruders-" + tag)).isEqualTo(204);
      }
      for (String shaped :
          List.of(
              service.aws().region() + ":" + doctor.id(),
              doctor.id() + "%2F" + phone,
              "..%2F" + phone,
              doctor.id() + ":" + phone,
              phone.toString().replace("-", ""),
              phone.toString().toUpperCase(Locale.ROOT))) {
        assertThat(register(node, intruder, shaped, "intruders-" + tag)).as(shaped).isIn(400, 404);
      }
      assertThat(delete(node, intruder, phone.toString())).isEqualTo(204);

      TestConversation talk = TestConversation.begin(patient, doctor);
      patient.post(talk.path() + "/messages", talk.message(patient, "something"));
      assertThat(next(woken, tag)).isEqualTo("{\"device\":\"doctors-" + tag + "\"}");
      assertThat(woken).noneMatch(body -> body.contains("intruders-" + tag));
      delete(node, doctor, phone.toString());
      delete(node, intruder, doctor.id().toString());
    } finally {
      gateway.stop(0);
    }
  }

  private static HttpServer gateway(LinkedBlockingQueue<String> woken) throws IOException {
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          woken.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    gateway.start();
    return gateway;
  }

  /** Devices of other tests are passed over. */
  private static String next(LinkedBlockingQueue<String> woken, String tag)
      throws InterruptedException {
    String body;
    do {
      body = woken.poll(30, TimeUnit.SECONDS);
    } while (body != null && !body.contains(tag));
    return String.valueOf(body);
  }

  private static int register(EmbeddedServer node, TestUser user, String device, String token) {
    return user.send(
            at(node, user, device)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"token\":\"" + token + "\"}")))
        .status();
  }

  private static int delete(EmbeddedServer node, TestUser user, String device) {
    return user.send(at(node, user, device).DELETE()).status();
  }

  private static HttpRequest.Builder at(EmbeddedServer node, TestUser user, String device) {
    String path = "/v1/me/push-targets/" + device;
    return user.request("/v1/me").uri(node.getURI().resolve(path));
  }
}
