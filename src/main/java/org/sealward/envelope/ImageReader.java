package org.sealward.envelope;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads any range of a sealed image (protocol §8.2). It fetches whole segments, verifies each
 * against the signed content digest, then opens the 16 KiB chunks that hold the range. Keeps the
 * last segment; not thread-safe. Made by {@link Opener#imageReader}.
 */
public final class ImageReader implements AutoCloseable {
  private final ImageContext image;
  private final ImageKey key;
  private final ContentTree tree;
  private final CiphertextSource source;
  private @Nullable ChunkCipher cipher;
  private byte[] segment = new byte[0];
  private int segmentIndex = -1;

  /** Borrows {@code key}, which must stay open until the first read. */
  ImageReader(
      ImageContext image,
      SealedContent content,
      ContentTree tree,
      ImageKey key,
      CiphertextSource source) {
    if (tree.length() != content.ciphertextLength()
        || !tree.contentDigest().equals(content.contentDigest())) {
      throw new InvalidEnvelopeException(
          Failure.DIGEST_MISMATCH, "the leaf hashes are not of the signed content");
    }
    this.image = image;
    this.key = key;
    this.tree = tree;
    this.source = source;
  }

  /** Bytes of the image. */
  public long length() {
    return Chunks.plaintextLength(tree.length());
  }

  /**
   * Up to {@code length} bytes of the image from {@code offset} on, fewer only at its end. Throws
   * {@link Failure#DIGEST_MISMATCH} before anything forged is decrypted.
   */
  public byte[] read(long offset, int length) throws IOException {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative offset or length");
    }
    int wanted = (int) Math.min(length, Math.max(0, length() - offset));
    byte[] result = new byte[wanted];
    ChunkCipher opened = cipher();
    byte[] sealed = new byte[Chunks.SEALED];
    byte[] plain = new byte[Chunks.PLAIN];
    int done = 0;
    while (done < wanted) {
      long index = (offset + done) / Chunks.PLAIN;
      int skip = (int) ((offset + done) % Chunks.PLAIN);
      int sealedLength = fetchChunk(index, sealed);
      int plainLength = opened.open(index, sealed, 0, sealedLength, plain, 0);
      int count = Math.min(plainLength - skip, wanted - done);
      System.arraycopy(plain, skip, result, done, count);
      done += count;
    }
    Arrays.fill(plain, (byte) 0);
    return result;
  }

  /** Copies chunk {@code index} out of its one or two segments; returns its length. */
  private int fetchChunk(long index, byte[] sealed) throws IOException {
    long start = Chunks.PREFIX + index * Chunks.SEALED;
    int length = (int) Math.min(Chunks.SEALED, tree.length() - start);
    int copied = 0;
    while (copied < length) {
      long at = start + copied;
      byte[] from = segment((int) (at / ContentTree.SEGMENT));
      int within = (int) (at % ContentTree.SEGMENT);
      int count = Math.min(length - copied, from.length - within);
      System.arraycopy(from, within, sealed, copied, count);
      copied += count;
    }
    return length;
  }

  private ChunkCipher cipher() throws IOException {
    if (cipher == null) {
      Bytes prefix = Bytes.adopt(Arrays.copyOf(segment(0), Chunks.PREFIX));
      cipher = ChunkCipher.opening(key.key(), prefix, image.encoded());
    }
    return cipher;
  }

  private byte[] segment(int index) throws IOException {
    if (index != segmentIndex) {
      byte[] fetched = source.fetch((long) index * ContentTree.SEGMENT, tree.segmentLength(index));
      tree.verifySegment(index, fetched);
      segment = fetched;
      segmentIndex = index;
    }
    return segment;
  }

  @Override
  public void close() {
    if (cipher != null) {
      cipher.close();
    }
  }
}
