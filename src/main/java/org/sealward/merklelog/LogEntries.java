package org.sealward.merklelog;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Unit;

/** Where features hand in what is to stand in a log. */
@Singleton
public class LogEntries {
  private final Clock clock;
  private final Bells bells;

  LogEntries(Clock clock, Bells bells) {
    this.clock = clock;
    this.bells = bells;
  }

  /**
   * Writes an entry as a part of the transaction: it stands in the log exactly if what it is about
   * is committed. Its place it gets soon after. Entries of a log that has no key wait until there
   * is one.
   *
   * @param log name of a {@link MerkleLog}
   * @param entry at most 65,535 bytes, and no entry twice in one log
   */
  public void add(Unit unit, String log, Bytes entry) throws SQLException {
    LogTables.submit(unit.connection(), log, entry, clock.instant());
    unit.afterCommit(bells.waiting(log)::ring);
  }
}
