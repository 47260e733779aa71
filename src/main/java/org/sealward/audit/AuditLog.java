package org.sealward.audit;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import org.sealward.merklelog.KmsNoteSigner;
import org.sealward.merklelog.MerkleLog;
import software.amazon.awssdk.services.kms.KmsClient;

/** The log of what was done (protocol §18), where it has a key. */
@Factory
final class AuditLog {
  /** Nobody waits for a proof, and KMS is paid by the signature. */
  private static final Duration REST = Duration.ofSeconds(1);

  @Singleton
  @Requires(property = AuditLogProperties.KEY)
  MerkleLog auditLog(AuditLogProperties properties, KmsClient kms) {
    String origin = Objects.requireNonNull(properties.origin());
    String key = Objects.requireNonNull(properties.key());
    return new MerkleLog(Audit.LOG, origin, new KmsNoteSigner(kms, key, origin), REST);
  }
}
