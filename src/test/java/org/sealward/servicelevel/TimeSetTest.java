package org.sealward.servicelevel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TimeSetTest {
  private static Interval seconds(long start, long end) {
    return new Interval(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end));
  }

  @Test
  void intervals_thatOverlapOrTouch_areOne_andCountOnce() {
    TimeSet set = TimeSet.of(seconds(50, 60), seconds(0, 10), seconds(5, 20), seconds(20, 30));
    assertThat(set.intervals()).containsExactly(seconds(0, 30), seconds(50, 60));
    assertThat(set.length()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void interval_thatEndsBeforeItStarts_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> seconds(1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> seconds(2, 1));
    assertThat(seconds(1, 2).contains(Instant.ofEpochSecond(1))).isTrue();
    assertThat(seconds(1, 2).contains(Instant.ofEpochSecond(2))).isFalse();
  }

  @Property(tries = 2000)
  void algebra_isThatOfBits(@ForAll long seed) {
    Random random = new Random(seed);
    BitSet a = new BitSet();
    BitSet b = new BitSet();
    TimeSet first = some(random, a);
    TimeSet second = some(random, b);

    BitSet or = (BitSet) a.clone();
    or.or(b);
    assertThat(first.or(second)).isEqualTo(set(or));
    BitSet and = (BitSet) a.clone();
    and.and(b);
    assertThat(first.and(second)).isEqualTo(set(and));
    BitSet minus = (BitSet) a.clone();
    minus.andNot(b);
    assertThat(first.minus(second)).isEqualTo(set(minus));
    assertThat(first.length()).isEqualTo(Duration.ofSeconds(a.cardinality()));
  }

  private static TimeSet some(Random random, BitSet bits) {
    List<Interval> intervals = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      int start = random.nextInt(40);
      int end = start + 1 + random.nextInt(10);
      bits.set(start, end);
      intervals.add(seconds(start, end));
    }
    return TimeSet.of(intervals);
  }

  private static TimeSet set(BitSet bits) {
    return TimeSet.of(bits.stream().mapToObj(second -> seconds(second, second + 1)).toList());
  }
}
