package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;
import org.sealward.envelope.Bytes;

/**
 * A stored image as the service knows it; its name, type and size are inside the encrypted message.
 *
 * @param contentDigest 32 bytes, as the service computed it from the ciphertext (protocol §8.2)
 * @param ciphertextLength bytes
 * @param storedAt when the last byte was there
 */
@Serdeable
public record ImageMetadata(
    UUID imageId,
    UUID subjectId,
    UUID ownerId,
    UUID conversationId,
    Bytes contentDigest,
    long ciphertextLength,
    Instant storedAt) {}
