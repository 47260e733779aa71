package org.sealward.keyvault;

import io.micronaut.context.annotation.ConfigurationInject;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.SecretBytes;

/**
 * The canary, a user of the pool that is nobody's: {@code SEALWARD_KEY_VAULT_CANARY_…}. Absent: the
 * service does not try whether it is kept from private keys.
 */
@ConfigurationProperties(CanaryProperties.PREFIX)
final class CanaryProperties {
  static final String PREFIX = "sealward.key-vault.canary";

  private final @Nullable String username;
  private final SecretBytes password;

  /** The password stays a string in the environment that it comes from, and nowhere else. */
  @ConfigurationInject
  CanaryProperties(@Nullable String username, @Nullable String password) {
    if ((username == null) != (password == null)) {
      throw new ConfigurationException(
          "SEALWARD_KEY_VAULT_CANARY_USERNAME and SEALWARD_KEY_VAULT_CANARY_PASSWORD are set"
              + " together or not at all");
    }
    this.username = username;
    this.password =
        SecretBytes.copyOf(
            password == null ? new byte[0] : password.getBytes(StandardCharsets.UTF_8));
  }

  /** Null when there is no canary. */
  @Nullable String username() {
    return username;
  }

  SecretBytes password() {
    return password;
  }
}
