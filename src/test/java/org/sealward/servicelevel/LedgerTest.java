package org.sealward.servicelevel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.servicelevel.Outcome.BAD;
import static org.sealward.servicelevel.Outcome.BLIND;
import static org.sealward.servicelevel.Outcome.GOOD;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Seconds are those after midnight of 1 July 2026. */
class LedgerTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-07-01T00:00:00Z");
  private static final int HOUR = 3600;

  private static Instant at(long second) {
    return MIDNIGHT.plusSeconds(second);
  }

  private static Interval interval(long start, long end) {
    return new Interval(at(start), at(end));
  }

  /** Observations of one location. */
  private static final class Seen {
    private final Track.Builder track;

    Seen(String location) {
      track = new Track.Builder(location);
    }

    Seen every(int step, int from, int to, Outcome outcome) {
      for (int second = from; second < to; second += step) {
        track.add(at(second), outcome);
      }
      return this;
    }

    Seen one(int second, Outcome outcome) {
      track.add(at(second), outcome);
      return this;
    }
  }

  private static Ledger ledger(int end, Seen... seen) {
    List<Track> tracks = Arrays.stream(seen).map(one -> one.track.build()).toList();
    return Ledger.of(tracks, Slots.USUAL, interval(0, end));
  }

  private static void assertDown(Ledger ledger, Interval... down) {
    assertThat(ledger.down().intervals()).containsExactly(down);
    assertThat(ledger.unknown().isEmpty()).isTrue();
  }

  private static Instant known(int now, int... newest) {
    List<Track> tracks =
        IntStream.of(newest)
            .mapToObj(at -> new Track.Builder("place-" + at).add(at(at), GOOD).build())
            .toList();
    return Slots.USUAL.known(tracks, at(now));
  }

  /** It speaks for 15 seconds, and the next may come within 90. */
  @Test
  void timeAfterTheNewestObservation_isNotJudged_whileTheNextMayCome() {
    assertThat(known(100, 100)).isEqualTo(at(100));
    assertThat(known(115, 100)).isEqualTo(at(115));
    assertThat(known(116, 100)).isEqualTo(at(115));
    assertThat(known(189, 100)).isEqualTo(at(115));
    assertThat(known(190, 100)).isEqualTo(at(190));
    assertThat(known(100)).isEqualTo(at(100));
  }

  /**
   * What the slower one will say of a time in which the other has spoken already would be missing.
   */
  @Test
  void timeAfterTheSlowestLocationsObservation_isNotJudged_eitherWay() {
    assertThat(known(129, 100, 126)).isEqualTo(at(115));
    assertThat(known(129, 126, 100)).isEqualTo(at(115));
    assertThat(known(130, 126, 100)).as("one is late by a slot").isEqualTo(at(130));
    assertThat(known(142, 126, 100)).isEqualTo(at(141));
    assertThat(known(191, 126, 100)).as("both are late").isEqualTo(at(141));
  }

  @Test
  void twoBadSlots_areDown_fromTheFirst() {
    Seen seen = new Seen("a").every(15, 0, 60, GOOD).every(15, 60, 90, BAD);
    assertDown(ledger(HOUR, seen.every(15, 90, HOUR, GOOD)), interval(60, 90));
  }

  @Test
  void oneBlip_isUp() {
    assertDown(ledger(HOUR, new Seen("a").every(15, 0, HOUR, GOOD).one(600, BAD)));
  }

  @Test
  void oneBlipThatAllSee_eachAtItsOwnTime_isUp() {
    assertDown(
        ledger(
            HOUR,
            new Seen("a").every(15, 0, HOUR, GOOD).one(600, BAD),
            new Seen("b").every(15, -10, HOUR, GOOD).one(605, BAD),
            new Seen("c").every(15, -5, HOUR, GOOD).one(610, BAD)));
  }

  @Test
  void twoSlots_badAtOtherLocationsEach_areDown() {
    assertDown(
        ledger(
            120,
            new Seen("a").every(15, 0, 120, GOOD).one(30, BAD),
            new Seen("b").every(15, 0, 120, GOOD).one(30, BAD).one(45, BAD),
            new Seen("c").every(15, 0, 120, GOOD).one(45, BAD)),
        interval(30, 60));
  }

  @Test
  void quorum_isOfThoseThatReport() {
    Seen bad = new Seen("a").every(15, 0, 600, BAD);
    Seen good = new Seen("b").every(15, 0, 600, GOOD);
    assertDown(ledger(600, bad, good));
    assertDown(ledger(600, bad, good, new Seen("c").every(15, 0, 600, BAD)), interval(0, 600));
    Seen blind = new Seen("c").every(15, 0, 600, BLIND);
    assertDown(ledger(600, bad, good, blind));
    assertDown(ledger(600, bad, blind), interval(0, 600));
  }

  @Test
  void monitorThatWasBlindFor19Hours_knowsNothingOfThem() {
    Seen seen = new Seen("a").every(15, 0, 5 * HOUR, GOOD);
    Ledger ledger = ledger(24 * HOUR, seen.every(15, 5 * HOUR, 24 * HOUR, BLIND));
    assertThat(ledger.down().isEmpty()).isTrue();
    assertThat(ledger.unknown().intervals()).containsExactly(interval(5 * HOUR, 24 * HOUR));
  }

  @Test
  void noProbeForThreeDays_isUnknown_afterItsSlot() {
    int end = 96 * HOUR;
    Seen seen = new Seen("a").every(15, 0, HOUR, GOOD).every(15, 73 * HOUR, end, GOOD);
    assertThat(ledger(end, seen).unknown().intervals()).containsExactly(interval(HOUR, 73 * HOUR));
  }

  @Test
  void nothingSeenAtAll_isUnknown() {
    assertThat(ledger(HOUR).unknown().intervals()).containsExactly(interval(0, HOUR));
    assertThat(ledger(HOUR).down().isEmpty()).isTrue();
  }

  /** Time counts, not how often somebody looked. */
  @Test
  void cadence_slowerWhileUpAndFasterWhileDown_isTheSameOutage() {
    Interval outage = interval(1200, 2400);
    for (int whileUp : List.of(15, 60)) {
      for (int whileDown : List.of(15, 20, 60)) {
        Seen seen = new Seen("a").every(whileUp, 0, 1200, GOOD).every(whileDown, 1200, 2400, BAD);
        assertDown(ledger(HOUR, seen.every(whileUp, 2400, HOUR + 60, GOOD)), outage);
      }
    }
  }

  /** The clock of a prober went back by ten minutes: it tells the same time twice. */
  @Test
  void backwardClock_neverCountsTwice() {
    Seen seen = new Seen("a").every(15, 0, 1200, BAD).every(15, 600, 1800, BAD);
    assertDown(ledger(HOUR, seen.every(15, 1800, HOUR, GOOD)), interval(0, 1800));
    Seen both = new Seen("a").every(15, 0, HOUR, GOOD).every(15, 600, 1200, BAD);
    assertDown(ledger(HOUR, both), interval(600, 1200));
  }

  @Test
  void duplicatesAndLateObservations_changeNothingButTheGapThatTheyFill() {
    Seen late = new Seen("a").every(15, 1800, HOUR, GOOD).every(15, 0, 900, GOOD);
    late.every(15, 0, 900, GOOD);
    assertThat(ledger(HOUR, late).unknown().intervals()).containsExactly(interval(900, 1800));
    assertDown(ledger(HOUR, late.every(15, 900, 1800, BAD)), interval(900, 1800));
  }

  @Test
  void outageOverTheEdge_isCutThere_andKnownFromBothSides() {
    Seen seen = new Seen("a").every(15, -1800, 300, BAD).every(15, 300, HOUR, GOOD);
    assertDown(ledger(HOUR, seen), interval(0, 300));
    // One slot on this side of the edge, one on the other.
    Seen two = new Seen("b").every(15, -1800, HOUR, GOOD).one(-15, BAD).one(0, BAD);
    assertDown(ledger(HOUR, two), interval(0, 15));
  }

  /** By a count of every second, of everybody's latest word. */
  @Property(tries = 10_000)
  void anyHistory_isThatOfABruteForceCount(@ForAll long seed) {
    Random random = new Random(seed);
    int end = 60 + random.nextInt(600);
    Slots slots = new Slots(Duration.ofSeconds(15), Duration.ofSeconds(50));
    List<History> histories =
        Stream.generate(() -> History.of(random, end)).limit(1 + random.nextInt(4)).toList();

    Ledger ledger =
        Ledger.of(histories.stream().map(History::track).toList(), slots, interval(0, end));

    BitSet down = new BitSet();
    BitSet unknown = new BitSet();
    Set<Interval> run = new HashSet<>();
    int runStart = -100;
    for (int second = -100; second <= end + 250; second++) {
      int good = 0;
      int bad = 0;
      List<Interval> heard = new ArrayList<>();
      for (History history : histories) {
        int index = history.latest(second);
        if (index >= 0 && second < history.ends(index)) {
          good += history.outcomes.get(index) == GOOD ? 1 : 0;
          if (history.outcomes.get(index) == BAD) {
            bad++;
            heard.add(interval(history.seconds.get(index), history.ends(index)));
          }
        }
      }
      if (good + bad == 0 && second >= 0 && second < end) {
        unknown.set(second);
      }
      if (bad > good) {
        run.addAll(heard);
      } else {
        boolean twice =
            run.stream()
                .anyMatch(one -> run.stream().anyMatch(two -> !two.start().isBefore(one.end())));
        if (twice) {
          down.set(Math.max(0, Math.min(runStart, end)), Math.max(0, Math.min(second, end)));
        }
        run.clear();
        runStart = second + 1;
      }
    }
    assertThat(ledger.down()).isEqualTo(set(down));
    assertThat(ledger.unknown()).isEqualTo(set(unknown));
  }

  private static TimeSet set(BitSet bits) {
    return TimeSet.of(bits.stream().mapToObj(second -> interval(second, second + 1)).toList());
  }

  /** What one location saw, at seconds that rise. */
  private record History(List<Integer> seconds, List<Outcome> outcomes) {
    static History of(Random random, int end) {
      History history = new History(new ArrayList<>(), new ArrayList<>());
      Outcome outcome = GOOD;
      for (int second = -random.nextInt(100); second < end + 90; ) {
        if (random.nextInt(3) == 0) {
          outcome = List.of(GOOD, BAD, BLIND).get(random.nextInt(3));
        }
        history.seconds.add(second);
        history.outcomes.add(outcome);
        second += 1 + random.nextInt(random.nextInt(8) == 0 ? 120 : 20);
      }
      return history;
    }

    Track track() {
      Track.Builder track = new Track.Builder("somewhere");
      for (int i = 0; i < seconds.size(); i++) {
        track.add(at(seconds.get(i)), outcomes.get(i));
      }
      return track.build();
    }

    int latest(int second) {
      int latest = -1;
      while (latest + 1 < seconds.size() && seconds.get(latest + 1) <= second) {
        latest++;
      }
      return latest;
    }

    int ends(int index) {
      int from = seconds.get(index);
      int next = index + 1 < seconds.size() ? seconds.get(index + 1) : Integer.MAX_VALUE;
      return next <= from + 50 ? next : from + 15;
    }
  }
}
