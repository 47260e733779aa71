package org.sealward.image;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.sealward.api.ImageMetadata;
import org.sealward.envelope.Bytes;
import org.sealward.platform.BytesColumn;

/**
 * A row of the table {@code image}: an upload until its bytes are all there, then an image.
 *
 * @param length bytes of ciphertext, those still missing included
 * @param uploadMetadata the creation's {@code Upload-Metadata} header
 * @param expiresAt null once stored
 * @param storedAt null until stored
 * @param contentDigest null until stored
 */
@MappedEntity("image")
record ImageRow(
    @Id UUID id,
    UUID objectKey,
    UUID ownerId,
    UUID subjectId,
    UUID conversationId,
    long length,
    String uploadMetadata,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant storedAt,
    @Nullable @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class)
        Bytes contentDigest) {

  boolean isStored() {
    return contentDigest != null;
  }

  /** Of a stored image only. */
  Bytes digest() {
    return Objects.requireNonNull(contentDigest, "not stored yet");
  }

  /** Of a stored image only. */
  ImageMetadata shown() {
    return new ImageMetadata(
        id,
        subjectId,
        ownerId,
        conversationId,
        digest(),
        length,
        Objects.requireNonNull(storedAt, "not stored yet"));
  }
}
