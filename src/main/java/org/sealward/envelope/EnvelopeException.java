package org.sealward.envelope;

/** Something was refused. {@link #failure()} names the class of protocol §13. */
public abstract sealed class EnvelopeException extends RuntimeException
    permits InvalidEnvelopeException, DecryptionFailedException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  EnvelopeException(Failure failure, String message) {
    super(message);
    this.failure = failure;
  }

  public final Failure failure() {
    return failure;
  }
}
