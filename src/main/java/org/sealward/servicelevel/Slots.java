package org.sealward.servicelevel;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
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
   * Up to when observations speak: until now, but not beyond the newest one of any location while
   * its next may still come in time; else what it will say would be missing where others speak.
   */
  public Instant known(Collection<Track> tracks, Instant now) {
    return tracks.stream()
        .map(Track::newest)
        .flatMap(Optional::stream)
        .filter(newest -> newest.plus(patience).isAfter(now))
        .map(newest -> newest.plus(slot))
        .filter(spoken -> spoken.isBefore(now))
        .min(Comparator.naturalOrder())
        .orElse(now);
  }
}
