package org.sealward.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What somebody saw of the log, in the order of seeing. */
final class Observed {
  private final List<Event> events = new ArrayList<>();

  synchronized void add(List<Event> batch) {
    events.addAll(batch);
    notifyAll();
  }

  synchronized List<Event> all() {
    return List.copyOf(events);
  }

  List<Long> positions() {
    return all().stream().map(Event::position).toList();
  }

  List<String> texts() {
    return all().stream().map(Node::text).toList();
  }

  /** Waits for an event with this text; fails after 20 s. */
  void await(String text) throws InterruptedException {
    if (!within(20_000, event -> Node.text(event).equals(text))) {
      throw new AssertionError("never saw " + text + " but " + texts());
    }
  }

  synchronized boolean within(long milliseconds, Predicate<Event> wanted)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    while (events.stream().noneMatch(wanted)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
