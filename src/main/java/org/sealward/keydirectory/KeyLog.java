package org.sealward.keydirectory;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import org.sealward.api.LogDescription;
import org.sealward.merklelog.KmsNoteSigner;
import org.sealward.merklelog.MerkleLog;
import software.amazon.awssdk.services.kms.KmsClient;

/** The log of published bundles (protocol §11), where it has a key. */
@Factory
final class KeyLog {
  static final String NAME = LogDescription.KEYS;

  /** Somebody waits for the proof. */
  private static final Duration REST = Duration.ofMillis(100);

  @Singleton
  @Requires(property = KeyLogProperties.KEY)
  MerkleLog keyLog(KeyLogProperties properties, KmsClient kms) {
    String origin = Objects.requireNonNull(properties.origin());
    String key = Objects.requireNonNull(properties.key());
    return new MerkleLog(NAME, origin, new KmsNoteSigner(kms, key, origin), REST);
  }
}
