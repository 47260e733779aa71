package org.sealward.platform;

import java.sql.Connection;
import java.sql.SQLException;
import org.sealward.envelope.Bytes;

/** One write transaction, as the work inside {@link Transactions#write} sees it. */
public interface Unit {
  /**
   * Events are written in the order of these calls, when the work has returned. Their sequence
   * numbers can be read from the answer after {@link Transactions#write} has returned, and by what
   * was passed to {@link #afterCommit}.
   */
  Appended append(NewEvent event);

  /**
   * Puts the act on record, as a part of the transaction: an act that cannot be recorded does not
   * happen, and one that does not happen is not on record.
   *
   * @return the leaf of the audit log, by which its proof can be asked for
   */
  Bytes record(Act act) throws SQLException;

  /** The transaction's connection; not to be committed, rolled back or closed. */
  Connection connection();

  /**
   * Runs on the writing thread once everything is committed and visible; never after a rollback.
   * What it throws is logged and does not reach the caller of {@link Transactions#write}. Lost when
   * the process dies: what must happen belongs into an {@link EventReader}.
   */
  void afterCommit(Runnable action);
}
