package org.sealward.merklelog;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Problem;
import org.sealward.transparency.ConsistencyProof;
import org.sealward.transparency.Frontier;
import org.sealward.transparency.LogStretch;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TiledTree;

/** All entries of a period, for who wants to know that none is missing. */
@Singleton
public class LogStretches {
  private final ShownCheckpoints checkpoints;

  LogStretches(ShownCheckpoints checkpoints) {
    this.checkpoints = checkpoints;
  }

  /**
   * The entries that were handed in within the period, with the last one before it and the first
   * one after it, where there are such. Of a log that has lost rows, what is left, which then does
   * not {@linkplain LogStretch#holds() hold}.
   *
   * @param most of them
   * @throws Problem {@link LogProblem#CHECKPOINT_NOT_READY}, {@link LogProblem#PERIOD_TOO_LONG}
   */
  public LogStretch of(Connection connection, String log, Instant from, Instant to, int most)
      throws SQLException {
    SignedCheckpoint shown =
        checkpoints
            .of(connection, log)
            .orElseThrow(
                () -> new Problem(LogProblem.CHECKPOINT_NOT_READY, "no quorum, or no batch yet"));
    long size = shown.checkpoint().head().size();
    long first = Math.max(0, LogTables.firstSince(connection, log, size, from) - 1);
    long end = Math.min(size, LogTables.firstSince(connection, log, size, to) + 1);
    if (end - first > most) {
      throw new Problem(
          LogProblem.PERIOD_TOO_LONG, "It has " + (end - first) + " leaves of the log.");
    }
    List<Bytes> entries = LogTables.entries(connection, log, first, end);
    StoredTiles tiles = new StoredTiles(connection, log);
    try {
      return new LogStretch(
          new TiledTree(first, tiles).frontier(),
          entries,
          new TiledTree(size, tiles).consistency(end),
          shown);
    } catch (StoredTiles.LostException _) {
      return new LogStretch(Frontier.EMPTY, entries, new ConsistencyProof(List.of()), shown);
    }
  }
}
