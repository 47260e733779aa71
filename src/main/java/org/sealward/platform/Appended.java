package org.sealward.platform;

import org.jspecify.annotations.Nullable;

/** The place of an event that a {@link Unit} appends: known once the write has committed. */
public final class Appended {
  private volatile @Nullable Event event;

  Appended() {}

  /** The event with its sequence number; throws IllegalStateException before the commit. */
  public Event event() {
    Event known = event;
    if (known == null) {
      throw new IllegalStateException("an event has its place only after the commit");
    }
    return known;
  }

  void committedAs(Event known) {
    event = known;
  }
}
