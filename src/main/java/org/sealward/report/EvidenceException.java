package org.sealward.report;

/** A file that is no evidence of a report; the message says what is wrong with it. */
public final class EvidenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EvidenceException(String message) {
    super(message);
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new EvidenceException(otherwise);
    }
  }
}
