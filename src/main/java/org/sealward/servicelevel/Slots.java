package org.sealward.servicelevel;

import java.time.Duration;
import java.time.Instant;

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
   * still come in time.
   *
   * @param newest when the last observation was made
   */
  public Instant known(Instant newest, Instant now) {
    Instant spoken = newest.plus(slot);
    return newest.plus(patience).isAfter(now) && spoken.isBefore(now) ? spoken : now;
  }
}
