package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Pattern;

/**
 * Body of {@code PUT /v1/me/push-targets/{deviceId}}.
 *
 * @param token what the push gateway knows the device by; opaque to the service
 */
@Serdeable
public record PushTarget(@Pattern(regexp = "[A-Za-z0-9._:~+/=-]{1,512}") String token) {
  /** A token is like a password for the device. */
  @Override
  public String toString() {
    return "PushTarget[REDACTED]";
  }
}
