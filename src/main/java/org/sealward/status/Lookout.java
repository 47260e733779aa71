package org.sealward.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sealward.servicelevel.Outcome;
import org.sealward.servicelevel.Track;

/** What is seen from one location, as far as it is kept. Not safe for use by several threads. */
final class Lookout {
  /**
   * For how long what worked counts, where later observations do not try it: probers log in and
   * connect anew every five minutes, and go on with what they have in between.
   */
  static final Duration HOLDS = Duration.ofHours(1);

  private final String location;
  private final List<Sight> seen = new ArrayList<>();

  Lookout(String location) {
    this.location = location;
  }

  void add(Sight sight) {
    int place = seen.size();
    while (place > 0 && seen.get(place - 1).at().isAfter(sight.at())) {
      place--;
    }
    seen.add(place, sight);
  }

  void forgetBefore(Instant time) {
    seen.removeIf(sight -> sight.at().isBefore(time));
  }

  boolean any(Predicate<Sight> condition) {
    return seen.stream().anyMatch(condition);
  }

  /** Of the whole service. */
  Track whole() {
    Track.Builder track = new Track.Builder(location);
    seen.forEach(sight -> track.add(sight.at(), sight.whole()));
    return track.build();
  }

  /** Of one part. */
  Track of(Part part) {
    Track.Builder track = new Track.Builder(location);
    @Nullable Instant worked = null;
    for (Sight sight : seen) {
      Outcome said = sight.parts().get(part);
      if (said != null) {
        worked = said == Outcome.GOOD ? sight.at() : null;
        track.add(sight.at(), said);
      } else if (worked != null && !sight.at().isAfter(worked.plus(HOLDS))) {
        track.add(sight.at(), Outcome.GOOD);
      }
    }
    return track.build();
  }
}
