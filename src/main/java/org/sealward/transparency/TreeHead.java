package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

/**
 * A log at one size.
 *
 * @param size number of entries, 0 to 2⁵³−1
 * @param root RFC 6962 Merkle tree hash, 32 bytes
 */
public record TreeHead(long size, Bytes root) {
  /** Entries of a log at most: an integer that every JSON reader keeps. */
  public static final long MAX_SIZE = (1L << 53) - 1;

  public static final TreeHead EMPTY = new TreeHead(0, MerkleHash.EMPTY);

  static final int HASH = 32;

  /** Hashes in a proof at most, as tlog-witness bounds them. */
  static final int MAX_PATH = 63;

  public TreeHead {
    requireSize(size);
    require(root.length() == HASH, "a root is not 32 bytes long");
  }

  static void requireSize(long size) {
    require(size >= 0 && size <= MAX_SIZE, "a size is not within 0 to 2^53-1");
  }
}
