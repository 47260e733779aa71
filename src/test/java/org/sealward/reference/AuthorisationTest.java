package org.sealward.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.ServerFrame;
import org.sealward.delivery.TestSocket;

/** Every cell of {@code authorisation.txt}, against the running service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuthorisationTest {
  private static final String WEBSOCKET = "GET /v1/stream";

  private final TestService service = TestService.get();
  private Callers people;
  private Requests requests;

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
