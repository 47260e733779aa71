package org.sealward.platform;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** An event reader that remembers; shared by the nodes of a test, as its cursor is. */
final class RecordingReader implements EventReader {
  private final String name;
  private final Observed observed = new Observed();
  private final AtomicInteger working = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private volatile String poison = "";

  RecordingReader(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<String> kinds() {
    return Set.of("message", "held");
  }

  @Override
  public void accept(List<Event> batch) {
    mostAtOnce.accumulateAndGet(working.incrementAndGet(), Math::max);
    try {
      if (batch.stream().map(Node::text).anyMatch(poison::equals)) {
        throw new IllegalStateException("cannot digest " + poison);
      }
      observed.add(batch);
    } finally {
      working.decrementAndGet();
    }
  }

  /** From now on fails whenever a batch has an event with this text. */
  void poisonedBy(String text) {
    poison = text;
  }

  Observed observed() {
    return observed;
  }

  /** How many nodes were seen at work at the same time. */
  int mostAtOnce() {
    return mostAtOnce.get();
  }
}
