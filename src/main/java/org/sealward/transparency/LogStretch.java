package org.sealward.transparency;

import java.util.List;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

/**
 * Consecutive entries of a log with what shows, without a network, that they are those of a signed
 * tree: all of them, in its order.
 *
 * @param start the tree before the first of them
 * @param onward that the checkpoint's tree begins with the tree after the last of them
 */
public record LogStretch(
    Frontier start, List<Bytes> entries, ConsistencyProof onward, SignedCheckpoint checkpoint) {
  public LogStretch {
    entries = List.copyOf(entries);
  }

  /** How many entries the log has up to the last of them. */
  public long end() {
    return start.size() + entries.size();
  }

  /** The tree at a size from the start's to {@link #end}. */
  public TreeHead head(long size) {
    LogFormatException.require(size >= start.size() && size <= end(), "a size that is elsewhere");
    return start
        .append(
            entries.subList(0, (int) (size - start.size())).stream().map(MerkleHash::leaf).toList())
        .head();
  }

  /** Whether they are the entries of the checkpoint's tree, whoever signed it. */
  public boolean holds() {
    return onward.verifies(head(end()), checkpoint.checkpoint().head());
  }
}
