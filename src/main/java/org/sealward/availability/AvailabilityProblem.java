package org.sealward.availability;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What can be wrong with what probers deliver, and with what is asked of reports. */
@Introspected
public enum AvailabilityProblem implements ProblemType {
  OBSERVATION_REFUSED(403, "Not what a prober of this service has seen"),
  OBSERVATION_GAP(409, "An earlier observation is missing"),
  CLOCK_SKEWED(409, "The prober's clock is wrong"),
  CONTRACT_NOT_FOUND(404, "There is no such contract"),
  MONTH_NOT_FOUND(404, "There is no report of that month");

  private final int status;
  private final String title;

  AvailabilityProblem(int status, String title) {
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
