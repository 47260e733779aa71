package org.sealward.envelope;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Reads the failure class out of a refusal. */
final class Refusals {
  private Refusals() {}

  /**
   * The class of the {@link EnvelopeException} that {@code call} throws; fails when it does not.
   */
  static Failure of(ThrowingCallable call) {
    EnvelopeException refusal = catchThrowableOfType(EnvelopeException.class, call);
    if (refusal == null) {
      throw new AssertionError("nothing was refused");
    }
    return refusal.failure();
  }
}
