package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import java.util.List;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

/**
 * That a tree has a leaf at an index: RFC 6962 §2.1.1.
 *
 * @param index of the leaf, from 0
 * @param path at most 63 hashes, from the leaf's sibling up to the root's child
 */
public record InclusionProof(long index, List<Bytes> path) {
  public InclusionProof {
    TreeHead.requireSize(index);
    path = ConsistencyProof.hashes(path);
  }

  /** RFC 9162 §2.1.3.2. */
  public boolean verifies(Bytes leafHash, TreeHead head) {
    if (index >= head.size()) {
      return false;
    }
    long node = index;
    long last = head.size() - 1;
    Bytes root = leafHash;
    for (Bytes sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        root = MerkleHash.node(sibling, root);
        // A last node without a sibling is its own parent.
        while ((node & 1) == 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        root = MerkleHash.node(root, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && root.equals(head.root());
  }

  /** The same of an entry; its leaf hash is computed here. */
  public boolean verifiesEntry(Bytes entry, TreeHead head) {
    return verifies(MerkleHash.leaf(entry), head);
  }

  static void requireIndex(long index, long size) {
    require(index >= 0 && index < size, "no index of this tree");
  }
}
