package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.Bytes;

/**
 * A request to have an image decrypted (protocol §10.2).
 *
 * @param grantHash of the caller's own grant
 * @param nonce 32 bytes, for this request alone
 * @param seals one for each assist key that the caller accepted
 * @param offset of the first byte that is wanted; null: from the beginning
 * @param length how many bytes are wanted; null: all from there on
 */
@Serdeable
public record AssistedDecryption(
    int suite,
    Bytes grantHash,
    AssistSecret secret,
    Bytes nonce,
    @Size(min = 1, max = MOST_SEALS) List<@NotNull @Valid Seal> seals,
    @Nullable Long offset,
    @Nullable Long length) {
  /** As many as there are assist keys (protocol §12). */
  public static final int MOST_SEALS = 16;

  /**
   * The secret for one assist key.
   *
   * @param sealed 1168 bytes
   */
  @Serdeable
  public record Seal(UUID keyId, Bytes sealed) {}
}
