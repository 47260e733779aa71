package org.sealward.envelope;

/**
 * Malformed, unsupported, wrongly signed or not entitled. Message and failure hold nothing secret
 * and may be told to whoever presented the bytes.
 */
public final class InvalidEnvelopeException extends EnvelopeException {
  private static final long serialVersionUID = 1L;

  public InvalidEnvelopeException(Failure failure, String message) {
    super(failure, message);
  }

  static InvalidEnvelopeException malformed(String message) {
    return new InvalidEnvelopeException(Failure.MALFORMED, message);
  }
}
