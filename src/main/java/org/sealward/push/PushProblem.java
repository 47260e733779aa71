package org.sealward.push;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What may be wrong with a device that wants to be woken. */
@Introspected
enum PushProblem implements ProblemType {
  PUSH_NOT_OFFERED(404, "The deployment pushes to no devices"),
  TOO_MANY_PUSH_TARGETS(409, "The user has as many devices to be woken as one may have");

  private final int status;
  private final String title;

  PushProblem(int status, String title) {
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
