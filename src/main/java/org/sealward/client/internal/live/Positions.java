package org.sealward.client.internal.live;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ClientFrame;
import org.sealward.api.ServerFrame;

/**
 * The newest event handled of each stream, which tells repeated events and missing ones, since
 * sequence numbers of a stream rise by one. Not thread-safe.
 */
public final class Positions {
  /** What to make of an event. */
  public enum Verdict {
    NEXT,
    /** Handled before. */
    REPEATED,
    /** Events before it are missing: ask for them once. */
    AFTER_GAP,
    /** Events before it are missing although they were asked for: they are not to be had. */
    AFTER_LASTING_GAP
  }

  private @Nullable UUID timeline;
  private final Map<UUID, Long> positions = new HashMap<>();

  /** Gaps that were asked about: by stream, the position before the gap. */
  private final Map<UUID, Long> asked = new HashMap<>();

  /** From what a device remembers. */
  public static Positions of(ClientFrame.Resume remembered) {
    Positions known = new Positions();
    known.timeline = remembered.timeline();
    known.positions.putAll(remembered.positions());
    return known;
  }

  /** Begins on a timeline; positions of another one mean nothing there and are forgotten. */
  public void begin(UUID current) {
    if (!current.equals(timeline)) {
      timeline = current;
      positions.clear();
      asked.clear();
    }
  }

  /** Also the form in which a device remembers the positions. */
  public ClientFrame.Resume resume() {
    return new ClientFrame.Resume(timeline, Map.copyOf(positions));
  }

  /** Judges an event; one that is {@link Verdict#AFTER_GAP} lasting when it comes again. */
  public Verdict judge(ServerFrame.Event event) {
    Long before = positions.get(event.stream());
    if (before == null || event.seq() == before + 1) {
      return Verdict.NEXT;
    }
    if (event.seq() <= before) {
      return Verdict.REPEATED;
    }
    return before.equals(asked.put(event.stream(), before))
        ? Verdict.AFTER_LASTING_GAP
        : Verdict.AFTER_GAP;
  }

  public void handled(ServerFrame.Event event) {
    positions.put(event.stream(), event.seq());
    asked.remove(event.stream());
  }
}
