package org.sealward.merklelog;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealward.transparency.SignedCheckpoint;

/** Which checkpoint is served: the newest that enough witnesses have cosigned. */
@Singleton
final class ShownCheckpoints {
  private final int quorum;
  private final List<String> witnesses;

  ShownCheckpoints(WitnessProperties properties) {
    this.quorum = properties.quorum();
    this.witnesses = properties.keys();
  }

  /** With the newest cosignature of each witness. */
  Optional<SignedCheckpoint> of(Connection connection, String log) throws SQLException {
    Optional<SignedCheckpoint> newest =
        quorum == 0
            ? LogTables.newest(connection, log)
            : LogTables.newestCosigned(connection, log, witnesses, quorum);
    if (newest.isEmpty() || witnesses.isEmpty()) {
      return newest;
    }
    SignedCheckpoint signed = newest.get();
    return Optional.of(
        signed.with(
            CosignatureTable.of(connection, log, signed.checkpoint().head().size(), witnesses)));
  }

  /** The time of the quorum's oldest cosignature of that tree; empty without a quorum. */
  Optional<Instant> quorumTime(Connection connection, String log, long size) throws SQLException {
    return quorum == 0
        ? Optional.empty()
        : CosignatureTable.quorumTime(connection, log, size, witnesses, quorum);
  }
}
