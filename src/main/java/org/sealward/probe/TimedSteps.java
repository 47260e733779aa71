package org.sealward.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sealward.client.error.AttestationException;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.LogException;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.SealwardException;
import org.sealward.client.error.UnreachableException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.error.VaultException;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.Observation.Step;

/**
 * Takes steps, times them, and says how they ended. A step that has not ended in time is left to
 * itself, so that one which hangs, even where it cannot be interrupted, holds nobody up.
 *
 * @param limit for one step
 * @param nanos the monotonic clock
 */
record TimedSteps(Duration limit, LongSupplier nanos) {
  /**
   * A step that was taken.
   *
   * @param why it did not work, for people; empty when it did
   */
  record Taken(Result result, String why) {
    boolean worked() {
      return result.ending() == Ending.WORKED;
    }
  }

  Taken take(Step step, Callable<?> work) throws InterruptedException {
    long begun = nanos.getAsLong();
    var task = new FutureTask<@Nullable Object>(work::call);
    Thread.ofVirtual().name("probe-" + step).start(task);
    Ending ending = Ending.WORKED;
    String why = "";
    try {
      task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      ending = Ending.TIMEOUT;
      why = "not within " + limit.toMillis() + " ms";
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      ending = ending(cause);
      why =
          cause instanceof SealwardException
              ? String.valueOf(cause.getMessage())
              : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    } finally {
      task.cancel(true);
    }
    Duration took = Duration.ofNanos(nanos.getAsLong() - begun);
    return new Taken(new Result(step, ending, took), why);
  }

  /** What a failure says about the service. */
  static Ending ending(Throwable failure) {
    return switch (failure) {
      case SealwardException e -> ending(e);
      case EnvelopeException _, WrongContentException _ -> Ending.WRONG;
      case IOException _ -> Ending.UNREACHABLE;
      default -> Ending.WRONG;
    };
  }

  private static Ending ending(SealwardException failure) {
    return switch (failure) {
      case UnreachableException _ -> Ending.UNREACHABLE;
      case ProblemException e ->
          e.type().equals(ProblemException.NOT_UNDERSTOOD) ? Ending.WRONG : Ending.REFUSED;
      case LoginException _ -> Ending.REFUSED;
      case ConversationException e ->
          e.reason() == ConversationException.Reason.FORKED ? Ending.WRONG : Ending.REFUSED;
      case VaultException e ->
          e.reason() == VaultException.Reason.DENIED ? Ending.REFUSED : Ending.WRONG;
      case AttestationException _, LogException _, UntrustedKeyException _ -> Ending.WRONG;
    };
  }
}
