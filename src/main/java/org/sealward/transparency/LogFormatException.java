package org.sealward.transparency;

/** Bytes or text that are not of their format. The message quotes nothing of them. */
public final class LogFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogFormatException(String message) {
    super(message);
  }

  LogFormatException(String message, Throwable cause) {
    super(message, cause);
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new LogFormatException(otherwise);
    }
  }
}
