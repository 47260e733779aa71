package org.sealward.envelope;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Seals an image from a stream to a stream in constant memory (protocol §8.1). */
public final class ImageSealer {
  /** Chunks that are read, sealed and written at once: 256 KiB. */
  static final int BATCH = 16;

  private ImageSealer() {}

  /**
   * Reads {@code plaintext} to its end and writes its ciphertext; closes neither.
   *
   * @param key of this image alone
   */
  public static SealedContent seal(
      ImageContext image, ImageKey key, InputStream plaintext, OutputStream ciphertext)
      throws IOException {
    try (ChunkCipher cipher = ChunkCipher.sealing(key.key(), image.encoded())) {
      return seal(cipher, plaintext, ciphertext);
    }
  }

  static SealedContent seal(ChunkCipher cipher, InputStream plaintext, OutputStream ciphertext)
      throws IOException {
    byte[] in = new byte[BATCH * Chunks.PLAIN];
    byte[] out = new byte[BATCH * Chunks.SEALED];
    ContentTree.Builder tree = new ContentTree.Builder();
    cipher.writePrefix(out, 0);
    write(out, Chunks.PREFIX, tree, ciphertext);
    try {
      long index = 0;
      int filled;
      do {
        filled = plaintext.readNBytes(in, 0, in.length);
        int to = 0;
        // A batch that is not full ends in a short chunk, which marks the end.
        int chunks = filled == in.length ? BATCH : filled / Chunks.PLAIN + 1;
        for (int i = 0; i < chunks; i++) {
          int from = i * Chunks.PLAIN;
          to += cipher.seal(index++, in, from, Math.min(Chunks.PLAIN, filled - from), out, to);
        }
        write(out, to, tree, ciphertext);
      } while (filled == in.length);
    } finally {
      Arrays.fill(in, (byte) 0);
    }
    ContentTree built = tree.build();
    return new SealedContent(built.contentDigest(), built.length());
  }

  private static void write(byte[] out, int length, ContentTree.Builder tree, OutputStream to)
      throws IOException {
    tree.update(out, 0, length);
    to.write(out, 0, length);
  }
}
