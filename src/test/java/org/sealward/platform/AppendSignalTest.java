package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.Bytes;

/** Which of this node's own commits its tail may take without reading them back. */
class AppendSignalTest {
  private final AppendSignal signal = new AppendSignal();

  @Test
  void commitsThatFollow_areTakenOnce() {
    signal.appendedHere(events(8, 9));
    signal.appendedHere(events(10));
    assertThat(positions(signal.takeAfter(7))).containsExactly(8L, 9L, 10L);
    assertThat(signal.takeAfter(10)).isEmpty();
  }

  @Test
  void commitBehindAGap_isNotTaken_andHintsAtTheLog() {
    signal.appendedHere(events(8));
    signal.appendedHere(events(10, 11));
    long beats = signal.anywhere().beats();
    assertThat(positions(signal.takeAfter(7))).containsExactly(8L);
    assertThat(signal.anywhere().beats()).isGreaterThan(beats);
    assertThat(signal.takeAfter(9)).isEmpty();
  }

  @Test
  void whatWasReadMeanwhile_isNotTakenAgain() {
    signal.appendedHere(events(8, 9));
    signal.appendedHere(events(10));
    long beats = signal.anywhere().beats();
    assertThat(positions(signal.takeAfter(9))).containsExactly(10L);
    assertThat(signal.anywhere().beats()).isEqualTo(beats);
  }

  @Test
  void commitsInTheOrderOfTheirCallers_notOfTheLog_areLeftToTheLog() {
    signal.appendedHere(events(9));
    signal.appendedHere(events(8));
    assertThat(positions(signal.takeAfter(7))).containsExactly(8L);
    assertThat(signal.takeAfter(8)).isEmpty();
  }

  @Test
  void whatNobodyTakes_isNotKept() {
    for (int i = 1; i <= 1_000; i++) {
      signal.appendedHere(events(i));
    }
    assertThat(signal.takeAfter(0)).hasSizeLessThan(100);
    signal.appendedHere(List.of(event(1_001, Bytes.of(new byte[2_000_000]))));
    assertThat(signal.takeAfter(1_000)).isEmpty();
  }

  private static List<Event> events(long... positions) {
    return LongStream.of(positions).mapToObj(p -> event(p, Bytes.utf8("{}"))).toList();
  }

  private static Event event(long position, Bytes body) {
    return new Event(
        position, UUID.randomUUID(), 1, "message", Node.ACTOR, Instant.EPOCH, Node.DIGEST, body);
  }

  private static List<Long> positions(List<Event> events) {
    return events.stream().map(Event::position).toList();
  }
}
