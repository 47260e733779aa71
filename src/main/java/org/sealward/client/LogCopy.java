package org.sealward.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.MerkleHash;
import org.sealward.transparency.EntryBundle;
import org.sealward.transparency.Frontier;
import org.sealward.transparency.HashTile;
import org.sealward.transparency.KeyTail;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.LoggedLeaf;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.Tile;
import org.sealward.transparency.TiledTree;
import org.sealward.transparency.TreeHead;

/**
 * All of the key log up to a checkpoint, on the device, so that proofs and earlier roots are made
 * without asking: 150 bytes for each version of somebody's keys. The device has it by tiles, the
 * last of which is written again as it fills; the checkpoint is written last and says how many
 * entries count. Not thread-safe.
 */
final class LogCopy {
  /** A key leaf behind its length. */
  private static final int ENTRY = 150;

  private final DeviceStore device;
  private final String prefix;
  private final KeyTail tail = new KeyTail(Frontier.EMPTY, Map.of());

  /** For each level of tiles its hashes, in order. */
  private final List<List<Bytes>> levels = new ArrayList<>(List.of(new ArrayList<>()));

  /** Entries of the tile that is not full. */
  private List<Bytes> open = List.of();

  private @Nullable SignedCheckpoint checkpoint;

  private LogCopy(DeviceStore device, String prefix) {
    this.device = device;
    this.prefix = prefix;
  }

  /**
   * What the device has, or nothing yet. Throws IllegalStateException when that was damaged.
   *
   * @param prefix of the keys in the device's store
   */
  static LogCopy on(DeviceStore device, String prefix) {
    LogCopy copy = new LogCopy(device, prefix);
    try {
      device.get(prefix + ".checkpoint").map(SignedCheckpoint::parse).ifPresent(copy::load);
    } catch (LogFormatException e) {
      throw damaged(e);
    }
    return copy;
  }

  private void load(SignedCheckpoint kept) {
    TreeHead head = kept.checkpoint().head();
    List<Bytes> entries = new ArrayList<>();
    while (entries.size() < head.size()) {
      long tile = entries.size() / Tile.FULL;
      List<Bytes> all = storedTile(tile);
      entries.addAll(all.subList(0, (int) Math.min(all.size(), head.size() - entries.size())));
      if (all.size() < Tile.FULL && entries.size() < head.size()) {
        throw damaged(null);
      }
    }
    if (!(tail.read(entries, head) instanceof KeyTail.Reading.Read(var findings))
        || !findings.isEmpty()) {
      throw damaged(null);
    }
    take(entries);
    checkpoint = kept;
  }

  private List<Bytes> storedTile(long index) {
    Bytes stored = device.get(tileKey(index)).orElseThrow(() -> damaged(null));
    return EntryBundle.decode(new Tile(Tile.ENTRIES, index, stored.length() / ENTRY), stored)
        .entries();
  }

  private static IllegalStateException damaged(@Nullable Throwable cause) {
    return new IllegalStateException(
        "the device store holds something that is no copy of the log", cause);
  }

  /** The newest checkpoint that was read up to; empty before the first. */
  Optional<SignedCheckpoint> checkpoint() {
    return Optional.ofNullable(checkpoint);
  }

  long size() {
    return levels.getFirst().size();
  }

  /** The log as it was at a size up to {@link #size()}. */
  TreeHead at(long size) {
    return tree(size).head();
  }

  Optional<LoggedLeaf> newest(Bytes userTag) {
    return tail.newest(userTag);
  }

  OptionalLong index(KeyLeaf leaf) {
    int index = levels.getFirst().lastIndexOf(MerkleHash.leaf(leaf.encode()));
    return index < 0 ? OptionalLong.empty() : OptionalLong.of(index);
  }

  /** That the newest checkpoint has the leaf of this index. */
  LogProof proof(long index) {
    return new LogProof(
        null, tree(size()).inclusion(index), checkpoint().orElseThrow(() -> damaged(null)));
  }

  private TiledTree tree(long size) {
    return new TiledTree(size, this::tile);
  }

  private Bytes tile(Tile tile) {
    int first = Math.toIntExact(tile.index() * Tile.FULL);
    List<Bytes> hashes = levels.get(tile.level()).subList(first, first + tile.width());
    return new HashTile(tile, hashes).encode();
  }

  /**
   * Takes all entries up to a checkpoint that the client believes, and keeps them unless something
   * is wrong with one of them.
   */
  KeyTail.Reading append(List<Bytes> entries, SignedCheckpoint next) {
    KeyTail.Reading reading = tail.read(entries, next.checkpoint().head());
    if (reading instanceof KeyTail.Reading.Read(var findings) && findings.isEmpty()) {
      keep(entries, next);
    }
    return reading;
  }

  private void keep(List<Bytes> entries, SignedCheckpoint next) {
    long tile = size() / Tile.FULL;
    List<Bytes> all = new ArrayList<>(open);
    all.addAll(entries);
    for (int at = 0; !entries.isEmpty() && at < all.size(); at += Tile.FULL) {
      List<Bytes> part = all.subList(at, Math.min(at + Tile.FULL, all.size()));
      Tile written = new Tile(Tile.ENTRIES, tile, part.size());
      device.put(tileKey(tile), new EntryBundle(written, part).encode());
      tile++;
    }
    take(entries);
    if (!next.equals(checkpoint)) {
      device.put(prefix + ".checkpoint", next.encode());
    }
    checkpoint = next;
  }

  private void take(List<Bytes> entries) {
    entries.forEach(entry -> add(0, MerkleHash.leaf(entry)));
    List<Bytes> all = new ArrayList<>(open);
    all.addAll(entries);
    open = List.copyOf(all.subList(all.size() - all.size() % Tile.FULL, all.size()));
  }

  private void add(int level, Bytes hash) {
    if (level == levels.size()) {
      levels.add(new ArrayList<>());
    }
    List<Bytes> row = levels.get(level);
    row.add(hash);
    if (row.size() % Tile.FULL == 0) {
      add(level + 1, MerkleHash.root(row.subList(row.size() - Tile.FULL, row.size())));
    }
  }

  private String tileKey(long index) {
    return prefix + ".entries." + index;
  }
}
