package org.sealward.platform;

import org.jspecify.annotations.Nullable;

/**
 * A failure with a stable type that becomes the response of the request. The detail of a 4xx is
 * shown to the client, so it must hold nothing that the client may not know; the detail of a 5xx is
 * only logged. A 4xx carries no stack trace: it is an expected answer.
 */
public final class Problem extends RuntimeException {
  private final ProblemType type;
  private final String detail;

  /**
   * @param detail what is wrong with this very request and what to do about it
   */
  public Problem(ProblemType type, String detail) {
    this(type, detail, null);
  }

  /**
   * @param cause logged with a 5xx, never shown
   */
  public Problem(ProblemType type, String detail, @Nullable Throwable cause) {
    super(type.name() + ": " + detail, cause, true, type.status() >= 500);
    if (type.status() < 400 || type.status() > 599) {
      throw new IllegalArgumentException("not an error status: " + type.status());
    }
    this.type = type;
    this.detail = detail;
  }

  public ProblemType type() {
    return type;
  }

  public String detail() {
    return detail;
  }
}
