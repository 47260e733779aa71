package org.sealward.envelope;

import java.util.Optional;
import java.util.UUID;

/**
 * Where a verifier finds bundles that were accepted before: the key directory, or a client's pins.
 */
@FunctionalInterface
public interface BundleSource {
  /** The user's accepted bundle of any version with this fingerprint. */
  Optional<SignedBundle> find(UUID userId, Bytes fingerprint);
}
