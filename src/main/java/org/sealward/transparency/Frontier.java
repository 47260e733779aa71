package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import java.util.ArrayList;
import java.util.List;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

/**
 * As much of a tree as its further growth needs: one hash for each bit that is set in its size.
 * Whoever keeps it and sees every further entry computes each later root alone.
 *
 * @param peaks the roots of the complete subtrees that make up the tree, the largest first
 */
public record Frontier(long size, List<Bytes> peaks) {
  public static final Frontier EMPTY = new Frontier(0, List.of());

  public Frontier {
    TreeHead.requireSize(size);
    require(peaks.size() == Long.bitCount(size), "not one hash for each subtree");
    peaks = ConsistencyProof.hashes(peaks);
  }

  public Bytes root() {
    if (peaks.isEmpty()) {
      return MerkleHash.EMPTY;
    }
    Bytes root = peaks.getLast();
    for (Bytes peak : peaks.reversed().subList(1, peaks.size())) {
      root = MerkleHash.node(peak, root);
    }
    return root;
  }

  public TreeHead head() {
    return new TreeHead(size, root());
  }

  /** The tree with these leaves behind its own. */
  public Frontier append(List<Bytes> leafHashes) {
    List<Bytes> grown = new ArrayList<>(peaks);
    long count = size;
    for (Bytes leaf : leafHashes) {
      Bytes peak = leaf;
      for (long rest = count; (rest & 1) == 1; rest >>= 1) {
        peak = MerkleHash.node(grown.removeLast(), peak);
      }
      grown.add(peak);
      count++;
    }
    return new Frontier(count, grown);
  }
}
