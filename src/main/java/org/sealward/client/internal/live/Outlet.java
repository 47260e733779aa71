package org.sealward.client.internal.live;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ServerFrame;
import org.sealward.envelope.SealedMessage;

/** The way to send messages over the live connection, while there is one. Thread-safe. */
public final class Outlet {
  /** Whoever waits longer sends the same bytes by HTTP, which is stored once. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AtomicReference<@Nullable FrameSocket> open = new AtomicReference<>();

  /** An authenticated connection. */
  public void open(FrameSocket socket) {
    open.set(socket);
  }

  public void close(FrameSocket socket) {
    open.compareAndSet(socket, null);
  }

  /**
   * Sends a message; returns when it is durable. Empty when that is not known to be so: there is no
   * connection, it broke, or the service took the message not.
   */
  public Optional<ServerFrame.Sent> send(SealedMessage message) {
    FrameSocket socket = open.get();
    return socket == null ? Optional.empty() : socket.post(message, PATIENCE);
  }
}
