package org.sealward.conversation;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What legal holds forbid, and what can be wrong with one. */
@Introspected
public enum LegalHoldProblem implements ProblemType {
  LEGAL_HOLD(409, "A legal hold forbids to delete it"),
  LEGAL_HOLD_NOT_FOUND(404, "The institution has no such legal hold"),
  LEGAL_HOLD_EXISTS(409, "Another legal hold has or had that id"),
  NOTHING_TO_HOLD(409, "The institution has nothing of that person");

  private final int status;
  private final String title;

  LegalHoldProblem(int status, String title) {
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
