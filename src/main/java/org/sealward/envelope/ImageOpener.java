package org.sealward.envelope;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Opens an image from a stream to a stream in constant memory; reached through {@link Opener}. */
final class ImageOpener {
  private static final int BATCH = ImageSealer.BATCH * Chunks.SEALED;

  private final SealedContent content;
  private final ContentTree.Builder tree = new ContentTree.Builder();

  private ImageOpener(SealedContent content) {
    this.content = content;
  }

  static void open(
      ImageContext image,
      SealedContent content,
      ImageKey key,
      InputStream ciphertext,
      OutputStream plaintext)
      throws IOException {
    new ImageOpener(content).open(image, key, ciphertext, plaintext);
  }

  private void open(ImageContext image, ImageKey key, InputStream from, OutputStream to)
      throws IOException {
    Bytes prefix = Bytes.adopt(from.readNBytes(Chunks.PREFIX));
    if (prefix.length() < Chunks.PREFIX) {
      throw new DecryptionFailedException(Failure.TRUNCATED);
    }
    tree.update(prefix.shared(), 0, prefix.length());
    try (ChunkCipher cipher = ChunkCipher.opening(key.key(), prefix, image.encoded())) {
      openChunks(cipher, from, to);
    }
    if (tree.length() != content.ciphertextLength()
        || !tree.build().contentDigest().equals(content.contentDigest())) {
      throw mismatch();
    }
  }

  private void openChunks(ChunkCipher cipher, InputStream from, OutputStream to)
      throws IOException {
    byte[] in = new byte[BATCH];
    byte[] out = new byte[ImageSealer.BATCH * Chunks.PLAIN];
    try {
      int filled;
      long index = 0;
      do {
        filled = from.readNBytes(in, 0, BATCH);
        tree.update(in, 0, filled);
        if (tree.length() > content.ciphertextLength()) {
          throw mismatch();
        }
        // A batch that is not full ends in a short chunk, which marks the end.
        int chunks = filled == BATCH ? ImageSealer.BATCH : filled / Chunks.SEALED + 1;
        int opened = 0;
        for (int i = 0; i < chunks; i++) {
          int length = Math.min(Chunks.SEALED, filled - i * Chunks.SEALED);
          if (length < Chunks.TAG) {
            throw new DecryptionFailedException(Failure.TRUNCATED);
          }
          opened += cipher.open(index++, in, i * Chunks.SEALED, length, out, opened);
        }
        to.write(out, 0, opened);
      } while (filled == BATCH);
    } finally {
      Arrays.fill(out, (byte) 0);
    }
  }

  private static InvalidEnvelopeException mismatch() {
    return new InvalidEnvelopeException(
        Failure.DIGEST_MISMATCH, "the ciphertext is not the one that was signed");
  }
}
