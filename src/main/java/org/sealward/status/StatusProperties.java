package org.sealward.status;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.annotation.Nullable;
import java.net.URI;
import org.sealward.platform.SafeAddress;

/**
 * The status page: {@code SEALWARD_STATUS_…}.
 *
 * @param contract id of the policy whose name and time zone the page has, and whose observations it
 *     shows; absent: there is no page
 * @param address where everybody reaches the service, as mails and feeds name it; required with a
 *     contract
 * @param secret of which the codes for e-mail addresses and the secrets of webhooks are made, 32
 *     characters at least; absent: nobody subscribes
 */
@Context
@ConfigurationProperties("sealward.status")
record StatusProperties(@Nullable String contract, @Nullable URI address, @Nullable String secret) {
  private static final int SHORTEST_SECRET = 32;

  StatusProperties {
    if (contract != null && (address == null || !SafeAddress.is(address))) {
      throw new ConfigurationException(
          "SEALWARD_STATUS_ADDRESS must be the https address where everybody reaches the service,"
              + " such as https://api.example.org");
    }
    if (secret != null && secret.length() < SHORTEST_SECRET) {
      throw new ConfigurationException(
          "SEALWARD_STATUS_SECRET must have at least 32 characters: who guesses it subscribes"
              + " others");
    }
  }

  /** The secret is never shown. */
  @Override
  public String toString() {
    return "StatusProperties[contract=" + contract + ", address=" + address + "]";
  }
}
