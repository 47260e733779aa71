package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/**
 * An invitation, shown once to the person who made it; the service keeps only a hash of the code.
 *
 * @param code one-time code for the invited person, 26 letters and digits
 */
@Serdeable
public record Invitation(UUID id, UUID institutionId, String role, String code, Instant expiresAt) {
  /** Leaves the code out. */
  @Override
  public String toString() {
    return "Invitation[" + id + ", " + role + ", code=REDACTED]";
  }
}
