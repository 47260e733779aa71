package org.sealward.audit;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What can be wrong with what is asked for a receipt. */
@Introspected
public enum ReceiptProblem implements ProblemType {
  RECEIPT_NOT_FOUND(404, "There is no such receipt"),
  ERASURE_UNFINISHED(404, "What the receipt is for is not finished yet");

  private final int status;
  private final String title;

  ReceiptProblem(int status, String title) {
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
