package org.sealward.envelope;

import java.time.Instant;
import java.util.UUID;

/**
 * The right to open an image, and the key to do so (protocol §8.3).
 *
 * @param contentDigest tree head over the ciphertext, see {@link ContentTree}
 * @param ciphertextLength bytes, at least 72
 * @param createdAt whole milliseconds
 * @param wrap the image key, wrapped to the recipient's image KEM key; 1168 bytes
 */
public record ImageGrant(
    int suite,
    UUID imageId,
    UUID subjectId,
    UUID ownerId,
    UUID conversationId,
    Bytes contentDigest,
    long ciphertextLength,
    UUID granterId,
    Bytes granterFingerprint,
    UUID recipientId,
    Bytes recipientFingerprint,
    Instant createdAt,
    Bytes wrap) {

  public ImageGrant {
    Require.suite(suite);
    Require.hash("contentDigest", contentDigest);
    Require.integer("ciphertextLength", ciphertextLength);
    Require.that(
        Chunks.plaintextLength(ciphertextLength) >= 0, "no image has this ciphertextLength");
    Require.hash("granterFingerprint", granterFingerprint);
    Require.hash("recipientFingerprint", recipientFingerprint);
    Require.time("createdAt", createdAt);
    Require.length("wrap", wrap, Suite.WRAP);
  }

  public SealedContent content() {
    return new SealedContent(contentDigest, ciphertextLength);
  }

  public ImageContext context() {
    return new ImageContext(imageId, subjectId, ownerId, conversationId);
  }

  /** The bytes that the granter signs. */
  public Bytes encoded() {
    return Pae.labelled("image-grant")
        .id(imageId)
        .id(subjectId)
        .id(ownerId)
        .id(conversationId)
        .bytes(contentDigest)
        .number(ciphertextLength)
        .id(granterId)
        .bytes(granterFingerprint)
        .id(recipientId)
        .bytes(recipientFingerprint)
        .time(createdAt)
        .bytes(Hash.of(wrap))
        .encode();
  }

  /** Hash of {@link #encoded()}, 32 bytes: how a revocation names this grant. */
  public Bytes grantHash() {
    return Hash.of(encoded());
  }

  Bytes wrapInfo() {
    return wrapInfo(imageId, subjectId, recipientId, recipientFingerprint);
  }

  static Bytes wrapInfo(
      UUID imageId, UUID subjectId, UUID recipientId, Bytes recipientFingerprint) {
    return Pae.labelled("image-wrap")
        .id(imageId)
        .id(subjectId)
        .id(recipientId)
        .bytes(recipientFingerprint)
        .encode();
  }
}
