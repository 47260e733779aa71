package org.sealward.limits;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** Too much of something; {@code Retry-After} says when there is room again. */
@Introspected
public enum LimitProblem implements ProblemType {
  TOO_MANY_CONNECTIONS(429, "The address has too many connections open"),
  UPLOAD_QUOTA_EXCEEDED(429, "The user has uploaded as much as a day allows"),
  TOO_MANY_FRAMES(429, "The socket sends too many frames");

  private final int status;
  private final String title;

  LimitProblem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
