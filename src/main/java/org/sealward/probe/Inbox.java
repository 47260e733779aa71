package org.sealward.probe;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.sealward.client.LiveEvent;
import org.sealward.client.LiveListener;

/** What the WebSocket brought, until somebody looks for it. */
final class Inbox implements LiveListener {
  private final BlockingQueue<LiveEvent> events = new LinkedBlockingQueue<>();

  @Override
  public void on(LiveEvent event) {
    events.add(event);
  }

  /** Forgets what has come. */
  void clear() {
    events.clear();
  }

  /** Waits for an event in which {@code wanted} finds something; what comes before is let go. */
  <T> T await(Function<LiveEvent, Optional<T>> wanted) throws InterruptedException {
    while (true) {
      Optional<T> found = wanted.apply(events.take());
      if (found.isPresent()) {
        return found.get();
      }
    }
  }
}
