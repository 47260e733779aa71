package org.sealward.decryption;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.Bytes;

/**
 * A request to have an image decrypted (protocol §10.2). Belongs into {@code api}.
 *
 * @param offset and {@code length}: of the range that is wanted; both null for all of it
 */
@Serdeable
record AssistedDecryption(
    int suite,
    Bytes grantHash,
    AssistSecret secret,
    Bytes nonce,
    @Size(min = 1, max = 16) List<Seal> seals,
    @Nullable Long offset,
    @Nullable Long length) {

  /** The secret, sealed to one assist key; 1168 bytes. */
  @Serdeable
  record Seal(UUID keyId, Bytes sealed) {}
}
