package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.api.ClientFrame;
import org.sealward.api.ServerFrame;
import org.sealward.client.error.ProblemException;
import org.sealward.client.internal.http.AccessTokens;
import org.sealward.client.internal.http.Retries;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.client.internal.live.Outlet;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SealedMessage;

/** The frames of the live stream, with the other end in hand. */
final class LiveConnectionTest {
  private static final UUID USER = new UUID(1, 1);
  private static final UUID STREAM = new UUID(2, 2);
  private static final UUID TIMELINE = new UUID(3, 3);
  private static final UUID MESSAGE = UUID.fromString("01934d00-0000-7000-8000-000000000001");

  private final HttpClient http = HttpClient.newHttpClient();
  private final ScriptedStream server = new ScriptedStream();
  private final Heard heard = new Heard();
  private final Tokens tokens = new Tokens();
  private final DeviceStore device = DeviceStore.inMemory();
  private final Outlet outlet = new Outlet();
  private Live live;

  @BeforeEach
  void listen() {
    live = live(heard).start();
  }

  @AfterEach
  void stop() throws IOException {
    live.close();
    server.close();
    http.shutdownNow();
  }

  @Test
  void firstFrame_carriesTheToken_theSecondThePositions() throws Exception {
    try (var connection = server.accept()) {
      assertThat(connection.expect(ClientFrame.Authenticate.class).token()).isEqualTo("t0");
      connection.say(new ServerFrame.Ready(USER, TIMELINE, Instant.EPOCH));
      assertThat(connection.expect(ClientFrame.Resume.class))
          .isEqualTo(new ClientFrame.Resume(TIMELINE, Map.of()));
    }
  }

  @Test
  void message_goesOverTheConnection_andItsAnswerComesPastAListenerThatWaits() throws Exception {
    assertThat(outlet.send(message())).as("not connected yet").isEmpty();
    CompletableFuture<Optional<ServerFrame.Sent>> broken;
    try (var connection = ready()) {
      connection.say(new ServerFrame.CaughtUp());
      heard.await(h -> h.caughtUp.getCount() == 0);
      var stored = new ServerFrame.Sent(MESSAGE, 5, Instant.EPOCH);

      var sent = CompletableFuture.supplyAsync(() -> outlet.send(message()));
      assertThat(connection.expect(ClientFrame.Send.class).message()).isEqualTo(message());
      connection.say(stored);
      assertThat(sent.get(10, TimeUnit.SECONDS)).contains(stored);

      var refused = CompletableFuture.supplyAsync(() -> outlet.send(message()));
      connection.expect(ClientFrame.Send.class);
      connection.say(new ServerFrame.NotSent(MESSAGE, "urn:sealward:problem:stale-epoch", "x"));
      assertThat(refused.get(10, TimeUnit.SECONDS)).isEmpty();

      broken = CompletableFuture.supplyAsync(() -> outlet.send(message()));
      connection.expect(ClientFrame.Send.class);
    }
    assertThat(broken.get(4, TimeUnit.SECONDS)).as("before its patience ends").isEmpty();
  }

  private static SealedMessage message() {
    var header =
        new MessageHeader(
            1, STREAM, 0, Bytes.of(new byte[32]), USER, null, MESSAGE, Instant.EPOCH, null);
    return new SealedMessage(header, Bytes.of(new byte[256 + 72]), Bytes.of(new byte[64]));
  }

  @Test
  void events_areTold_thenAcknowledged_andRememberedBeforeThat() throws Exception {
    try (var connection = ready()) {
      connection.say(event(1, 7));
      assertThat(connection.expect(ClientFrame.Ack.class).frame()).isEqualTo(1);
      assertThat(heard.events).containsExactly(new LiveEvent.Other(STREAM, 7, "weather"));
    }
    try (var connection = server.accept()) {
      assertThat(resumed(connection).positions()).containsEntry(STREAM, 7L);
    }
  }

  @Test
  void repeatedEvent_isToldOnce_andAcknowledgedAgain() throws Exception {
    try (var connection = ready()) {
      connection.say(event(1, 7));
      connection.expect(ClientFrame.Ack.class);
      connection.say(event(2, 7));
      assertThat(connection.expect(ClientFrame.Ack.class).frame()).isEqualTo(2);
      connection.say(event(3, 8));
      assertThat(connection.expect(ClientFrame.Ack.class).frame()).isEqualTo(3);
    }
    assertThat(heard.events).extracting(LiveEvent::seq).containsExactly(7L, 8L);
  }

  @Test
  void gap_isAskedFor_andToldWhenItLasts() throws Exception {
    try (var connection = ready()) {
      connection.say(event(1, 7));
      connection.expect(ClientFrame.Ack.class);
      connection.say(event(2, 10));
      connection.awaitEnd();
    }
    try (var connection = server.accept()) {
      assertThat(resumed(connection).positions()).containsEntry(STREAM, 7L);
      connection.say(event(1, 10));
      connection.expect(ClientFrame.Ack.class);
    }
    assertThat(heard.events)
        .containsExactly(
            new LiveEvent.Other(STREAM, 7, "weather"),
            new LiveEvent.Missing(STREAM, 10),
            new LiveEvent.Other(STREAM, 10, "weather"));
  }

