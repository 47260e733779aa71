package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.LogException;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.UnreachableException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.error.VaultException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Step;
import org.sealward.probe.TimedSteps.Taken;

final class TimedStepsTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final UUID SOMEBODY = new UUID(0, 1);

  @Test
  void step_isTimedByTheMonotonicClock() throws Exception {
    var nanos = new AtomicLong(5_000_000);
    var steps = new TimedSteps(Duration.ofSeconds(20), nanos::get);

    Taken taken = steps.take(Step.SITE, () -> nanos.addAndGet(1_234_567_890));

    assertThat(taken.worked()).isTrue();
    assertThat(taken.result().took()).isEqualTo(Duration.ofMillis(1234));
    assertThat(taken.why()).isEmpty();
  }

  /** As the AWS SDK may, which reads from a socket that knows no interruption. */
  @Test
  void step_thatHangsAndCannotBeInterrupted_isLeftBehind() throws Exception {
    var over = new AtomicBoolean();
    var steps = new TimedSteps(SHORT, System::nanoTime);

    Taken taken =
        steps.take(
            Step.SIGN_IN,
            () -> {
              while (!over.get()) {
                LockSupport.parkNanos(1_000_000);
              }
              return over;
            });
    over.set(true);

    assertThat(taken.result().ending()).isEqualTo(Ending.TIMEOUT);
    assertThat(taken.result().took()).isBetween(SHORT, SHORT.multipliedBy(20));
    assertThat(taken.why()).isEqualTo("not within 100 ms");
  }

  @Test
  void step_thatHangs_isInterrupted() throws Exception {
    var interrupted = new AtomicBoolean();
    var steps = new TimedSteps(SHORT, System::nanoTime);

    var _ =
        steps.take(
            Step.SITE,
            () -> {
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                interrupted.set(true);
              }
              return interrupted;
            });

    for (int i = 0; i < 500 && !interrupted.get(); i++) {
      Thread.sleep(10);
    }
    assertThat(interrupted).isTrue();
  }

  @Test
  void failure_saysWhatItSaysOfTheService() throws Exception {
    var steps = new TimedSteps(Duration.ofSeconds(20), System::nanoTime);

    Taken taken =
        steps.take(
            Step.SITE,
            () -> {
              throw new ProblemException(503, null, "away", null);
            });

    assertThat(taken.result().ending()).isEqualTo(Ending.REFUSED);
    assertThat(taken.why()).isEqualTo("HTTP 503: away");
    assertEnds(Ending.UNREACHABLE, new UnreachableException("the service", new IOException()));
    assertEnds(Ending.UNREACHABLE, new IOException());
    assertEnds(Ending.REFUSED, new LoginException(LoginException.Reason.WRONG_CREDENTIALS));
    assertEnds(Ending.REFUSED, new VaultException(VaultException.Reason.DENIED));
    assertEnds(
        Ending.REFUSED,
        new ConversationException(ConversationException.Reason.NOT_A_MEMBER, SOMEBODY));
    assertEnds(
        Ending.WRONG, new ConversationException(ConversationException.Reason.FORKED, SOMEBODY));
    assertEnds(Ending.WRONG, new VaultException(VaultException.Reason.DAMAGED));
    assertEnds(
        Ending.WRONG, new ProblemException(200, ProblemException.NOT_UNDERSTOOD, "other", null));
    assertEnds(Ending.WRONG, new LogException(LogException.Reason.SPLIT_VIEW));
    assertEnds(Ending.WRONG, new UntrustedKeyException(SOMEBODY, Bytes.EMPTY, Bytes.EMPTY));
    assertEnds(Ending.WRONG, new InvalidEnvelopeException(Failure.MALFORMED, "no seal"));
    assertEnds(Ending.WRONG, new WrongContentException("another"));
  }

  private static void assertEnds(Ending ending, Exception failure) {
    assertThat(TimedSteps.ending(failure)).as(failure.toString()).isEqualTo(ending);
  }
}
