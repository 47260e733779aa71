package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;

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
}
