package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestService;
import org.sealward.envelope.Observation;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.Observation.Step;

/** The whole path, against the running service. */
final class ProberTest {
  private static final Duration AMPLE = Duration.ofSeconds(30);
  private static final References NONE = new References(List.of(), AMPLE);

  @TempDir private Path folder;
  private final TestService service = TestService.get();

  private static List<Step> steps(Prober.Seen seen) {
    return seen.results().stream().map(Result::step).toList();
  }

  @Test
  void probe_ofAServiceThatIsWell_isGood_firstAnewThenGoingOn() throws Exception {
    try (Prober prober =
        TestCanaries.get().prober(folder, service.url(), service.url(), NONE, AMPLE)) {
      Prober.Seen anew = prober.probe();
      Prober.Seen next = prober.probe();

      assertThat(anew.why()).isEmpty();
      assertThat(steps(anew))
          .containsExactly(
              Step.SITE,
              Step.SIGN_IN,
              Step.CONNECTION,
              Step.MESSAGE_SENT,
              Step.MESSAGE_RECEIVED,
              Step.IMAGE_SENT,
              Step.IMAGE_READ);
      assertThat(steps(next))
          .containsExactly(
              Step.SITE,
              Step.MESSAGE_SENT,
              Step.MESSAGE_RECEIVED,
              Step.IMAGE_SENT,
              Step.IMAGE_READ);
      assertThat(next.results())
          .allMatch(result -> result.ending() == Ending.WORKED)
          .anyMatch(result -> result.took().isPositive());
      var observation =
          new Observation("sofia", 1, Observation.NOTHING, Instant.EPOCH, anew.results());
      assertThat(observation.worked()).isTrue();
    }
  }

  private static Result last(Prober.Seen seen) {
    return seen.results().getLast();
  }

  private Prober prober(Line line, References references, Duration limit) {
    return TestCanaries.get().prober(folder, line.url(), line.url(), references, limit);
  }

  @Test
  void image_thatIsRefused_endsTheProbe_andTheNextBeginsAnew() throws Exception {
    try (Line line = new Line(service.url());
        Prober prober = prober(line, NONE, AMPLE)) {
      assertThat(prober.probe().why()).isEmpty();
      line.spoil("POST /v1/uploads.*", Line.Fate.REFUSED);

      Prober.Seen bad = prober.probe();
      Prober.Seen next = prober.probe();

      assertThat(steps(bad))
          .containsExactly(Step.SITE, Step.MESSAGE_SENT, Step.MESSAGE_RECEIVED, Step.IMAGE_SENT);
      assertThat(last(bad).ending()).isEqualTo(Ending.REFUSED);
      assertThat(bad.why()).contains("403");
      assertThat(steps(next)).contains(Step.SIGN_IN, Step.CONNECTION);
      assertThat(last(next).step()).isEqualTo(Step.IMAGE_SENT);
    }
  }

  @Test
  void part_ofAnImage_thatIsAnother_isWrong() throws Exception {
    try (Line line = new Line(service.url());
        Prober prober = prober(line, NONE, AMPLE)) {
      line.spoil("GET /v1/images/.*/content", Line.Fate.ALTERED);

      Prober.Seen bad = prober.probe();

      assertThat(last(bad).step()).isEqualTo(Step.IMAGE_READ);
      assertThat(last(bad).ending()).isEqualTo(Ending.WRONG);
    }
  }

  /** The service takes the message, and nobody is told. */
  @Test
  void message_thatDoesNotArrive_isATimeout() throws Exception {
    Duration limit = Duration.ofSeconds(8);
    try (Line line = new Line(service.url());
        Prober prober = TestCanaries.get().prober(folder, service.url(), line.url(), NONE, limit)) {
      assertThat(prober.probe().why()).isEmpty();
      line.muteStreams();

      Prober.Seen bad = prober.probe();

      assertThat(steps(bad)).containsExactly(Step.SITE, Step.MESSAGE_SENT, Step.MESSAGE_RECEIVED);
      assertThat(last(bad).ending()).isEqualTo(Ending.TIMEOUT);
      assertThat(last(bad).took()).isBetween(limit, limit.plusSeconds(2));
    }
  }

  @Test
  void service_thatCannotBeReached_isBad_orBlindWhereNothingElseCan() throws Exception {
    try (Line line = new Line(service.url());
        Line elsewhere = new Line(service.url());
        Prober prober = prober(line, new References(List.of(elsewhere.url()), AMPLE), AMPLE)) {
      line.die();
      Prober.Seen bad = prober.probe();
      elsewhere.die();
      Prober.Seen blind = prober.probe();
      line.revive();
      elsewhere.revive();

      assertThat(bad.results())
          .extracting(Result::step, Result::ending)
          .containsExactly(
              tuple(Step.SITE, Ending.UNREACHABLE), tuple(Step.REFERENCE, Ending.WORKED));
      assertThat(blind.results())
          .extracting(Result::step, Result::ending)
          .containsExactly(
              tuple(Step.SITE, Ending.UNREACHABLE), tuple(Step.REFERENCE, Ending.UNREACHABLE));
      assertThat(prober.probe().why()).isEmpty();
    }
  }
}
