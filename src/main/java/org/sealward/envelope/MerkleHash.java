package org.sealward.envelope;

import java.security.MessageDigest;
import java.util.List;

/** The hashes of a Merkle tree as RFC 6962 §2.1 says, with SHA-256; each is 32 bytes. */
public final class MerkleHash {
  /** The root of a tree without leaves. */
  public static final Bytes EMPTY = Hash.of(Bytes.EMPTY);

  static final byte LEAF = 0;
  private static final byte NODE = 1;

  private MerkleHash() {}

  public static Bytes leaf(Bytes entry) {
    MessageDigest sha = Hash.sha256();
    sha.update(LEAF);
    sha.update(entry.shared());
    return Bytes.adopt(sha.digest());
  }

  public static Bytes node(Bytes left, Bytes right) {
    MessageDigest sha = Hash.sha256();
    sha.update(NODE);
    sha.update(left.shared());
    sha.update(right.shared());
    return Bytes.adopt(sha.digest());
  }

  /** The root above {@code hashes}, which are those of leaves or of trees of one height. */
  public static Bytes root(List<Bytes> hashes) {
    return switch (hashes.size()) {
      case 0 -> EMPTY;
      case 1 -> hashes.getFirst();
      default -> {
        int left = Integer.highestOneBit(hashes.size() - 1);
        yield node(root(hashes.subList(0, left)), root(hashes.subList(left, hashes.size())));
      }
    };
  }
}
