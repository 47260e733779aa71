package org.sealward.keyvault;

import io.micronaut.core.annotation.Introspected;
import org.sealward.platform.ProblemType;

/** What can be wrong around the sealed private bundle. */
@Introspected
public enum VaultProblem implements ProblemType {
  PRIVATE_KEY_NOT_FOUND(404, "No private key is stored"),
  PRIVATE_KEY_NOT_VALID(422, "The sealed private bundle is not the caller's"),
  PRIVATE_KEY_UNREADABLE(409, "What is stored is not a sealed private key"),
  REVISION_CONFLICT(409, "A private key of that or a later revision is stored"),
  VAULT_DENIED(403, "AWS denied the caller access to the vault"),
  VAULT_UNAVAILABLE(503, "The vault cannot be reached now");

  private final int status;
  private final String title;

  VaultProblem(int status, String title) {
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
