package org.sealward.client;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.sealward.api.ClientFrame;
import org.sealward.api.ServerFrame;
import org.sealward.client.error.ProblemException;
import org.sealward.client.internal.http.AccessTokens;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.client.internal.live.FrameSocket;
import org.sealward.client.internal.live.Outlet;
import org.sealward.client.internal.live.Positions;
import org.sealward.client.internal.live.Positions.Verdict;

/** One connection to the live stream, from authentication to its end. Used once. */
final class LiveConnection {
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(15);
  private static final Duration PING = Duration.ofSeconds(20);
  private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(50);

  /** Events that are handled before they are acknowledged, if more are there already. */
  private static final int BATCH = 32;

  /** What every connection of a session shares. */
  record Parts(
      ServiceApi api,
      AccessTokens tokens,
      LiveEvents events,
      LivePositions device,
      Positions positions,
      Outlet outlet,
      Clock clock) {}

  private final Parts parts;
  private final LiveListener listener;
  private long handledFrame;
  private int unacknowledged;
  private boolean broughtSomething;

  LiveConnection(Parts parts, LiveListener listener) {
    this.parts = parts;
    this.listener = listener;
  }

  /** Whether an event was handled or everything told, so that the service is well. */
  boolean broughtSomething() {
    return broughtSomething;
  }

  void run(FrameSocket socket) throws IOException {
    String token = parts.tokens().current();
    socket.send(new ClientFrame.Authenticate(token));
    ServerFrame.Ready ready = ready(socket, token);
    parts.positions().begin(ready.timeline());
    socket.send(parts.positions().resume());
    parts.outlet().open(socket);
    Thread keeper = Thread.startVirtualThread(() -> keep(socket, token));
    try {
      while (true) {
        Optional<ServerFrame> frame = socket.take(PING);
        if (frame.isPresent()) {
          handle(frame.get(), socket);
        }
        if (unacknowledged >= BATCH || (unacknowledged > 0 && !socket.hasNext())) {
          acknowledge(socket);
        }
      }
    } finally {
      parts.outlet().close(socket);
      keeper.interrupt();
      remember();
    }
  }

  private ServerFrame.Ready ready(FrameSocket socket, String token) throws IOException {
    return switch (socket.take(FIRST_ANSWER).orElse(null)) {
      case ServerFrame.Ready ready -> ready;
      case ServerFrame.Refused refused -> {
        parts.tokens().insteadOf(token);
        throw refused(refused);
      }
      case null, default -> throw new IOException("the service did not take the token");
    };
  }

  private void handle(ServerFrame frame, FrameSocket socket) throws IOException {
    switch (frame) {
      case ServerFrame.Event event -> handle(event);
      case ServerFrame.CaughtUp _ -> {
        acknowledge(socket);
        broughtSomething = true;
        listener.caughtUp();
      }
      case ServerFrame.Refused refused -> throw refused(refused);
      case ServerFrame.Ready _ -> {
        // The answer to a fresh token.
      }
      case ServerFrame.Sent _, ServerFrame.NotSent _ -> {
        // The socket hands the answers to whoever sent.
      }
    }
  }

  private void handle(ServerFrame.Event event) throws IOException {
    Verdict verdict = parts.positions().judge(event);
    switch (verdict) {
      case AFTER_GAP -> throw new IOException("events are missing");
      case AFTER_LASTING_GAP -> listener.on(new LiveEvent.Missing(event.stream(), event.seq()));
      case NEXT, REPEATED -> {}
    }
    if (verdict != Verdict.REPEATED) {
      listener.on(parts.events().read(event));
      parts.positions().handled(event);
      broughtSomething = true;
    }
    handledFrame = event.frame();
    unacknowledged++;
  }

  /** First the device remembers, then the service may forget. */
  private void acknowledge(FrameSocket socket) throws IOException {
    if (unacknowledged > 0) {
      remember();
      socket.send(new ClientFrame.Ack(handledFrame));
      unacknowledged = 0;
    }
  }

  private void remember() {
    if (unacknowledged > 0) {
      parts.device().store(parts.positions());
    }
  }

  /** Pings, soon after something came, and sends a fresh token before the one in use expires. */
  private void keep(FrameSocket socket, String first) {
    String sent = first;
    try {
      while (true) {
        if (socket.awaitDoubt(untilNextDuty())) {
          Thread.sleep(SHORTEST_REST);
        }
        String token = parts.tokens().current();
        if (!token.equals(sent)) {
          socket.send(new ClientFrame.Authenticate(token));
          sent = token;
        }
        socket.ping(SILENCE);
      }
    } catch (InterruptedException e) {
      // The connection is over.
    } catch (IOException | RuntimeException e) {
      socket.close();
    }
  }

  private Duration untilNextDuty() {
    Duration untilRenewal =
        Duration.between(parts.clock().instant(), parts.tokens().renewAt()).plusMillis(1);
    Duration soonest = untilRenewal.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : untilRenewal;
    return soonest.compareTo(PING) < 0 ? soonest : PING;
  }

  private static ProblemException refused(ServerFrame.Refused refused) {
    return new ProblemException(401, URI.create(refused.problem()), refused.detail(), null);
  }
}
