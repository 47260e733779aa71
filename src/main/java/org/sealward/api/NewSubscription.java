package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * Who wants to be told of incidents and maintenances.
 *
 * @param email where a code is sent
 */
@Serdeable
public record NewSubscription(
    @NotNull @Size(max = 254) @Pattern(regexp = NewSubscription.ADDRESS) String email) {
  /** Narrower than what mail allows: nothing that has a meaning of its own in a header. */
  static final String ADDRESS =
      "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?";

  /** Of a person, who is nobody to a log. */
  @Override
  public String toString() {
    return "NewSubscription[REDACTED]";
  }
}