  @Test
  void anotherTimeline_startsOver() throws Exception {
    try (var connection = ready()) {
      connection.say(event(1, 7));
      connection.expect(ClientFrame.Ack.class);
    }
    UUID restored = new UUID(4, 4);
    try (var connection = server.accept()) {
      connection.expect(ClientFrame.Authenticate.class);
      connection.say(new ServerFrame.Ready(USER, restored, Instant.EPOCH));
      assertThat(connection.expect(ClientFrame.Resume.class))
          .isEqualTo(new ClientFrame.Resume(restored, Map.of()));
    }
  }

  @Test
  void refusedToken_isReplaced() throws Exception {
    try (var connection = server.accept()) {
      connection.expect(ClientFrame.Authenticate.class);
      connection.say(new ServerFrame.Refused("urn:sealward:problem:token-refused", "No."));
    }
    try (var connection = server.accept()) {
      assertThat(connection.expect(ClientFrame.Authenticate.class).token()).isEqualTo("t1");
    }
    assertThat(heard.breaks)
        .first()
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is("token-refused")).isTrue());
  }

  @Test
  void token_isRenewed_onTheSameConnection() throws Exception {
    tokens.renewAt = Clock.systemUTC().instant().plus(Duration.ofSeconds(2));
    try (var connection = ready()) {
      tokens.number.incrementAndGet();
      assertThat(connection.expect(ClientFrame.Authenticate.class).token()).isEqualTo("t1");
      connection.say(new ServerFrame.Ready(USER, TIMELINE, Instant.EPOCH));
      connection.say(event(1, 7));
      connection.expect(ClientFrame.Ack.class);
    }
    assertThat(heard.events).hasSize(1);
  }

  @Test
  void frame_thatIsNotUnderstood_endsTheConnection() throws Exception {
    try (var connection = ready()) {
      connection.sayText("{\"type\":\"event\",\"surprise\":1}");
      server.accept().close();
    }
    try (var connection = server.accept()) {
      resumed(connection);
    }
  }

  @Test
  void frame_inPieces_isRead() throws Exception {
    try (var connection = ready()) {
      connection.sayInPieces(event(1, 7));
      connection.expect(ClientFrame.Ack.class);
    }
    assertThat(heard.events).hasSize(1);
  }

  @Test
  void nothing_isAcknowledged_beforeTheListenerReturned() throws Exception {
    try (var _ = server.accept()) {
      live.close();
    }
    var go = new CountDownLatch(1);
    live =
        live(event -> {
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            })
            .start();
    try (var connection = ready()) {
      for (int i = 1; i <= 100; i++) {
        connection.say(event(i, i));
      }
      assertThat(connection.within(300)).isNull();
      go.countDown();
      long acknowledged = 0;
      while (acknowledged < 100) {
        acknowledged = connection.expect(ClientFrame.Ack.class).frame();
      }
    }
  }

  /** The event is still being read when the connection ends, which the JDK's WebSocket forgets. */
  @Test
  void end_rightAfterALargeEvent_isNoticedSoon() throws Exception {
    for (int i = 1; i <= 3; i++) {
      try (var connection = ready()) {
        connection.say(event(i, i, "fair ".repeat(12_000)));
      }
    }
    ready().close();
  }

  private ScriptedStream.Connection ready() throws Exception {
    var connection = server.accept();
    resumed(connection);
    return connection;
  }

  private static ClientFrame.Resume resumed(ScriptedStream.Connection connection) throws Exception {
    connection.expect(ClientFrame.Authenticate.class);
    connection.say(new ServerFrame.Ready(USER, TIMELINE, Instant.EPOCH));
    return connection.expect(ClientFrame.Resume.class);
  }

  private static ServerFrame.Event event(long frame, long seq) {
    return event(frame, seq, "fair");
  }

  private static ServerFrame.Event event(long frame, long seq, String body) {
    return new ServerFrame.Event(
        frame, STREAM, seq, "weather", Instant.EPOCH, USER, JsonNode.createStringNode(body));
  }

  private Live live(LiveListener listener) {
    ServiceApi api = ServiceApi.anonymous(server.url(), http, Retries.standard());
    OwnKeys keys = OwnKeys.first(USER, PrivateKeys.generate(), Instant.EPOCH);
    var context =
        new Context(
            api,
            OwnKeyRing.of(keys),
            new PinnedKeys(api, device, USER, new NoKeyLog()),
            new NoKeyLog(),
            device,
            outlet,
            Clock.systemUTC());
    var positions = new LivePositions(context);
    return new Live(
        new LiveConnection.Parts(
            api,
            tokens,
            new LiveEvents(context, new Conversations(context, new Images(context))),
            positions,
            positions.load(),
            context.outlet(),
            Clock.systemUTC()),
        listener);
  }

  private static final class Tokens implements AccessTokens {
    private final AtomicInteger number = new AtomicInteger();
    private volatile Instant renewAt = Instant.MAX;

    @Override
    public String current() {
      return "t" + number.get();
    }

    @Override
    public Instant renewAt() {
      return renewAt;
    }

    @Override
    public String insteadOf(String refused) {
      return "t" + number.incrementAndGet();
    }
  }
}
