package org.sealward.people;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What can be wrong around institutions, profiles and connections. */
@Introspected
public enum PeopleProblem implements ProblemType {
  INSTITUTION_NOT_FOUND(404, "There is no such institution"),
  INSTITUTION_EXISTS(409, "An institution of that name exists"),
  INVITATION_NOT_VALID(404, "The invitation is unknown, used or expired"),
  AFFILIATION_NOT_FOUND(404, "Nobody asked for that place at the institution"),
  SPECIALIST_NOT_FOUND(404, "There is no such specialist"),
  SPECIALIST_NOT_ACCEPTING(409, "The specialist takes no new patients"),
  CONNECTION_EXISTS(409, "The patient and the specialist are connected, or one asked already"),
  CONNECTION_NOT_FOUND(404, "There is no such connection"),
  CONNECTION_DECIDED(409, "The connection has been decided already"),
  CONNECTION_NOT_ACCEPTED(409, "The connection is not, or no longer, an accepted one"),
  CANARY_RETENTION(409, "A canary institution keeps things for a day");

  private final int status;
  private final String title;

  PeopleProblem(int status, String title) {
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
