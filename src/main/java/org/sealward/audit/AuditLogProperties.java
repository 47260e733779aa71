package org.sealward.audit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The audit log, where there is one: {@code SEALWARD_AUDIT_LOG_…}.
 *
 * @param origin its name in the world, such as {@code sealward.example.org/v1/logs/audit}; another
 *     log has another
 * @param key ARN of a KMS key of the spec {@code ECC_NIST_EDWARDS25519}, of this log alone; absent:
 *     acts are recorded, and nothing is signed
 */
@ConfigurationProperties("sealward.audit-log")
record AuditLogProperties(@Nullable String origin, @Nullable String key) {
  /** The property that a deployment with an audit log has. */
  static final String KEY = "sealward.audit-log.key";

  AuditLogProperties {
    if (key != null && (origin == null || !origin.matches("[^\\s+]+"))) {
      throw new ConfigurationException(
          "SEALWARD_AUDIT_LOG_ORIGIN must be a name without white space and plus, such as"
              + " sealward.example.org/v1/logs/audit");
    }
  }
}
