package org.sealward.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.json.JsonMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.ClientFrame;
import org.sealward.api.ServerFrame;
import org.sealward.delivery.TestSocket;

/** Every cell of {@code authorisation.txt}, against the running service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuthorisationTest {
  private static final String WEBSOCKET = "GET /v1/stream";

  private final TestService service = TestService.get();
  private Callers people;
  private Requests requests;

  /** Cells end accounts: a test that comes after them asks for others. */
  @BeforeAll
  void gather() {
    people = new Callers(service);
    requests = new Requests(people);
  }

  static List<AuthorisationTable.Cell> cells() {
    return AuthorisationTable.read().cells();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void answer_isTheTables(AuthorisationTable.Cell cell) {
    TestUser caller = people.user(cell.caller().equals(Callers.NOBODY) ? "owner" : cell.caller());
    boolean anonymous = cell.caller().equals(Callers.NOBODY);
    String answer =
        cell.route().equals(WEBSOCKET)
            ? overTheSocket(caller, anonymous)
            : overHttp(requests.of(cell.request(), caller), caller, anonymous);

    assertThat(answer).isEqualTo(cell.expected());
  }

  private static String overHttp(HttpRequest.Builder request, TestUser caller, boolean anonymous) {
    if (!anonymous) {
      request.header("Authorization", "Bearer " + caller.accessToken());
    }
    TestUser.Answer answer = caller.send(request);
    boolean problem = answer.status() >= 400 && !answer.body().isEmpty();
    return answer.status() + (problem ? " " + answer.problem() : "");
  }

  /** Whether the socket lets the caller in, and shows the conversation. */
  private String overTheSocket(TestUser caller, boolean anonymous) {
    if (anonymous) {
      try (TestSocket socket = TestSocket.connect(service)) {
        socket.say("{\"type\":\"authenticate\",\"token\":\"\"}");
        String problem = ((ServerFrame.Refused) socket.next()).problem();
        return "101 " + problem.replaceFirst("^urn:sealward:problem:", "");
      }
    }
    try (TestSocket socket = TestSocket.resumed(service, caller, Map.of())) {
      boolean shown =
          socket.untilCaughtUp().stream()
              .anyMatch(event -> event.stream().equals(people.shared().id()));
      return shown ? "101 conversation" : "101 nothing";
    }
  }

  @Test
  void bodies_areRefused_whereTheDocumentRefusesThem() throws Exception {
    gather();
    Contract contract = contract();
    List<String> bodies = new ArrayList<>();
    for (AuthorisationTable.Cell cell : cells()) {
      if (!cell.expected().matches("20[014]") || bodies.contains(cell.request())) {
        continue;
      }
      TestUser caller = people.user(cell.caller().equals(Callers.NOBODY) ? "owner" : cell.caller());
      HttpRequest request = requests.of(cell.request(), caller).build();
      String body = body(request);
      if (!request.headers().firstValue("Content-Type").equals(Optional.of("application/json"))) {
        continue;
      }
      bodies.add(cell.request());
      assertThat(contract.faultsOfRequest(cell.route(), body)).as(cell.request()).isEmpty();
      for (String changed : changed(Contract.JSON.readTree(body))) {
        if (!contract.faultsOfRequest(cell.route(), changed).isEmpty()) {
          TestUser.Answer answer =
              caller.send(
                  HttpRequest.newBuilder(request, (_, _) -> true)
                      .method(request.method(), HttpRequest.BodyPublishers.ofString(changed))
                      .header("Authorization", "Bearer " + caller.accessToken()));
          assertThat(answer.status()).as(cell.request() + " " + changed).isEqualTo(400);
        }
      }
    }
    assertThat(bodies).hasSizeGreaterThan(14);
  }

  private static String body(HttpRequest request) throws Exception {
    var subscriber = HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
    request
        .bodyPublisher()
        .ifPresent(
            publisher ->
                publisher.subscribe(
                    new Flow.Subscriber<>() {
                      @Override
                      public void onSubscribe(Flow.Subscription subscription) {
                        subscriber.onSubscribe(subscription);
                      }

                      @Override
                      public void onNext(ByteBuffer item) {
                        subscriber.onNext(List.of(item));
                      }

                      @Override
                      public void onError(Throwable failure) {
                        subscriber.onError(failure);
                      }

                      @Override
                      public void onComplete() {
                        subscriber.onComplete();
                      }
                    }));
    return request.bodyPublisher().isEmpty()
        ? ""
        : subscriber.getBody().toCompletableFuture().get();
  }

  private static List<String> names(ObjectNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The body's objects, of a list the first. */
  private static List<JsonNode> objects(JsonNode node) {
    List<JsonNode> objects = new ArrayList<>();
    if (node.isObject()) {
      objects.add(node);
      node.forEach(child -> objects.addAll(objects(child)));
    } else if (node.isArray() && !node.isEmpty()) {
      objects.addAll(objects(node.get(0)));
    }
    return objects;
  }

  /**
   * The body without each of its fields in turn, with an unknown one, and with each of another
   * type.
   */
  private static List<String> changed(JsonNode body) {
    List<String> changed = new ArrayList<>();
    for (JsonNode object : objects(body)) {
      ObjectNode node = (ObjectNode) object;
      for (String name : names(node)) {
        JsonNode value = node.get(name);
        node.remove(name);
        // The mapper takes a list that is left out for an empty one.
        if (!value.isArray()) {
          changed.add(body.toString());
        }
        node.put(name, true);
        changed.add(body.toString());
        node.set(name, value);
      }
      node.put("unheard-of", 1);
      changed.add(body.toString());
      node.remove("unheard-of");
    }
    return changed;
  }

  @Test
  void frames_areThoseOfTheDocument() throws Exception {
    gather();
    JsonMapper json = service.bean(JsonMapper.class);
    List<ServerFrame> frames = new ArrayList<>();
    try (TestSocket socket = TestSocket.connect(service)) {
      ClientFrame authenticate = new ClientFrame.Authenticate(people.user("owner").accessToken());
      socket.say(authenticate);
      ServerFrame.Ready ready = (ServerFrame.Ready) socket.next();
      ClientFrame resume = new ClientFrame.Resume(ready.timeline(), Map.of(ready.userId(), 0L));
      socket.say(resume);
      frames.addAll(socket.untilCaughtUp());
      ClientFrame send = new ClientFrame.Send(people.shared().message(people.user("owner"), "{}"));
      frames.addAll(
          List.of(
              ready,
              new ServerFrame.CaughtUp(),
              new ServerFrame.Sent(people.shared().id(), 1, Callers.now()),
              new ServerFrame.NotSent(people.shared().id(), "urn:sealward:problem:x", null)));
      socket.say("{}");
      frames.add(socket.next());
      assertThat(frames)
          .hasSizeGreaterThan(4)
          .hasAtLeastOneElementOfType(ServerFrame.Refused.class);
      for (ClientFrame frame : List.of(authenticate, resume, new ClientFrame.Ack(1), send)) {
        assertThat(contract().faultsOf("ClientFrame", json.writeValueAsString(frame))).isEmpty();
      }
    }
    for (ServerFrame frame : frames) {
      assertThat(contract().faultsOf("ServerFrame", json.writeValueAsString(frame))).isEmpty();
    }
    assertThat(contract().faultsOf("ServerFrame", "{\"type\":\"other\"}")).isNotEmpty();
  }

  private Contract contract() {
    return new Contract(
        TestDocument.get(service, "/v1/openapi.json").body().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void table_hasEveryRouteOfTheDocument_andEveryCaller() {
    assertThat(AuthorisationTable.read().faults(TestDocument.of(service).operations().keySet()))
        .isEmpty();
  }

  @Test
  void table_withoutARouteOrACaller_isAtFault() {
    Set<String> routes = new TreeSet<>(TestDocument.of(service).operations().keySet());
    routes.add("GET /v1/new");
    routes.remove("GET /v1/me");
    assertThat(AuthorisationTable.read().faults(routes))
        .containsExactlyInAnyOrder("GET /v1/new: no rows", "GET /v1/me: no route");

    assertThat(AuthorisationTable.parse("GET /v1/a\n  nobody 401 x\n").faults(Set.of("GET /v1/a")))
        .containsExactly("GET /v1/a: not each caller once, but [nobody]");
    assertThat(
            AuthorisationTable.parse("GET /v1/a\n  all 200\n  nobody 401\n")
                .faults(Set.of("GET /v1/a")))
        .singleElement()
        .asString()
        .startsWith("GET /v1/a: not each caller once, but [admin, former, member, nobody, nobody,");
  }
}
