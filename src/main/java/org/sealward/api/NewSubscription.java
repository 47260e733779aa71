package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * Who wants to be told of incidents and maintenances.
 *
 * @param email where a code is sent
 */
@Serdeable
public record NewSubscription(@NotNull @Size(max = 254) String email) {
  /** Of a person, who is nobody to a log. */
  @Override
  public String toString() {
    return "NewSubscription[REDACTED]";
  }
}
