package org.sealward.client.internal.live;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ClientFrame;
import org.sealward.api.ServerFrame;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.SealedMessage;

/**
 * One connection to the stream. Frames are read from the network only as far as somebody takes
 * them, so that a slow taker holds a bounded number in memory.
 */
public final class FrameSocket implements AutoCloseable {
  /** Frames that may wait to be taken. */
  private static final int AHEAD = 64;

  /** Characters: the largest event with its body in base64, and ample room. */
  private static final int LARGEST_FRAME = 1 << 20;

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SEND = Duration.ofSeconds(30);

  private sealed interface Item {}

  private record Frame(ServerFrame frame) implements Item {}

  private record End(IOException cause) implements Item {}

  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final ReentrantLock sending = new ReentrantLock();

  /** Messages whose answer has not come, by their ids. */
  private final Map<UUID, CompletableFuture<Optional<ServerFrame.Sent>>> posted =
      new ConcurrentHashMap<>();

  private final WebSocket socket;
  private volatile long heardAt = System.nanoTime();

  /** A permit once text has come, until a pong has. */
  private final Semaphore doubt = new Semaphore(0);

  private @Nullable IOException ended;

  private FrameSocket(HttpClient http, URI uri) throws IOException {
    socket =
        await(
            http.newWebSocketBuilder().connectTimeout(CONNECT).buildAsync(uri, new Receiver()),
            CONNECT);
  }

  /**
   * Connects.
   *
   * @param service the service's HTTP address
   */
  public static FrameSocket open(HttpClient http, URI service) throws IOException {
    String address = service.toString().replaceFirst("^http", "ws") + "/v1/stream";
    return new FrameSocket(http, URI.create(address));
  }

  /**
   * The next frame; empty when none came in time. Throws IOException when the connection is over.
   */
  public Optional<ServerFrame> take(Duration patience) throws IOException {
    if (ended != null) {
      throw ended;
    }
    try {
      Item item = items.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      return switch (item) {
        case null -> Optional.empty();
        case Frame(ServerFrame frame) -> {
          socket.request(1);
          yield Optional.of(frame);
        }
        case End(IOException cause) -> {
          ended = cause;
          throw cause;
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** Whether a frame waits to be taken. */
  public boolean hasNext() {
    return !items.isEmpty();
  }

  public void send(ClientFrame frame) throws IOException {
    String text = new String(Json.write(frame), StandardCharsets.UTF_8);
    sendOne(() -> socket.sendText(text, true));
  }

  /**
   * Sends a message and waits for its answer, which does not pass through {@link #take}: whoever
   * takes may be waiting for the caller.
   *
   * @return empty when the service did not store the message, or did not say so in time
   */
  public Optional<ServerFrame.Sent> post(SealedMessage message, Duration patience) {
    UUID id = message.header().messageId();
    CompletableFuture<Optional<ServerFrame.Sent>> answer = new CompletableFuture<>();
    if (posted.putIfAbsent(id, answer) != null) {
      return Optional.empty();
    }
    try {
      send(new ClientFrame.Send(message));
      return await(answer, patience);
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      posted.remove(id);
    }
  }

  private void answered(UUID messageId, Optional<ServerFrame.Sent> answer) {
    CompletableFuture<Optional<ServerFrame.Sent>> waiting = posted.get(messageId);
    if (waiting != null) {
      waiting.complete(answer);
    }
  }

  private void ended(IOException cause) {
    items.add(new End(cause));
    posted.values().forEach(waiting -> waiting.complete(Optional.empty()));
  }

  /**
   * Waits until text has come after which no pong has. Then there may be no connection any more:
   * the JDK's WebSocket forgets an end without a close frame that comes while it hands text over,
   * or while nothing more was requested, and only a failing write tells.
   *
   * @return false when the time was over first
   */
  public boolean awaitDoubt(Duration patience) throws InterruptedException {
    boolean inDoubt = doubt.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (inDoubt) {
      doubt.release();
    }
    return inDoubt;
  }

  /**
   * Keeps the connection open and finds out whether it still is.
   *
   * @param patience how long the other side may have been silent while nothing waits to be taken
   */
  public void ping(Duration patience) throws IOException {
    if (items.isEmpty() && System.nanoTime() - heardAt > patience.toNanos()) {
      throw new HttpTimeoutException("silent for " + patience.toSeconds() + " s");
    }
    sendOne(() -> socket.sendPing(ByteBuffer.allocate(0)));
  }

  /** Frames are sent one after the other. */
  private void sendOne(Supplier<CompletableFuture<WebSocket>> frame) throws IOException {
    sending.lock();
    try {
      await(frame.get(), SEND);
    } finally {
      sending.unlock();
    }
  }

  private static <T> T await(CompletableFuture<T> future, Duration patience) throws IOException {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new HttpTimeoutException("no answer within " + patience.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** Ends the connection at once; {@link #take} then throws. */
  @Override
  public void close() {
    ended(new IOException("closed"));
    socket.abort();
  }

  private final class Receiver implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void onOpen(WebSocket opened) {
      opened.request(AHEAD);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      heardAt = System.nanoTime();
      if (doubt.availablePermits() == 0) {
        doubt.release();
      }
      text.append(part);
      if (text.length() > LARGEST_FRAME) {
        end(from, new IOException("a frame is too large"));
      } else if (last) {
        parse(from);
      } else {
        from.request(1);
      }
      return null;
    }

    private void parse(WebSocket from) {
      byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
      text.setLength(0);
      try {
        switch (Json.read(json, ServerFrame.class)) {
          case ServerFrame.Sent sent -> {
            answered(sent.messageId(), Optional.of(sent));
            from.request(1);
          }
          case ServerFrame.NotSent not -> {
            answered(not.messageId(), Optional.empty());
            from.request(1);
          }
          case ServerFrame frame -> items.add(new Frame(frame));
        }
      } catch (IOException e) {
        end(from, new IOException("a frame is not understood", e));
      }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      end(from, new IOException("a binary frame"));
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
      heardAt = System.nanoTime();
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      heardAt = System.nanoTime();
      doubt.drainPermits();
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      ended(new IOException("closed by the service, " + status));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      ended(error instanceof IOException io ? io : new IOException(error.getMessage()));
    }

    private void end(WebSocket from, IOException cause) {
      ended(cause);
      from.abort();
    }
  }
}
