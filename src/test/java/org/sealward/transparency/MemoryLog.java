package org.sealward.transparency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

/** A log whose tiles are in memory, those of earlier sizes too. */
final class MemoryLog {
  final List<Bytes> entries = new ArrayList<>();
  final Map<String, Bytes> tiles = new HashMap<>();

  static MemoryLog of(int size) {
    MemoryLog log = new MemoryLog();
    log.grow(size);
    return log;
  }

  /** Adds entries {@code entry 0}, {@code entry 1}, … up to this size, at once. */
  MemoryLog grow(int size) {
    List<Bytes> further = new ArrayList<>();
    for (int i = entries.size(); i < size; i++) {
      further.add(Bytes.utf8("entry " + i));
    }
    return add(further);
  }

  MemoryLog add(List<Bytes> further) {
    for (HashTile tile : tree().append(further.stream().map(MerkleHash::leaf).toList())) {
      tiles.put(tile.tile().path(), tile.encode());
    }
    entries.addAll(further);
    return this;
  }

  TiledTree tree() {
    return tree(entries.size());
  }

  TiledTree tree(long size) {
    return new TiledTree(size, this::read);
  }

  Bytes read(Tile tile) {
    return Objects.requireNonNull(tiles.get(tile.path()), tile.path());
  }

  /** The root by RFC 6962's own definition. */
  TreeHead head(int size) {
    return new TreeHead(
        size, MerkleHash.root(entries.subList(0, size).stream().map(MerkleHash::leaf).toList()));
  }
}
