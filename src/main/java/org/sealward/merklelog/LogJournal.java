package org.sealward.merklelog;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;
import org.sealward.platform.Journal;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.Verdict;

/**
 * The batches of one log outside of the database, each under the size that it goes on from: so that
 * whatever becomes of the database, no size has two continuations.
 */
final class LogJournal {
  private final MerkleLog log;
  private final Journal journal;
  private final String series;

  LogJournal(MerkleLog log, Journal journal) {
    this.log = log;
    this.journal = journal;
    // Another origin is another log.
    this.series = log.name() + "/" + MerkleHash.leaf(Bytes.utf8(log.origin())).hex();
  }

  /**
   * Writes down a batch before anybody is told of it.
   *
   * @throws IllegalStateException when the tree of that size was gone on with otherwise
   */
  void write(Batch batch) {
    if (!journal.create(series, batch.oldSize(), batch.encode())) {
      throw new IllegalStateException(
          "the log " + log.name() + " was gone on with elsewhere: doing that again");
    }
  }

  /**
   * The batch that goes on from a tree of that size, if there was one.
   *
   * @throws IllegalStateException when the log is known to have been larger, but not how it became
   *     so, or when the record is none of this log's
   */
  Optional<Batch> after(long size) {
    Optional<Journal.Entry> found = journal.firstFrom(series, size);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get().number() != size) {
      throw new IllegalStateException(
          "the log %s had more than the %d entries that the database has, and the journal begins at %d"
              .formatted(log.name(), size, found.get().number()));
    }
    return Optional.of(verified(found.get().content()));
  }

  private Batch verified(Bytes content) {
    try {
      Batch batch = Batch.decode(content);
      if (isOurs(batch.checkpoint())) {
        return batch;
      }
    } catch (IOException | LogFormatException | IllegalArgumentException e) {
      throw notOurs(e);
    }
    throw notOurs(null);
  }

  private IllegalStateException notOurs(@Nullable Exception cause) {
    return new IllegalStateException(
        "a record in the journal of the log " + log.name() + " is not this log's", cause);
  }

  /** Throws IllegalStateException when a checkpoint has another origin, or is of another key. */
  void requireOurs(SignedCheckpoint checkpoint) {
    if (!isOurs(checkpoint)) {
      throw new IllegalStateException(
          "the database has the log " + log.name() + " under another origin or key");
    }
  }

  private boolean isOurs(SignedCheckpoint checkpoint) {
    LogPolicy policy = new LogPolicy(log.origin(), log.signer().key(), List.of(), 0, Duration.ZERO);
    return policy.checkSignatures(checkpoint) instanceof Verdict.Accepted;
  }
}
