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

/**
 * Takes the entries that wait into a log's tree, in small batches, each with a signed checkpoint,
 * in one transaction that holds the log's lock: so over all nodes one batch follows the other. A
 * batch that does not commit has not happened; what its checkpoint says was told to nobody.
 */
final class Sequencer {
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

  private final MerkleLog log;
  private final Transactions transactions;
  private final Clock clock;
  private final Bells bells;
  private final Timer inclusion;
  private final AtomicInteger failing = new AtomicInteger();

  /** Shows as {@code sealward_merkle_inclusion_seconds} and {@code sealward_merkle_failures}. */
  Sequencer(
      MerkleLog log, Transactions transactions, Clock clock, Bells bells, MeterRegistry metrics) {
    this.log = log;
    this.transactions = transactions;
    this.clock = clock;
    this.bells = bells;
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
    List<LogTables.Waiting> taken = new ArrayList<>();
    Progress progress =
        transactions.write(
            unit -> {
              Connection connection = unit.connection();
              if (!LogTables.lock(connection, LOCK_CLASS, log.name())) {
                return Progress.OTHERS_TURN;
              }
              Optional<TreeHead> newest =
                  LogTables.newest(connection, log.name()).map(note -> note.checkpoint().head());
              taken.addAll(LogTables.waiting(connection, log.name(), BATCH));
              if (taken.isEmpty() && newest.isPresent()) {
                return Progress.NOTHING_NEW;
              }
              grow(connection, newest.orElse(TreeHead.EMPTY), taken);
              return Progress.GROWN;
            });
    Instant now = clock.instant();
    taken.forEach(entry -> inclusion.record(Duration.between(entry.since(), now)));
    return progress;
  }

  private void grow(Connection connection, TreeHead last, List<LogTables.Waiting> entries)
      throws SQLException {
    TiledTree tree = new TiledTree(last.size(), new StoredTiles(connection, log.name()));
    Frontier frontier = tree.frontier();
    if (!frontier.head().equals(last)) {
      throw new IllegalStateException(
          "somebody changed the log " + log.name() + ": its tiles are not those that were signed");
    }
    List<Bytes> hashes = entries.stream().map(LogTables.Waiting::hash).toList();
    TreeHead head = frontier.append(hashes).head();
    SignedCheckpoint signed = Checkpoint.of(log.origin(), head).sign(log.signer());
    List<LogTables.Node> nodes = nodes(tree.append(hashes), last.size());
    LogTables.append(
        connection,
        log.name(),
        last.size(),
        new LogTables.Growth(entries, nodes, head, signed.encode()),
        clock.instant());
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
