package org.sealward.servicelevel;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * For how long an observation speaks: until the next from its location, if that comes within the
 * patience; else for one slot, and what follows is unknown.
 *
 * @param slot the usual time from one observation to the next
 * @param patience how late the next may come; not shorter than {@code slot}
 */
public record Slots(Duration slot, Duration patience) {
  /** Every 15 seconds, or up to six times as rarely. */
  public static final Slots USUAL = new Slots(Duration.ofSeconds(15), Duration.ofSeconds(90));

  /**
   * @throws IllegalArgumentException for a slot below a millisecond, or a shorter patience
   */
  public Slots {
    if (slot.toMillis() < 1 || patience.compareTo(slot) < 0) {
      throw new IllegalArgumentException("a slot is positive, and patience no shorter");
    }
  }

  /**
   * Up to when observations speak: until now, but not beyond the newest one while the next may
   * still come in time, nor beyond the newest of a location that is late by less than a slot: what
   * it will say would be missing where others speak.
   */
  public Instant known(Collection<Track> tracks, Instant now) {
    List<Instant> newest =
        tracks.stream().map(Track::newest).flatMap(Optional::stream).sorted().toList();
    if (newest.isEmpty() || !newest.getLast().plus(patience).isAfter(now)) {
      return now;
    }
    return newest.stream()
        .filter(one -> one.equals(newest.getLast()) || one.plus(slot).plus(slot).isAfter(now))
        .map(one -> one.plus(slot))
        .filter(spoken -> spoken.isBefore(now))
        .findFirst()
        .orElse(now);
  }
}
