package org.sealward.merklelog;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What can be wrong with what is asked of a log. */
@Introspected
public enum LogProblem implements ProblemType {
  LOG_NOT_FOUND(404, "The service keeps no such log"),
  TILE_NOT_FOUND(404, "The log has no such tile, or not as wide"),
  CHECKPOINT_NOT_READY(503, "The log has no checkpoint yet that may be shown"),
  PERIOD_TOO_LONG(400, "The log has more leaves in the period than one answer may have"),
  NOT_LOGGED_YET(404, "No checkpoint has the entry yet"),
  LOG_KEY_UNAVAILABLE(503, "The key of the log cannot be asked for");

  private final int status;
  private final String title;

  LogProblem(int status, String title) {
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
