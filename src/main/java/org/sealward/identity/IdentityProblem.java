package org.sealward.identity;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What can be wrong with who is calling. */
@Introspected
public enum IdentityProblem implements ProblemType {
  IDENTITY_TOKEN_REFUSED(401, "The identity token is not a valid one of the caller"),
  TOKEN_KEYS_UNAVAILABLE(503, "Tokens cannot be verified now; try again a little later"),
  SECOND_FACTOR_REQUIRED(403, "The role needs a login with an authenticator app"),
  SECOND_FACTOR_UNKNOWN(503, "Logins cannot be looked up now; try again a little later"),
  ALREADY_AFFILIATED(409, "The user belongs to an institution already");

  private final int status;
  private final String title;

  IdentityProblem(int status, String title) {
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
