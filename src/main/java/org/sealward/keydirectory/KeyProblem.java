package org.sealward.keydirectory;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What can be wrong with bundles and institutions' keys, published or asked for. */
@Introspected
public enum KeyProblem implements ProblemType {
  BUNDLE_VERSION_TAKEN(409, "Another bundle of that version is published already"),
  BUNDLE_NOT_FOUND(404, "The user has published no bundle"),
  INSTITUTION_KEY_VERSION_TAKEN(409, "Another key of that version is published already"),
  INSTITUTION_KEY_NOT_FOUND(404, "The institution has published no key"),
  NOT_A_SPECIALIST_THERE(409, "The user is no confirmed specialist of the institution"),
  ATTESTATION_NOT_FOUND(404, "The institution has not vouched for the user");

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
