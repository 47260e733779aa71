package org.sealward.envelope;

/**
 * Ciphertext did not open. The message is the same for every cause; {@link #failure()} is for the
 * local log only and must never reach another party (protocol §13).
 */
public final class DecryptionFailedException extends EnvelopeException {
  private static final long serialVersionUID = 1L;

  public DecryptionFailedException(Failure failure) {
    super(failure, "decryption failed");
  }
}
