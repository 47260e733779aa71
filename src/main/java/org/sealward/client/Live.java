package org.sealward.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sealward.client.error.UnreachableException;
import org.sealward.client.internal.http.Backoff;
import org.sealward.client.internal.live.FrameSocket;

/**
 * Tells a listener what happens, as it happens, until it is closed. A broken connection is made
 * again after a pause that doubles up to a minute, with full jitter; nothing that happened in
 * between is lost.
 */
public final class Live implements AutoCloseable {
  private static final Backoff BACKOFF = Backoff.of(Duration.ofMillis(500), Duration.ofMinutes(1));

  private final LiveConnection.Parts parts;
  private final LiveListener listener;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean connecting;
  private volatile @Nullable FrameSocket socket;

  Live(LiveConnection.Parts parts, LiveListener listener) {
    this.parts = parts;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("sealward-live").unstarted(this::run);
  }

  Live start() {
    thread.start();
    return this;
  }

  private void run() {
    int failures = 0;
    while (!isClosed()) {
      var connection = new LiveConnection(parts, listener);
      RuntimeException cause = null;
      try (FrameSocket open = connect()) {
        if (!isClosed()) {
          connection.run(open);
        }
      } catch (IOException e) {
        cause = new UnreachableException("the service", e);
      } catch (RuntimeException e) {
        cause = e;
      }
      failures = connection.broughtSomething() ? 0 : failures;
      if (!isClosed()) {
        if (cause != null) {
          listener.disconnected(cause);
        }
        pause(BACKOFF.before(failures++));
      }
    }
  }

  private FrameSocket connect() throws IOException {
    connecting = true;
    try {
      socket = FrameSocket.open(parts.api().http(), parts.api().base());
      return socket;
    } finally {
      connecting = false;
    }
  }

  private void pause(Duration wait) {
    try {
      var _ = closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
    }
  }

  private boolean isClosed() {
    return closing.getCount() == 0;
  }

  /**
   * Ends the connection and waits until the listener has returned, unless the listener itself
   * closes.
   */
  @Override
  public void close() {
    closing.countDown();
    FrameSocket open = socket;
    if (open != null) {
      open.close();
    }
    if (connecting) {
      thread.interrupt();
    }
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
