package org.sealward.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.sealward.TestUser;
import org.sealward.api.ClientFrame;
import org.sealward.api.ServerFrame;
import org.sealward.conversation.TestConversation;
import org.sealward.delivery.TestSocket;
import org.sealward.envelope.SealedMessage;

/** The database goes away under load, and comes back. */
final class DatabaseOutage {
  private static final Duration STATUS_IS_OLD = Duration.ofSeconds(25);

  private final OutageScene scene;
  private final Path data;
  private final Duration away;

  DatabaseOutage(OutageScene scene, Path data, Duration away) {
    this.scene = scene;
    this.data = data;
    this.away = away;
  }

  /** Every request is told within {@code bound} that it cannot be served, and nothing is lost. */
  void run(Duration bound, Runnable goes, Runnable comesBack) throws Exception {
    try (TestSocket socket = socket();
        Load load = new Load(scene.site(), data.resolve("acknowledged-" + System.nanoTime()))) {
      load.messages(List.of(scene.room()), 4, 40);
      Await.until("messages before", () -> load.messages() > 20);

      goes.run();
      SealedMessage bySocket = scene.message();
      try {
        socket.say(new ClientFrame.Send(bySocket));
        assertToldFor(away, bound);
      } finally {
        comesBack.run();
      }

      SealedMessage message = scene.message();
      Await.until(
          () -> "a message that is stored",
          Duration.ofSeconds(20),
          () -> Probe.of(scene.sending(message)).status() < 300);
      assertInUseStill(socket, bySocket);
      long messages = load.messages();
      Await.until("messages after", () -> load.messages() > messages + 20);
      load.stop();
      new Truth(scene.site(), List.of(scene.room())).holds(load);
    }
  }

  private TestSocket socket() {
    TestSocket socket = TestSocket.resumed(scene.site(), scene.writer().user(), Map.of());
    socket.untilCaughtUp();
    return socket;
  }

  private void assertToldFor(Duration time, Duration bound) {
    long end = System.nanoTime() + time.toNanos();
    List<Probe> probes = new ArrayList<>();
    String notReady = "";
    while (System.nanoTime() < end) {
      List<CompletableFuture<Probe>> begun =
          requestsOfTheDatabase().stream().map(Probe::begin).toList();
      scene.assertAlive();
      Probe page = scene.statusPage("/status");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.took()).isLessThan(Duration.ofSeconds(2));
      Probe readiness = Probe.readiness(scene.site());
      assertThat(readiness.took()).isLessThan(Duration.ofSeconds(2));
      notReady = readiness.status() == 503 ? readiness.answer().body() : notReady;
      begun.forEach(probe -> probes.add(probe.join()));
    }
    System.out.println("while the database is away: " + probes);
    if (time.compareTo(STATUS_IS_OLD) >= 0) {
      assertThat(scene.statusPage("/v1/status").answer().body()).contains("\"lostAt\":");
    }
    assertThat(notReady).contains("\"database\"", "the event log was last read");
    assertThat(probes)
        .isNotEmpty()
        .allSatisfy(
            probe -> {
              assertThat(probe.status()).isEqualTo(503);
              assertThat(probe.problem()).isEqualTo("overloaded");
              assertThat(probe.header("Retry-After")).isEqualTo("2");
              assertThat(probe.took()).isLessThan(bound.plusSeconds(3));
            });
  }

  /** A reading, a writing, a listing, an upload's end. */
  private List<HttpRequest.Builder> requestsOfTheDatabase() {
    TestUser user = scene.writer().user();
    return List.of(
        user.request(scene.room().path() + "/messages?after=0&limit=10"),
        scene.sending(scene.message()),
        user.request("/v1/connections"),
        user.request("/v1/uploads/" + TestConversation.uuid7())
            .header("Tus-Resumable", "1.0.0")
            .DELETE());
  }

  /** The socket was open all the time: it told what became of the message, and takes it now. */
  private void assertInUseStill(TestSocket socket, SealedMessage message) {
    boolean refused = false;
    while (true) {
      switch (socket.next()) {
        case ServerFrame.Event event -> socket.say(new ClientFrame.Ack(event.frame()));
        case ServerFrame.NotSent(var id, String problem, var _) -> {
          assertThat(id).isEqualTo(message.header().messageId());
          assertThat(problem).isEqualTo("urn:sealward:problem:overloaded");
          refused = true;
          socket.say(new ClientFrame.Send(message));
        }
        case ServerFrame.Sent(var id, long _, var _) -> {
          assertThat(id).isEqualTo(message.header().messageId());
          assertThat(refused).isTrue();
          return;
        }
        default -> throw new AssertionError("neither an event nor an answer");
      }
    }
  }
}
