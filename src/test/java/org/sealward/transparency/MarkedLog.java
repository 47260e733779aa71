package org.sealward.transparency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

/** A log of any size, whose leaves are all one but for a marked one. Its tiles are computed. */
record MarkedLog(long size, long marked) {
  static final Bytes PLAIN = MerkleHash.leaf(Bytes.utf8("plain"));
  static final Bytes MARKED = MerkleHash.leaf(Bytes.utf8("marked"));

  private static final List<Bytes> PLAIN_LEVELS = plainLevels();

  private static List<Bytes> plainLevels() {
    List<Bytes> levels = new ArrayList<>(List.of(PLAIN));
    for (int level = 0; level < Tile.MAX_LEVEL; level++) {
      levels.add(MerkleHash.root(Collections.nCopies(Tile.FULL, levels.get(level))));
    }
    return levels;
  }

  TiledTree tree() {
    return new TiledTree(size, this::read);
  }

  private Bytes read(Tile tile) {
    List<Bytes> hashes = new ArrayList<>();
    for (int i = 0; i < tile.width(); i++) {
      hashes.add(hash(tile.level(), tile.index() * Tile.FULL + i));
    }
    return new HashTile(tile, hashes).encode();
  }

  private Bytes hash(int level, long index) {
    if (marked >> (level * 8) != index) {
      return PLAIN_LEVELS.get(level);
    }
    if (level == 0) {
      return MARKED;
    }
    List<Bytes> below = new ArrayList<>();
    for (int i = 0; i < Tile.FULL; i++) {
      below.add(hash(level - 1, index * Tile.FULL + i));
    }
    return MerkleHash.root(below);
  }
}
