package org.sealward.delivery;

import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sealward.TestServer;
import org.sealward.TestUser;
import org.sealward.api.ClientFrame;
import org.sealward.api.ServerFrame;

/** A client's end of the WebSocket that says exactly what a test tells it to. */
public final class TestSocket implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final LinkedBlockingQueue<ServerFrame> frames = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
  private final JsonMapper json;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private @Nullable UUID timeline;

  private TestSocket(TestServer service) {
    json = service.json();
    URI url = URI.create(service.url().toString().replaceFirst("^http", "ws") + "/v1/stream");
    socket = http.newWebSocketBuilder().buildAsync(url, new Listener()).join();
  }

  public static TestSocket connect(TestServer service) {
    return new TestSocket(service);
  }

  /** Connected, authenticated and resumed after these positions. */
  public static TestSocket resumed(TestServer service, TestUser user, Map<UUID, Long> positions) {
    TestSocket socket = connect(service);
    socket.say(new ClientFrame.Authenticate(user.accessToken()));
    ServerFrame.Ready ready = (ServerFrame.Ready) socket.next();
    socket.timeline = ready.timeline();
    socket.say(new ClientFrame.Resume(ready.timeline(), positions));
    return socket;
  }

  @Nullable UUID timeline() {
    return timeline;
  }

  public void say(ClientFrame frame) {
    try {
      say(json.writeValueAsString(frame));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void say(String text) {
    socket.sendText(text, true).join();
  }

  /** The next frame; fails when none comes. */
  public ServerFrame next() {
    ServerFrame frame = poll(PATIENCE);
    if (frame == null) {
      throw new AssertionError("no frame came");
    }
    return frame;
  }

  /** The next frame, or null when none comes in time. */
  @Nullable ServerFrame poll(Duration patience) {
    try {
      return frames.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Event frames up to and without the next caught-up frame; each is acknowledged. */
  public List<ServerFrame.Event> untilCaughtUp() {
    List<ServerFrame.Event> events = new ArrayList<>();
    while (true) {
      switch (next()) {
        case ServerFrame.Event event -> {
          events.add(event);
          say(new ClientFrame.Ack(event.frame()));
        }
        case ServerFrame.CaughtUp _ -> {
          return events;
        }
        default -> throw new AssertionError("neither an event nor caught up");
      }
    }
  }

  /** The next frame, which is an event; it is acknowledged. */
  ServerFrame.Event nextEvent() {
    ServerFrame.Event event = (ServerFrame.Event) next();
    say(new ClientFrame.Ack(event.frame()));
    return event;
  }

  /** Closes in order, as clients do that are done. */
  void sayGoodbye() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  /** The status with which the service closed the socket. */
  public int awaitClose() throws InterruptedException {
    Integer status = closes.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (status == null) {
      throw new AssertionError("the socket was not closed");
    }
    return status;
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          frames.add(json.readValue(text.toString(), ServerFrame.class));
        } catch (IOException e) {
          throw new UncheckedIOException(text.toString(), e);
        }
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
      closes.add(status);
      return null;
    }
  }
}
