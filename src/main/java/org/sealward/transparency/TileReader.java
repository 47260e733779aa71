package org.sealward.transparency;

import org.sealward.envelope.Bytes;

/** Where tiles come from: a log's own store, or its address. */
@FunctionalInterface
public interface TileReader {
  /**
   * The bytes of a hash tile, exactly as wide as asked. Where a log has only the full tile left,
   * its first hashes are the partial one. What goes wrong on the way is the reader's to throw.
   */
  Bytes read(Tile tile);
}
