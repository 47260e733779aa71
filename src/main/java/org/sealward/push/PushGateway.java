package org.sealward.push;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Objects;
import org.sealward.notify.Delivery;
import org.sealward.notify.Webhook;

/**
 * Asks the deployment's {@linkplain Webhook webhook} to wake a device, and tells it nothing but the
 * device's token: <code>{"device":"…"}</code>.
 */
@Singleton
class PushGateway {
  private final PushProperties properties;
  private final Webhook webhook;

  PushGateway(PushProperties properties, Webhook webhook) {
    this.properties = properties;
    this.webhook = webhook;
  }

  /**
   * Blocks until the gateway has answered, or five seconds.
   *
   * @param token of characters that stand in JSON as they are, see {@link
   *     org.sealward.api.PushTarget}
   * @return whether the gateway took it; {@link Delivery#GONE}: the token is of no device any more
   */
  Delivery wake(String token) {
    URI address = Objects.requireNonNull(properties.webhook(), "no webhook is configured");
    String secret = Objects.requireNonNull(properties.secret());
    return webhook.post("the push gateway", address, secret, "{\"device\":\"" + token + "\"}");
  }
}
