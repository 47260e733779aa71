package org.sealward.client.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.api.ClientFrame;
import org.sealward.api.ServerFrame;
import org.sealward.client.internal.live.Positions.Verdict;

final class PositionsTest {
  private static final UUID TIMELINE = new UUID(0, 1);
  private static final UUID STREAM = new UUID(0, 2);
  private static final UUID OTHER = new UUID(0, 3);

  private final Positions positions =
      Positions.of(new ClientFrame.Resume(TIMELINE, Map.of(STREAM, 7L)));

  @Test
  void events_inOrder_areNext() {
    assertThat(positions.judge(event(STREAM, 8))).isEqualTo(Verdict.NEXT);
    positions.handled(event(STREAM, 8));
    assertThat(positions.judge(event(STREAM, 9))).isEqualTo(Verdict.NEXT);
  }

  @Test
  void event_thatWasHandled_isRepeated() {
    assertThat(positions.judge(event(STREAM, 7))).isEqualTo(Verdict.REPEATED);
    assertThat(positions.judge(event(STREAM, 1))).isEqualTo(Verdict.REPEATED);
  }

  @Test
  void event_thatWasNotHandled_isNextAgain() {
    assertThat(positions.judge(event(STREAM, 8))).isEqualTo(Verdict.NEXT);
    assertThat(positions.judge(event(STREAM, 8))).isEqualTo(Verdict.NEXT);
  }

  @Test
  void gap_isAskedAboutOnce() {
    assertThat(positions.judge(event(STREAM, 10))).isEqualTo(Verdict.AFTER_GAP);
    assertThat(positions.judge(event(STREAM, 10))).isEqualTo(Verdict.AFTER_LASTING_GAP);
    positions.handled(event(STREAM, 10));
    assertThat(positions.judge(event(STREAM, 11))).isEqualTo(Verdict.NEXT);
    assertThat(positions.judge(event(STREAM, 13))).as("another gap").isEqualTo(Verdict.AFTER_GAP);
  }

  @Test
  void gap_thatWasFilled_isForgotten() {
    assertThat(positions.judge(event(STREAM, 10))).isEqualTo(Verdict.AFTER_GAP);
    positions.handled(event(STREAM, 8));
    positions.handled(event(STREAM, 9));
    assertThat(positions.judge(event(STREAM, 10))).isEqualTo(Verdict.NEXT);
  }

  @Test
  void unknownStream_mayBeginAnywhere() {
    assertThat(positions.judge(event(OTHER, 41))).isEqualTo(Verdict.NEXT);
    positions.handled(event(OTHER, 41));
    assertThat(positions.judge(event(OTHER, 43))).isEqualTo(Verdict.AFTER_GAP);
  }

  @Test
  void positions_countOnTheirTimelineOnly() {
    positions.begin(TIMELINE);
    assertThat(positions.resume()).isEqualTo(new ClientFrame.Resume(TIMELINE, Map.of(STREAM, 7L)));

    positions.begin(new UUID(0, 9));
    assertThat(positions.resume()).isEqualTo(new ClientFrame.Resume(new UUID(0, 9), Map.of()));
    assertThat(positions.judge(event(STREAM, 1))).isEqualTo(Verdict.NEXT);
  }

  private static ServerFrame.Event event(UUID stream, long seq) {
    return new ServerFrame.Event(1, stream, seq, "message", Instant.EPOCH, OTHER, null);
  }
}
