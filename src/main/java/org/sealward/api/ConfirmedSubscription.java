package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * Whoever has an address shows that it is theirs.
 *
 * @param email where the code was sent
 * @param code eight digits
 */
@Serdeable
public record ConfirmedSubscription(
    @NotNull @Size(max = 254) String email, @NotNull @Pattern(regexp = "[0-9]{8}") String code) {
  @Override
  public String toString() {
    return "ConfirmedSubscription[REDACTED]";
  }
}
