package org.sealward.envelope;

/**
 * What names a sealed image's ciphertext (protocol §8.2).
 *
 * @param contentDigest tree head over the ciphertext, 32 bytes; see {@link ContentTree}
 * @param ciphertextLength bytes, at least 72
 */
public record SealedContent(Bytes contentDigest, long ciphertextLength) {
  public SealedContent {
    Require.hash("contentDigest", contentDigest);
    Require.integer("ciphertextLength", ciphertextLength);
    Require.that(
        Chunks.plaintextLength(ciphertextLength) >= 0, "no image has this ciphertextLength");
  }

  /** Bytes of the image itself. */
  public long plaintextLength() {
    return Chunks.plaintextLength(ciphertextLength);
  }
}
