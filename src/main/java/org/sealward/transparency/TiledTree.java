package org.sealward.transparency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

/**
 * The tree of one size, out of its tiles, each of which is read once. Tiles are believed: a log
 * reads its own. Whoever reads those of others compares {@link #head()} or {@link Frontier#root()}
 * with a checkpoint, or verifies the proof that came out. A tile of another length is a {@link
 * LogFormatException}. Not thread-safe.
 */
public final class TiledTree {
  private final long size;
  private final TileReader reader;
  private final Map<Tile, HashTile> tiles = new HashMap<>();

  public TiledTree(long size, TileReader reader) {
    TreeHead.requireSize(size);
    this.size = size;
    this.reader = reader;
  }

  public TreeHead head() {
    return new TreeHead(size, frontier().root());
  }

  /** Throws {@link LogFormatException} for an index that the tree does not have. */
  public InclusionProof inclusion(long index) {
    InclusionProof.requireIndex(index, size);
    List<Bytes> path = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + Long.highestOneBit(to - from - 1);
      if (index < middle) {
        path.add(range(middle, to));
        to = middle;
      } else {
        path.add(range(from, middle));
        from = middle;
      }
    }
    Collections.reverse(path);
    return new InclusionProof(index, path);
  }

  /** From the tree of the first {@code older} entries, 0 to size. */
  public ConsistencyProof consistency(long older) {
    LogFormatException.require(older >= 0 && older <= size, "no older size of this tree");
    List<Bytes> path = new ArrayList<>();
    long from = 0;
    long to = older == 0 ? 0 : size;
    while (to != older) {
      long middle = from + Long.highestOneBit(to - from - 1);
      if (older <= middle) {
        path.add(range(middle, to));
        to = middle;
      } else {
        path.add(range(from, middle));
        from = middle;
      }
    }
    if (from > 0) {
      path.add(range(from, to));
    }
    Collections.reverse(path);
    return new ConsistencyProof(path);
  }

  /** The complete subtrees that the tree is made of, to go on from without any tile. */
  public Frontier frontier() {
    List<Bytes> peaks = new ArrayList<>();
    long from = 0;
    for (long rest = size; rest > 0; rest -= Long.highestOneBit(rest)) {
      peaks.add(range(from, from + Long.highestOneBit(rest)));
      from += Long.highestOneBit(rest);
    }
    return new Frontier(size, peaks);
  }

  /**
   * The tiles that a log writes for these further leaves, in the order of their level and index:
   * everything that the grown tree has and this one has not.
   */
  public List<HashTile> append(List<Bytes> leafHashes) {
    TreeHead.requireSize(size + leafHashes.size());
    List<HashTile> written = new ArrayList<>();
    List<Bytes> added = leafHashes;
    for (int level = 0; !added.isEmpty(); level++) {
      long hashes = size >> (Tile.HEIGHT * level);
      long index = hashes / Tile.FULL;
      List<Bytes> row = new ArrayList<>();
      if (hashes % Tile.FULL > 0) {
        row.addAll(tile(Tile.holding(level, hashes - 1, size)).hashes());
      }
      row.addAll(added);
      List<Bytes> above = new ArrayList<>();
      for (int at = 0; at < row.size(); at += Tile.FULL) {
        List<Bytes> part = row.subList(at, Math.min(at + Tile.FULL, row.size()));
        written.add(new HashTile(new Tile(level, index++, part.size()), part));
        if (part.size() == Tile.FULL) {
          above.add(MerkleHash.root(part));
        }
      }
      added = above;
    }
    return written;
  }

  /** The hash of entries {@code from} to {@code to}, a subtree that RFC 6962 makes somewhere. */
  private Bytes range(long from, long to) {
    long length = to - from;
    long left = Long.highestOneBit(length);
    return length == left
        ? subtree(Long.numberOfTrailingZeros(length), from)
        : MerkleHash.node(range(from, from + left), range(from + left, to));
  }

  /** The complete subtree of 2^height entries from {@code from} on. */
  private Bytes subtree(int height, long from) {
    int level = height / Tile.HEIGHT;
    long hash = from >> (Tile.HEIGHT * level);
    HashTile tile = tile(Tile.holding(level, hash, size));
    int first = (int) (hash % Tile.FULL);
    return MerkleHash.root(tile.hashes().subList(first, first + (1 << (height % Tile.HEIGHT))));
  }

  private HashTile tile(Tile tile) {
    HashTile known = tiles.get(tile);
    if (known == null) {
      known = HashTile.decode(tile, reader.read(tile));
      tiles.put(tile, known);
    }
    return known;
  }
}
