package org.sealward.envelope;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree over an image's ciphertext (protocol §8.2): leaves are its segments of 1 MiB, the
 * last one shorter, hashed as RFC 6962 §2.1 says. Its head is the content digest that messages and
 * grants sign; with the leaf hashes any segment can be verified alone.
 */
public final class ContentTree {
  /** Bytes of ciphertext in a segment. */
  public static final int SEGMENT = 1 << 20;

  private final List<Bytes> leaves;
  private final long length;
  private final Bytes head;

  private ContentTree(List<Bytes> leaves, long length) {
    this.leaves = leaves;
    this.length = length;
    this.head = MerkleHash.root(leaves);
  }

  /**
   * A tree from leaf hashes that somebody served; compare {@link #contentDigest()} before believing
   * them.
   *
   * @param length bytes of ciphertext, at least 1
   */
  public static ContentTree of(List<Bytes> leaves, long length) {
    Require.integer("length", length);
    Require.that(
        length > 0 && leaves.size() == (length + SEGMENT - 1) / SEGMENT,
        "not one leaf for each segment");
    leaves.forEach(leaf -> Require.hash("a leaf", leaf));
    return new ContentTree(List.copyOf(leaves), length);
  }

  /** As {@link #of}, from what {@link #encodedLeaves()} gives. */
  public static ContentTree decode(Bytes encodedLeaves, long length) {
    Require.that(encodedLeaves.length() % Require.HASH == 0, "not a row of 32-byte leaves");
    List<Bytes> leaves = new ArrayList<>();
    for (int at = 0; at < encodedLeaves.length(); at += Require.HASH) {
      leaves.add(encodedLeaves.slice(at, at + Require.HASH));
    }
    return of(leaves, length);
  }

  public Bytes contentDigest() {
    return head;
  }

  /** Bytes of ciphertext. */
  public long length() {
    return length;
  }

  public List<Bytes> leaves() {
    return leaves;
  }

  /** The leaf hashes in order, 32 bytes each, nothing between them. */
  public Bytes encodedLeaves() {
    byte[] encoded = new byte[leaves.size() * Require.HASH];
    for (int i = 0; i < leaves.size(); i++) {
      System.arraycopy(leaves.get(i).shared(), 0, encoded, i * Require.HASH, Require.HASH);
    }
    return Bytes.adopt(encoded);
  }

  /** Bytes of ciphertext in segment {@code index}. */
  public int segmentLength(int index) {
    return (int) Math.min(SEGMENT, length - (long) index * SEGMENT);
  }

  /**
   * Throws {@link Failure#DIGEST_MISMATCH} unless {@code segment} is the whole one at this index.
   */
  public void verifySegment(int index, byte[] segment) {
    if (segment.length != segmentLength(index)
        || !leaf(segment, 0, segment.length).equals(leaves.get(index))) {
      throw new InvalidEnvelopeException(
          Failure.DIGEST_MISMATCH, "segment " + index + " is not the one that was signed");
    }
  }

  private static Bytes leaf(byte[] segment, int offset, int length) {
    MessageDigest sha = Hash.sha256();
    sha.update(MerkleHash.LEAF);
    sha.update(segment, offset, length);
    return Bytes.adopt(sha.digest());
  }

  /** Hashes ciphertext as it passes, in pieces of any size. Not thread-safe. */
  public static final class Builder {
    private final List<Bytes> leaves = new ArrayList<>();
    private final MessageDigest sha = Hash.sha256();
    private long length;

    public Builder update(byte[] ciphertext, int offset, int count) {
      int from = offset;
      int to = offset + count;
      while (from < to) {
        int filled = (int) (length % SEGMENT);
        if (filled == 0) {
          sha.update(MerkleHash.LEAF);
        }
        int piece = Math.min(to - from, SEGMENT - filled);
        sha.update(ciphertext, from, piece);
        from += piece;
        length += piece;
        if (length % SEGMENT == 0) {
          leaves.add(Bytes.adopt(sha.digest()));
        }
      }
      return this;
    }

    /** Bytes taken so far. */
    public long length() {
      return length;
    }

    /** The tree of everything taken, at least one byte; the builder is spent. */
    public ContentTree build() {
      if (length % SEGMENT != 0) {
        leaves.add(Bytes.adopt(sha.digest()));
      }
      return of(leaves, length);
    }
  }
}
