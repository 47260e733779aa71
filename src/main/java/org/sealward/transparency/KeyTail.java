package org.sealward.transparency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.MerkleHash;

/**
 * A key log as one reader knows it, who has read every entry since a checkpoint: the newest leaf of
 * each tag, and the frontier of the tree. Further entries are believed only as a whole, when the
 * tree that they make is the one of a checkpoint. Not thread-safe.
 */
public final class KeyTail {
  private Frontier frontier;
  private final Map<Bytes, LoggedLeaf> newest;

  /**
   * Goes on where a reader stopped, {@link Frontier#EMPTY} and nothing for one who begins.
   *
   * @param newest of each tag, at what was read until then
   */
  public KeyTail(Frontier frontier, Map<Bytes, LoggedLeaf> newest) {
    this.frontier = frontier;
    this.newest = new HashMap<>(newest);
  }

  /** To be kept, for the next time. */
  public Frontier frontier() {
    return frontier;
  }

  /** The newest leaf of each tag, to be kept. */
  public Map<Bytes, LoggedLeaf> newest() {
    return Map.copyOf(newest);
  }

  /** The newest leaf of a tag, of {@link KeyLeaf#userTag}. */
  public Optional<LoggedLeaf> newest(Bytes userTag) {
    return Optional.ofNullable(newest.get(userTag));
  }

  /**
   * Takes all entries from the frontier's size up to the head's.
   *
   * @param head of a checkpoint that the reader's policy accepts
   */
  public Reading read(List<Bytes> entries, TreeHead head) {
    long first = frontier.size();
    Frontier grown = frontier.append(entries.stream().map(MerkleHash::leaf).toList());
    if (!grown.head().equals(head)) {
      return new Reading.OtherTree();
    }
    frontier = grown;
    List<LeafFinding> findings = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      LeafFinding finding = take(first + i, entries.get(i));
      if (finding != null) {
        findings.add(finding);
      }
    }
    return new Reading.Read(findings);
  }

  private @Nullable LeafFinding take(long index, Bytes entry) {
    KeyLeaf leaf;
    try {
      leaf = KeyLeaf.decode(entry);
    } catch (InvalidEnvelopeException e) {
      return new LeafFinding.Foreign(index, entry);
    }
    LoggedLeaf next = new LoggedLeaf(index, leaf);
    LoggedLeaf last = newest.get(leaf.userTag());
    int version = last == null ? 0 : last.leaf().version();
    if (leaf.version() > version) {
      newest.put(leaf.userTag(), next);
    }
    if (last != null && leaf.version() == version) {
      return new LeafFinding.Repeated(last, next);
    }
    return leaf.version() == version + 1 ? null : new LeafFinding.OutOfOrder(last, next);
  }

  /** What came of reading. */
  public sealed interface Reading {
    /** Taken; what was wrong with the leaves, in their order. */
    record Read(List<LeafFinding> findings) implements Reading {
      public Read {
        findings = List.copyOf(findings);
      }
    }

    /** Nothing was taken: these entries and those before do not make the checkpoint's tree. */
    record OtherTree() implements Reading {}
  }
}
