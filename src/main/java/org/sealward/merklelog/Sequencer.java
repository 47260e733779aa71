package org.sealward.merklelog;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Transactions;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.Frontier;
import org.sealward.transparency.HashTile;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.Tile;
import org.sealward.transparency.TiledTree;
import org.sealward.transparency.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the entries that wait into a log's tree, in small batches, each with a signed checkpoint,
 * in one transaction that holds the log's lock: so over all nodes one batch follows the other.
 * Before the commit the batch is written to the journal, and from there it is done again where the
 * database does not have it: after a commit that failed, and when the database was put back to an
 * earlier state. So a checkpoint that anybody saw stays one of the log's.
 */
final class Sequencer {
  private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

  /** The first number of the two that an advisory lock has; the second is of the log. */
  private static final int LOCK_CLASS = 0x5EA2;

  private static final int BATCH = 256;

  /** When another node is at work; what waits here may have come too late for it. */
  private static final Duration TURN = Duration.ofMillis(20);

  /** Should a bell be lost, such as with the node that it rang on. */
  private static final Duration POLL = Duration.ofSeconds(2);

  private enum Progress {
    OTHERS_TURN,
    NOTHING_NEW,
    GROWN
  }

  /**
   * What one transaction did.
   *
   * @param known the newest tree, when the journal has none behind it
   */
  private record Turn(Progress progress, Optional<TreeHead> known, List<LogTables.Waiting> taken) {
    Turn {
      taken = List.copyOf(taken);
    }
  }

  private final MerkleLog log;
  private final Transactions transactions;
  private final Clock clock;
  private final Bells bells;
  private final LogJournal journal;
  private final Timer inclusion;
  private final AtomicInteger failing = new AtomicInteger();

  /** As the last turn left it. */
  private Optional<TreeHead> known = Optional.empty();

  /** Shows as {@code sealward_merkle_inclusion_seconds} and {@code sealward_merkle_failures}. */
  Sequencer(
      MerkleLog log,
      Transactions transactions,
      Clock clock,
      Bells bells,
      LogJournal journal,
      MeterRegistry metrics) {
    this.log = log;
    this.transactions = transactions;
    this.clock = clock;
    this.bells = bells;
    this.journal = journal;
    this.inclusion =
        Timer.builder("sealward.merkle.inclusion")
            .description("From handing in an entry to a checkpoint that has it")
            .tag("log", log.name())
            .serviceLevelObjectives(Duration.ofMillis(300), Duration.ofSeconds(3))
            .register(metrics);
    Gauge.builder("sealward.merkle.failures", failing, AtomicInteger::get)
        .description("Batches of entries in a row that failed")
        .tag("log", log.name())
        .register(metrics);
  }

  /** One batch, or a wait for entries. */
  void advance(int failures) throws InterruptedException {
    failing.set(failures);
    long began = System.nanoTime();
    switch (batch()) {
      case OTHERS_TURN -> Thread.sleep(TURN);
      case NOTHING_NEW -> bells.waiting(log.name()).await(POLL);
      case GROWN -> {
        bells.signed(log.name()).ring();
        TimeUnit.NANOSECONDS.sleep(began + log.rest().toNanos() - System.nanoTime());
      }
    }
  }

  private Progress batch() {
    Optional<TreeHead> before = known;
    known = Optional.empty();
    Turn turn = transactions.write(unit -> turn(unit.connection(), before));
    known = turn.known();
    Instant now = clock.instant();
    turn.taken().forEach(entry -> inclusion.record(Duration.between(entry.since(), now)));
    return turn.progress();
  }

  private Turn turn(Connection connection, Optional<TreeHead> before) throws SQLException {
    if (!LogTables.lock(connection, LOCK_CLASS, log.name())) {
      return new Turn(Progress.OTHERS_TURN, Optional.empty(), List.of());
    }
    Optional<SignedCheckpoint> signed = LogTables.newest(connection, log.name());
    Optional<TreeHead> newest = signed.map(note -> note.checkpoint().head());
    TreeHead last = newest.orElse(TreeHead.EMPTY);
    if (!before.equals(Optional.of(last))) {
      signed.ifPresent(journal::requireOurs);
      Optional<Batch> lost = journal.after(last.size());
      if (lost.isPresent()) {
        again(connection, last, lost.get());
        return new Turn(Progress.GROWN, Optional.empty(), List.of());
      }
    }
    List<LogTables.Waiting> taken = LogTables.waiting(connection, log.name(), BATCH);
    return taken.isEmpty() && newest.isPresent()
        ? new Turn(Progress.NOTHING_NEW, newest, taken)
        : new Turn(Progress.GROWN, Optional.of(sign(connection, last, taken)), taken);
  }

  private TreeHead sign(Connection connection, TreeHead last, List<LogTables.Waiting> entries)
      throws SQLException {
    LogTables.Growth growth = grow(connection, last, entries);
    SignedCheckpoint signed = Checkpoint.of(log.origin(), growth.head()).sign(log.signer());
    if (!entries.isEmpty()) {
      journal.write(new Batch(signed, entries.stream().map(LogTables.Waiting::entry).toList()));
    }
    LogTables.append(connection, log.name(), growth, signed, clock.instant());
    return growth.head();
  }

  /** Does what the database has lost, or never committed, just as it was. */
  private void again(Connection connection, TreeHead last, Batch batch) throws SQLException {
    LOG.warn(
        "the log {} had more than the {} entries that the database has: taking {} in again",
        log.name(),
        last.size(),
        batch.entries().size());
    List<LogTables.Waiting> entries = new ArrayList<>();
    for (Bytes entry : batch.entries()) {
      LogTables.submit(connection, log.name(), entry, clock.instant());
      entries.add(LogTables.waiting(connection, log.name(), entry).orElseThrow(this::changed));
    }
    LogTables.Growth growth = grow(connection, last, entries);
    if (!growth.head().equals(batch.checkpoint().checkpoint().head())) {
      throw changed();
    }
    LogTables.append(connection, log.name(), growth, batch.checkpoint(), clock.instant());
  }

  private LogTables.Growth grow(
      Connection connection, TreeHead last, List<LogTables.Waiting> entries) {
    TiledTree tree = new TiledTree(last.size(), new StoredTiles(connection, log.name()));
    Frontier frontier = tree.frontier();
    if (!frontier.head().equals(last)) {
      throw changed();
    }
    List<Bytes> hashes = entries.stream().map(LogTables.Waiting::hash).toList();
    return new LogTables.Growth(
        entries, nodes(tree.append(hashes), last.size()), frontier.append(hashes).head());
  }

  private IllegalStateException changed() {
    return new IllegalStateException(
        "somebody changed the log " + log.name() + ": its tiles are not those that were signed");
  }

  /** The hashes of full tiles that the tree of that size did not have. */
  private static List<LogTables.Node> nodes(List<HashTile> tiles, long size) {
    List<LogTables.Node> nodes = new ArrayList<>();
    for (HashTile written : tiles) {
      Tile tile = written.tile();
      for (int i = 0; tile.level() > 0 && i < tile.width(); i++) {
        long index = tile.index() * Tile.FULL + i;
        if (index >= size >> (Tile.HEIGHT * tile.level())) {
          nodes.add(new LogTables.Node(tile.level(), index, written.hashes().get(i)));
        }
      }
    }
    return nodes;
  }
}
