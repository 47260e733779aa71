package org.sealward.keydirectory;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What can be wrong with a bundle that is published or asked for. */
@Introspected
public enum KeyProblem implements ProblemType {
  BUNDLE_VERSION_TAKEN(409, "Another bundle of that version is published already"),
  BUNDLE_NOT_FOUND(404, "The user has published no bundle");

  private final int status;
  private final String title;

  KeyProblem(int status, String title) {
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
