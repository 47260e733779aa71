package org.sealward.platform;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the domain-event log by stream. Who may read a stream is the caller's to know. */
@Singleton
public class EventLog {
  /** The most that one read answers. */
  public static final int LONGEST_READ = 1_000;

  private final Transactions transactions;

  EventLog(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Events of a stream with sequence numbers above {@code afterSeq}, oldest first.
   *
   * @param afterSeq 0 for the beginning
   * @param limit 1 to {@link #LONGEST_READ}
   */
  public List<Event> read(UUID stream, long afterSeq, int limit) {
    if (afterSeq < 0 || limit < 1 || limit > LONGEST_READ) {
      throw new IllegalArgumentException("after " + afterSeq + ", limit " + limit);
    }
    return transactions.read(connection -> EventRows.ofStream(connection, stream, afterSeq, limit));
  }

  /**
   * Events of one kind, oldest first.
   *
   * @param afterSeq 0 for the beginning
   * @param limit 1 to {@link #LONGEST_READ}
   */
  public List<Event> readKindAfter(UUID stream, String kind, long afterSeq, int limit) {
    return transactions.read(
        connection -> EventRows.ofKindAfter(connection, stream, kind, afterSeq, limit));
  }

  /**
   * Events of one kind, newest first.
   *
   * @param fromSeq of the oldest that may be read
   * @param beforeSeq those below this one
   * @param limit 1 to {@link #LONGEST_READ}
   */
  public List<Event> readKindBefore(
      UUID stream, String kind, long fromSeq, long beforeSeq, int limit) {
    return transactions.read(
        connection -> EventRows.ofKindBefore(connection, stream, kind, fromSeq, beforeSeq, limit));
  }

  /**
   * Events of one kind, oldest first.
   *
   * @param skipped how many of the first ones to leave out
   * @param limit 1 to {@link #LONGEST_READ}
   */
  public List<Event> readKind(UUID stream, String kind, long skipped, int limit) {
    return transactions.read(
        connection -> EventRows.ofKind(connection, stream, kind, skipped, limit));
  }

  /** The newest event of one kind at or before a sequence number. */
  public Optional<Event> newestOfKind(UUID stream, String kind, long seq) {
    return transactions.read(connection -> EventRows.newestOfKind(connection, stream, kind, seq));
  }
}
