package org.sealward.platform;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;

/**
 * Hints that the log may have grown, and the events of this node's newest commits, so that its tail
 * need not read them back. A hint may be missed or be wrong, and events may be missing; nothing
 * relies on it.
 */
@Singleton
final class AppendSignal {
  /** Commits whose events are kept, and bytes of bodies in one of them. */
  private static final int MOST_COMMITS = 16;

  private static final int MOST_BYTES = 1 << 20;

  private final BlockingQueue<List<Event>> fresh = new ArrayBlockingQueue<>(MOST_COMMITS);
  private final Pulse here = new Pulse();
  private final Pulse anywhere = new Pulse();
  private final Pulse arrived = new Pulse();

  /** A write of this node has committed these events, and they are visible. */
  void appendedHere(List<Event> events) {
    if (events.stream().map(Event::body).mapToLong(AppendSignal::length).sum() <= MOST_BYTES) {
      fresh.offer(events);
    }
    here.beat();
    anywhere.beat();
  }

  /**
   * The events right behind a position that this node has committed itself. Positions are given in
   * the order of commits, so nothing can appear any more between two that follow each other. After
   * a gap nothing is known: then there is a hint to read the log. For one thread.
   */
  List<Event> takeAfter(long position) {
    List<Event> next = new ArrayList<>();
    long last = position;
    for (List<Event> commit = fresh.poll(); commit != null; commit = fresh.poll()) {
      for (Event event : commit) {
        if (event.position() == last + 1) {
          next.add(event);
          last++;
        }
      }
      if (commit.getLast().position() > last) {
        anywhere.beat();
      }
    }
    return List.copyOf(next);
  }

  private static int length(@Nullable Bytes body) {
    return body == null ? 0 : body.length();
  }

  /** Another node says that one of its writes has committed. */
  void appendedElsewhere() {
    anywhere.beat();
  }

  /** This node's tail has seen new events. */
  void arrived() {
    arrived.beat();
  }

  Pulse here() {
    return here;
  }

  Pulse anywhere() {
    return anywhere;
  }

  Pulse arrivals() {
    return arrived;
  }
}
