package org.sealward.platform;

import java.util.List;
import java.util.Set;

/**
 * A bean that must see every event of some kinds, from the log's beginning.
 *
 * <p>Its cursor is stored under its name. Batches come in log order, on one node at a time, at
 * least once: after a failure or a crash a batch, or a part of it, comes again, so what a reader
 * does must be idempotent. When {@code accept} throws, the same events are tried again with growing
 * pauses, one by one, for ever; other readers go on.
 */
public interface EventReader {
  /** Stable and unique, lower case with hyphens; a renamed reader starts again at the beginning. */
  String name();

  /** The only kinds of events that it gets; not empty. */
  Set<String> kinds();

  /**
   * Returning normally means that the whole batch is done with.
   *
   * @param batch not empty; an event without a body may be an erased one
   */
  void accept(List<Event> batch);
}
