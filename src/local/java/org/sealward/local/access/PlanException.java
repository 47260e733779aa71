package org.sealward.local.access;

/** A plan that does not say what has to be known; the message says what is missing. */
final class PlanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PlanException(String message) {
    super(message);
  }
}
