package org.sealward.merklelog;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /**
   * The proofs of several entries, in their order; none of those that no checkpoint has yet, and
   * none at all of a log that is not served.
   */
  public List<Optional<LogProof>> ofAll(String log, List<Bytes> entries) {
    return transactions.read(connection -> ofAll(connection, log, entries));
  }

  /** The same as a part of a transaction. A log that has lost rows proves nothing above them. */
  public List<Optional<LogProof>> ofAll(Connection connection, String log, List<Bytes> entries)
      throws SQLException {
    Optional<SignedCheckpoint> shown = checkpoints.of(connection, log);
    long size = shown.map(signed -> signed.checkpoint().head().size()).orElse(0L);
    TiledTree tree = new TiledTree(size, new StoredTiles(connection, log));
    List<Optional<LogProof>> found = new ArrayList<>();
    for (Bytes entry : entries) {
      OptionalLong index = LogTables.index(connection, log, MerkleHash.leaf(entry));
      try {
        found.add(
            shown
                .filter(_ -> index.isPresent() && index.getAsLong() < size)
                .map(signed -> new LogProof(null, tree.inclusion(index.getAsLong()), signed)));
      } catch (StoredTiles.LostException _) {
        found.add(Optional.empty());
      }
    }
    return found;
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
