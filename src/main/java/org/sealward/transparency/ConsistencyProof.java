package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import java.util.List;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

/**
 * That a tree begins with all of an older one: RFC 6962 §2.1.2.
 *
 * @param path at most 63 hashes; none from the empty tree, and none from a size to itself
 */
public record ConsistencyProof(List<Bytes> path) {
  public ConsistencyProof {
    path = hashes(path);
  }

  /** RFC 9162 §2.1.4.2. Two heads of one size must be the same one. */
  public boolean verifies(TreeHead older, TreeHead newer) {
    if (older.size() == 0 || older.size() == newer.size()) {
      TreeHead from = older.size() == 0 ? TreeHead.EMPTY : newer;
      return path.isEmpty() && older.equals(from) && (newer.size() > 0 || newer.equals(from));
    }
    if (older.size() > newer.size() || path.isEmpty()) {
      return false;
    }
    // Up from the oldest tree's last complete subtree, which is all of it at a power of two.
    long node = older.size() - 1;
    int height = Long.numberOfTrailingZeros(older.size());
    node >>= height;
    long last = (newer.size() - 1) >> height;
    Bytes first = node == 0 ? older.root() : path.getFirst();
    Bytes olderRoot = first;
    Bytes newerRoot = first;
    for (Bytes sibling : path.subList(node == 0 ? 0 : 1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        olderRoot = MerkleHash.node(sibling, olderRoot);
        newerRoot = MerkleHash.node(sibling, newerRoot);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        newerRoot = MerkleHash.node(newerRoot, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && olderRoot.equals(older.root()) && newerRoot.equals(newer.root());
  }

  static List<Bytes> hashes(List<Bytes> path) {
    require(path.size() <= TreeHead.MAX_PATH, "a proof is too long");
    require(
        path.stream().allMatch(hash -> hash.length() == TreeHead.HASH),
        "a hash is not 32 bytes long");
    return List.copyOf(path);
  }
}
