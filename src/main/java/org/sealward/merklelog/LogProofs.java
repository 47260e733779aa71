package org.sealward.merklelog;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TiledTree;

/** That an entry is in a log, for who asks about one. */
@Singleton
public class LogProofs {
  private final List<MerkleLog> logs;
  private final Transactions transactions;
  private final ShownCheckpoints checkpoints;

  LogProofs(List<MerkleLog> logs, Transactions transactions, ShownCheckpoints checkpoints) {
    this.logs = List.copyOf(logs);
    this.transactions = transactions;
    this.checkpoints = checkpoints;
  }

  /**
   * The proof against the checkpoint that is served now.
   *
   * @throws Problem {@link LogProblem#LOG_NOT_FOUND}, {@link LogProblem#NOT_LOGGED_YET}
   */
  public LogProof of(String log, Bytes entry) {
    require(log);
    return transactions.read(connection -> proof(connection, log, entry));
  }

  private LogProof proof(Connection connection, String log, Bytes entry) throws SQLException {
    SignedCheckpoint checkpoint =
        checkpoints.of(connection, log).orElseThrow(LogProofs::notLoggedYet);
    OptionalLong index = LogTables.index(connection, log, MerkleHash.leaf(entry));
    long size = checkpoint.checkpoint().head().size();
    if (index.isEmpty() || index.getAsLong() >= size) {
      throw notLoggedYet();
    }
    TiledTree tree = new TiledTree(size, new StoredTiles(connection, log));
    return new LogProof(null, tree.inclusion(index.getAsLong()), checkpoint);
  }

  private static Problem notLoggedYet() {
    return new Problem(LogProblem.NOT_LOGGED_YET, "Ask again in a moment.");
  }

  /** Throws {@link LogProblem#LOG_NOT_FOUND}. */
  MerkleLog require(String name) {
    return logs.stream()
        .filter(log -> log.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(LogProblem.LOG_NOT_FOUND, "GET /v1/logs names those that there are."));
  }
}
