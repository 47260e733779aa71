package org.sealward.decryption;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What can be wrong with a request for assisted decryption. */
@Introspected
public enum DecryptionProblem implements ProblemType {
  ASSISTED_DECRYPTION_OFF(403, "The service does not decrypt this image"),
  ASSIST_KEY_UNKNOWN(409, "The secret is sealed to no key that the service has now"),
  ASSIST_NONCE_USED(409, "The nonce was used before"),
  /** Whatever does not open, and why: towards anybody one and the same. */
  DECRYPTION_FAILED(422, "The image does not open"),
  ASSIST_BUSY(503, "The service decrypts as many images as it may");

  private final int status;
  private final String title;

  DecryptionProblem(int status, String title) {
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
