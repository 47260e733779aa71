package org.sealward.keydirectory;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The key log, where there is one: {@code SEALWARD_KEY_LOG_…}.
 *
 * @param origin its name in the world, such as {@code sealward.example.org/v1/logs/keys}; another
 *     log has another
 * @param key ARN of a KMS key of the spec {@code ECC_NIST_EDWARDS25519}, of this log alone; absent:
 *     no log is served
 */
@ConfigurationProperties("sealward.key-log")
record KeyLogProperties(@Nullable String origin, @Nullable String key) {
  /** The property that a deployment with a key log has. */
  static final String KEY = "sealward.key-log.key";

  KeyLogProperties {
    if (key != null && (origin == null || !origin.matches("[^\\s+]+"))) {
      throw new ConfigurationException(
          "SEALWARD_KEY_LOG_ORIGIN must be a name without white space and plus, such as"
              + " sealward.example.org/v1/logs/keys");
    }
  }
}
