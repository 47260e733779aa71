package org.sealward.client;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** Writes down what a listener hears. */
final class Heard implements LiveListener {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final List<LiveEvent> events = new CopyOnWriteArrayList<>();
  final List<RuntimeException> breaks = new CopyOnWriteArrayList<>();
  final CountDownLatch caughtUp = new CountDownLatch(1);

  @Override
  public void on(LiveEvent event) {
    events.add(event);
  }

  @Override
  public void caughtUp() {
    caughtUp.countDown();
  }

  @Override
  public void disconnected(RuntimeException cause) {
    breaks.add(cause);
  }

  List<String> texts() {
    return events.stream()
        .filter(LiveEvent.MessageReceived.class::isInstance)
        .map(event -> ((LiveEvent.MessageReceived) event).received())
        .map(
            received ->
                received instanceof Received.Message message
                        && message.content() instanceof Content.Text(String text)
                    ? text
                    : received.toString())
        .toList();
  }

  /** Members of a conversation after the newest change of them that was heard; 0 for none. */
  int members(UUID conversationId) {
    return events.reversed().stream()
        .filter(LiveEvent.MembersChanged.class::isInstance)
        .map(LiveEvent.MembersChanged.class::cast)
        .filter(changed -> changed.stream().equals(conversationId))
        .mapToInt(changed -> changed.entry().members().size())
        .findFirst()
        .orElse(0);
  }

  Heard awaitTexts(int count) {
    return await(heard -> heard.texts().size() >= count);
  }

  Heard await(Predicate<Heard> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.test(this)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("heard only " + events + ", broken " + breaks);
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return this;
  }
}
