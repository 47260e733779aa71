package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/**
 * A receiver of what is said on the status page.
 *
 * @param secret by which it knows that a request is the service's; null in a list
 */
@Serdeable
public record StatusWebhook(UUID id, String address, @Nullable String secret, Instant addedAt) {
  @Override
  public String toString() {
    return "StatusWebhook[" + id + "]";
  }
}
