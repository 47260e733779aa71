package org.sealward.delivery;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/**
 * Why a socket is closed; named in {@link org.sealward.api.ServerFrame.Refused}. The status is the
 * one that HTTP would have.
 */
@Introspected
public enum StreamProblem implements ProblemType {
  FRAME_NOT_VALID(400, "The frame is not one of the protocol's, or not in its order"),
  TOKEN_REFUSED(401, "A valid access token is needed"),
  TOKEN_EXPIRED(401, "The access token has expired");

  private final int status;
  private final String title;

  StreamProblem(int status, String title) {
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
