package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Body of {@code POST /v1/invitations/accept}. */
@Serdeable
public record AcceptInvitation(@NotBlank @Size(max = 40) String code) {
  /** Leaves the code out. */
  @Override
  public String toString() {
    return "AcceptInvitation[code=REDACTED]";
  }
}
