package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.sealward.envelope.Bytes;

/**
 * A tile with its entries.
 *
 * @param entries as many as the tile is wide, up to 65,535 bytes each
 */
public record EntryBundle(Tile tile, List<Bytes> entries) {
  /** Bytes of an entry at most. */
  public static final int MAX_ENTRY = (1 << 16) - 1;

  public EntryBundle {
    require(tile.level() == Tile.ENTRIES, "hashes are no entries");
    require(entries.size() == tile.width(), "not as many entries as the tile is wide");
    require(
        entries.stream().allMatch(entry -> entry.length() <= MAX_ENTRY), "an entry is too long");
    entries = List.copyOf(entries);
  }

  /** Each entry after its length in two bytes, big-endian. */
  public Bytes encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Bytes entry : entries) {
      out.write(entry.length() >> 8);
      out.write(entry.length());
      out.writeBytes(entry.toArray());
    }
    return Bytes.of(out.toByteArray());
  }

  public static EntryBundle decode(Tile tile, Bytes encoded) {
    byte[] bytes = encoded.toArray();
    List<Bytes> entries = new ArrayList<>(tile.width());
    int at = 0;
    for (int i = 0; i < tile.width(); i++) {
      require(bytes.length - at >= 2, "an entry is missing");
      int length = ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
      at += 2;
      require(bytes.length - at >= length, "an entry is cut off");
      entries.add(encoded.slice(at, at + length));
      at += length;
    }
    require(at == bytes.length, "bytes after the last entry");
    return new EntryBundle(tile, entries);
  }
}
