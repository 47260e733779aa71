package org.sealward.delivery;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came over one socket and is not dealt with yet. Frames are begun one after the other in
 * their order; a frame may end later than the next one begins. When many have not ended, nothing
 * more is read from the socket: TCP makes the client wait.
 */
final class Inbox {
  /** Frames that have not ended; a few more may come that were read together with the last. */
  static final int LIMIT = 64;

  private final Channel channel;
  private final Executor executor;
  private final Function<byte[], CompletionStage<?>> handler;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private int open;
  private boolean running;

  /**
   * @param handler begins a frame, on a thread of {@code executor}; must not throw
   */
  Inbox(Channel channel, Executor executor, Function<byte[], CompletionStage<?>> handler) {
    this.channel = channel;
    this.executor = executor;
    this.handler = handler;
  }

  void add(byte[] frame) {
    synchronized (this) {
      waiting.add(frame);
      if (++open == LIMIT) {
        channel.config().setAutoRead(false);
      }
      if (running) {
        return;
      }
      running = true;
    }
    executor.execute(this::run);
  }

  private void run() {
    for (byte[] frame = next(); frame != null; frame = next()) {
      var _ = handler.apply(frame).whenComplete((_, _) -> ended());
    }
  }

  private synchronized byte @Nullable [] next() {
    byte[] frame = waiting.poll();
    running = frame != null;
    return frame;
  }

  private synchronized void ended() {
    if (open-- == LIMIT) {
      channel.config().setAutoRead(true);
    }
  }
}
