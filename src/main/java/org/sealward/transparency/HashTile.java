package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.sealward.envelope.Bytes;

/**
 * A tile with its hashes.
 *
 * @param hashes as many as the tile is wide, 32 bytes each
 */
public record HashTile(Tile tile, List<Bytes> hashes) {
  public HashTile {
    require(tile.level() != Tile.ENTRIES, "entries are no hashes");
    require(hashes.size() == tile.width(), "not as many hashes as the tile is wide");
    require(
        hashes.stream().allMatch(hash -> hash.length() == TreeHead.HASH),
        "a hash is not 32 bytes long");
    hashes = List.copyOf(hashes);
  }

  /** The hashes one after another: 8,192 bytes when the tile is full. */
  public Bytes encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(tile.width() * TreeHead.HASH);
    hashes.forEach(hash -> out.writeBytes(hash.toArray()));
    return Bytes.of(out.toByteArray());
  }

  public static HashTile decode(Tile tile, Bytes encoded) {
    require(encoded.length() == tile.width() * TreeHead.HASH, "not as long as the tile is wide");
    List<Bytes> hashes = new ArrayList<>(tile.width());
    for (int at = 0; at < encoded.length(); at += TreeHead.HASH) {
      hashes.add(encoded.slice(at, at + TreeHead.HASH));
    }
    return new HashTile(tile, hashes);
  }
}
