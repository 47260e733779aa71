package org.sealward.merklelog;

import io.micronaut.data.exceptions.DataAccessException;
import java.sql.Connection;
import java.sql.SQLException;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.Tile;
import org.sealward.transparency.TileReader;

/** A log's own tiles, on one connection. */
record StoredTiles(Connection connection, String log) implements TileReader {
  /** Somebody took rows away. */
  static final class LostException extends IllegalStateException {
    private LostException(String message) {
      super(message);
    }
  }

  @Override
  public Bytes read(Tile tile) {
    try {
      return LogTables.tile(connection, log, tile)
          .orElseThrow(() -> new LostException("the log " + log + " has lost " + tile.path()));
    } catch (SQLException e) {
      throw new DataAccessException("a tile cannot be read: " + e.getMessage(), e);
    }
  }
}
