package org.sealward.push;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sealward.notify.Webhook;
import org.sealward.platform.SafeAddress;

/**
 * The gateway that wakes devices: {@code SEALWARD_PUSH_…}. One for a deployment, never of a user's
 * choosing.
 *
 * @param webhook an https address, or http on this computer; absent: nothing is pushed
 * @param secret of the signature, 32 characters at least; required with a webhook
 * @param interval the least time between two pushes to one device
 */
@ConfigurationProperties("sealward.push")
record PushProperties(@Nullable URI webhook, @Nullable String secret, @NotNull Duration interval) {
  /** The property that a deployment with pushes has. */
  static final String WEBHOOK = "sealward.push.webhook";

  PushProperties {
    if (webhook != null) {
      if (!SafeAddress.is(webhook)) {
        throw new ConfigurationException(
            "SEALWARD_PUSH_WEBHOOK must be an https address, such as"
                + " https://push.example.org/sealward");
      }
      if (secret == null || secret.length() < Webhook.SHORTEST_SECRET) {
        throw new ConfigurationException(
            "SEALWARD_PUSH_SECRET must have at least 32 characters: the webhook verifies by it"
                + " that a push is ours");
      }
    }
    if (!interval.isPositive()) {
      throw new ConfigurationException("SEALWARD_PUSH_INTERVAL must be longer than nothing");
    }
  }

  /** Whether there is a gateway. */
  boolean offered() {
    return webhook != null;
  }

  /** The secret is never shown. */
  @Override
  public String toString() {
    return "PushProperties[webhook=" + webhook + ", interval=" + interval + "]";
  }
}
