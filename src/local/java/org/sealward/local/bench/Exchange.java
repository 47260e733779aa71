package org.sealward.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sealward.api.ClientFrame;
import org.sealward.api.ServerFrame;
import org.sealward.client.internal.http.Json;

/**
 * One pair in a closed loop: the next message is sent when the last one was both acknowledged to
 * its sender and delivered to its receiver.
 */
final class Exchange {
  /** Counts over all pairs. */
  static final class Tally {
    final Latencies acknowledged = new Latencies();
    final Latencies delivered = new Latencies();
    int ready;

    void clear() {
      acknowledged.clear();
      delivered.clear();
    }
  }

  private static final byte[] SENT = "{\"type\":\"sent\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EVENT =
      "{\"type\":\"event\",\"frame\":".getBytes(StandardCharsets.US_ASCII);
  private static final int ACK_EVERY = 100;

  private final Tally tally;
  private final List<byte[]> frames;
  private final SocketLoad.Link sender;
  private int next;
  private int outstanding;
  private boolean running;
  private long began;

  Exchange(Pair pair, List<byte[]> frames, SocketLoad load, Tally tally) throws IOException {
    this.frames = frames;
    this.tally = tally;
    sender = load.open(new Login(pair.sender(), false, this::answered));
    load.open(new Login(pair.receiver(), true, this::arrived));
  }

  /** Frames left to be sent. */
  int left() {
    return frames.size() - next;
  }

  void start() {
    running = true;
    send();
  }

  /** Sends nothing more after the message that is on its way. */
  void stop() {
    running = false;
  }

  boolean idle() {
    return outstanding == 0;
  }

  private void send() {
    if (running && next < frames.size()) {
      outstanding = 2;
      began = System.nanoTime();
      sender.send(frames.get(next++));
    }
  }

  private void answered(SocketLoad.Link link, ByteBuffer frame) {
    if (!startsWith(frame, SENT)) {
      throw new IllegalStateException("a message was not stored: " + text(frame));
    }
    tally.acknowledged.add(System.nanoTime() - began);
    done();
  }

  private void arrived(SocketLoad.Link link, ByteBuffer frame) {
    if (!startsWith(frame, EVENT)) {
      throw new IllegalStateException("not an event: " + text(frame));
    }
    long number = 0;
    for (int i = EVENT.length; frame.get(i) != ','; i++) {
      number = number * 10 + frame.get(i) - '0';
    }
    if (number % ACK_EVERY == 0) {
      link.send(SocketLoad.frame("{\"type\":\"ack\",\"frame\":" + number + "}"));
    }
    tally.delivered.add(System.nanoTime() - began);
    done();
  }

  private void done() {
    if (--outstanding == 0) {
      send();
    }
  }

  private static boolean startsWith(ByteBuffer frame, byte[] start) {
    return frame.remaining() >= start.length
        && frame.slice(frame.position(), start.length).equals(ByteBuffer.wrap(start));
  }

  private static String text(ByteBuffer frame) {
    return StandardCharsets.UTF_8.decode(frame.duplicate()).toString();
  }

  /** Says who is there and, to receive, where to go on; then hands over to the exchange. */
  private final class Login implements SocketLoad.Listener {
    private interface Then {
      void heard(SocketLoad.Link link, ByteBuffer frame);
    }

    private final BenchUser user;
    private final boolean receives;
    private final Then then;
    private boolean done;

    Login(BenchUser user, boolean receives, Then then) {
      this.user = user;
      this.receives = receives;
      this.then = then;
    }

    @Override
    public void opened(SocketLoad.Link link) {
      link.send(SocketLoad.frame(Json.write(new ClientFrame.Authenticate(user.accessToken()))));
    }

    @Override
    public void heard(SocketLoad.Link link, ByteBuffer frame) {
      if (done) {
        then.heard(link, frame);
        return;
      }
      switch (read(frame)) {
        case ServerFrame.Ready ready when receives ->
            link.send(
                SocketLoad.frame(
                    Json.write(new ClientFrame.Resume(ready.timeline(), java.util.Map.of()))));
        case ServerFrame.Ready _, ServerFrame.CaughtUp _ -> {
          done = true;
          tally.ready++;
        }
        case ServerFrame.Event event ->
            link.send(SocketLoad.frame(Json.write(new ClientFrame.Ack(event.frame()))));
        case ServerFrame other -> throw new IllegalStateException("unexpected " + other);
      }
    }

    private ServerFrame read(ByteBuffer frame) {
      byte[] bytes = new byte[frame.remaining()];
      frame.duplicate().get(bytes);
      try {
        return Json.read(bytes, ServerFrame.class);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
