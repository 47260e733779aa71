package org.sealward.servicelevel;

import java.time.Instant;
import java.util.List;

/**
 * When a service was down, and when nobody can say; it was up for the rest.
 *
 * <p>At each instant, locations that report decide: it is bad when more than half of them see it
 * bad, unknown when none reports. A bad time is down from its first instant on when it has two bad
 * observations one after the other, the second not before the first has ended; a single blip is up.
 *
 * @param down two bad slots or more
 * @param unknown nobody saw anything
 */
public record Ledger(TimeSet down, TimeSet unknown) {
  private static final long NEVER = Long.MAX_VALUE;

  /**
   * What observations say of a period. Observations around it count too: who asks for a month with
   * an outage over its edge gives those from before it and after it as well.
   *
   * @param tracks one for each location
   */
  public static Ledger of(List<Track> tracks, Slots slots, Interval period) {
    Sweep sweep = new Sweep(tracks, slots);
    sweep.run();
    TimeSet all = TimeSet.of(period);
    return new Ledger(sweep.down.build().and(all), all.minus(sweep.known.build()));
  }

  /** Goes through time from one change of what a location says to the next. */
  private static final class Sweep {
    final TimeSet.Builder down = new TimeSet.Builder();
    final TimeSet.Builder known = new TimeSet.Builder();

    private final Voice[] voices;
    private long knownSince = NEVER;
    private long badSince = NEVER;
    private long firstEnd;
    private boolean twice;

    Sweep(List<Track> tracks, Slots slots) {
      voices = tracks.stream().map(track -> new Voice(track, slots)).toArray(Voice[]::new);
    }

    void run() {
      for (long now = next(); now != NEVER; ) {
        int good = 0;
        int bad = 0;
        for (Voice voice : voices) {
          voice.goTo(now);
          good += voice.says(Outcome.GOOD) ? 1 : 0;
          bad += voice.says(Outcome.BAD) ? 1 : 0;
        }
        if (bad > good) {
          goOnBad(now);
        } else {
          endBad(now);
        }
        if (good + bad == 0) {
          endKnown(now);
        } else if (knownSince == NEVER) {
          knownSince = now;
        }
        now = next();
      }
    }

    private long next() {
      long next = NEVER;
      for (Voice voice : voices) {
        next = Math.min(next, voice.nextChange());
      }
      return next;
    }

    private void goOnBad(long now) {
      if (badSince == NEVER) {
        badSince = now;
        firstEnd = NEVER;
        twice = false;
      }
      for (Voice voice : voices) {
        if (voice.says(Outcome.BAD)) {
          twice |= voice.began() >= firstEnd;
          firstEnd = Math.min(firstEnd, voice.nextChange());
        }
      }
    }

    private void endBad(long now) {
      if (badSince != NEVER && twice) {
        down.add(Instant.ofEpochMilli(badSince), Instant.ofEpochMilli(now));
      }
      badSince = NEVER;
    }

    private void endKnown(long now) {
      if (knownSince != NEVER) {
        known.add(Instant.ofEpochMilli(knownSince), Instant.ofEpochMilli(now));
      }
      knownSince = NEVER;
    }
  }

  /** What one location says at the moment of the sweep. */
  private static final class Voice {
    private final Track track;
    private final long slot;
    private final long patience;
    private int index = -1;
    private boolean silent = true;

    Voice(Track track, Slots slots) {
      this.track = track;
      slot = slots.slot().toMillis();
      patience = slots.patience().toMillis();
    }

    boolean says(Outcome outcome) {
      return !silent && track.outcome(index) == outcome;
    }

    long began() {
      return track.at(index);
    }

    /** When it says something else, or the same anew, or falls silent. */
    long nextChange() {
      long following = index + 1 < track.size() ? track.at(index + 1) : NEVER;
      if (silent || following - track.at(index) <= patience) {
        return following;
      }
      return track.at(index) + slot;
    }

    void goTo(long now) {
      if (nextChange() == now) {
        silent = index + 1 == track.size() || track.at(index + 1) != now;
        index += silent ? 0 : 1;
      }
    }
  }
}
