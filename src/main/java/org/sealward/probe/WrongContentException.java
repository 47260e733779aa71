package org.sealward.probe;

/** Something else came than was sent. */
final class WrongContentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongContentException(String message) {
    super(message);
  }
}
