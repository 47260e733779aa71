package org.sealward.status;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What can be wrong with what is asked of the status page, or said on it. */
@Introspected
public enum StatusProblem implements ProblemType {
  STATUS_NOT_OFFERED(404, "This service has no status page"),
  STATUS_ENTRY_NOT_FOUND(404, "The status page has no such entry"),
  STATUS_ENTRY_EXISTS(409, "The status page has another entry with that id"),
  SUBSCRIPTIONS_NOT_OFFERED(404, "This service tells nobody of its status"),
  SUBSCRIPTION_CODE_REFUSED(403, "It is not the code that was sent to the address");

  private final int status;
  private final String title;

  StatusProblem(int status, String title) {
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
