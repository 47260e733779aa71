package org.sealward.merklelog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sealward.platform.Transactions;
import org.sealward.transparency.AddCheckpoint;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TiledTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a log's newest checkpoint to its witnesses, all at once and from one node at a time, when
 * it is new and twice a day. Runs beside the sequencer, which never waits for a witness. A witness
 * that does not answer is left alone for a while, longer each time.
 */
final class WitnessRounds {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessRounds.class);
  private static final int LOCK_CLASS = 0x5EA3;

  /** Cosignatures count for a day; a witness may be away for some hours. */
  private static final Duration AGAIN = Duration.ofHours(12);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** The second time with the size that the witness named. */
  private static final int ATTEMPTS = 2;

  /** What this node knows of a witness beside its cosignatures. */
  private record Manners(int failures, Instant notBefore) {
    static final Manners GOOD = new Manners(0, Instant.MIN);

    Manners failed(Instant now) {
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 20));
      return new Manners(
          failures + 1, now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
    }
  }

  private final MerkleLog log;
  private final Transactions transactions;
  private final Clock clock;
  private final Bells bells;
  private final WitnessCalls calls;
  private final Counter forks;
  private final Map<WitnessAddress, Manners> manners = new HashMap<>();

  /** Shows as {@code sealward_merkle_forks_total}. */
  WitnessRounds(
      MerkleLog log,
      Transactions transactions,
      Clock clock,
      Bells bells,
      WitnessCalls calls,
      MeterRegistry metrics) {
    this.log = log;
    this.transactions = transactions;
    this.clock = clock;
    this.bells = bells;
    this.calls = calls;
    this.forks =
        Counter.builder("sealward.merkle.forks")
            .description("Answers of witnesses who know a tree that ours does not continue")
            .tag("log", log.name())
            .register(metrics);
  }

  void advance() throws InterruptedException {
    transactions.write(
        unit -> {
          round(unit.connection());
          return 0;
        });
    bells.signed(log.name()).await(POLL);
  }

  private void round(Connection connection) throws SQLException {
    if (!LogTables.lock(connection, LOCK_CLASS, log.name())) {
      return;
    }
    try (Statement patience = connection.createStatement()) {
      // While witnesses are asked.
      patience.execute("set local idle_in_transaction_session_timeout = 0");
    }
    Optional<SignedCheckpoint> newest = LogTables.newest(connection, log.name());
    if (newest.isEmpty()) {
      return;
    }
    Map<WitnessAddress, Long> due = due(connection, newest.get().checkpoint().head().size());
    for (int attempt = 0; attempt < ATTEMPTS && !due.isEmpty(); attempt++) {
      due = ask(connection, newest.get(), due);
    }
    due.keySet().forEach(this::failed);
  }

  /** Who is to be asked, with the size that they cosigned last. */
  private Map<WitnessAddress, Long> due(Connection connection, long size) throws SQLException {
    Instant now = clock.instant();
    Map<WitnessAddress, Long> due = new LinkedHashMap<>();
    for (WitnessAddress witness : calls.all()) {
      if (now.isBefore(manners.getOrDefault(witness, Manners.GOOD).notBefore())) {
        continue;
      }
      Optional<CosignatureTable.Last> last =
          CosignatureTable.last(connection, log.name(), witness.key().encode());
      if (last.filter(l -> l.size() == size && l.at().isAfter(now.minus(AGAIN))).isEmpty()) {
        due.put(witness, last.map(CosignatureTable.Last::size).orElse(0L));
      }
    }
    return due;
  }

  /** Who is to be asked again, with the size that they named. */
  private Map<WitnessAddress, Long> ask(
      Connection connection, SignedCheckpoint checkpoint, Map<WitnessAddress, Long> due)
      throws SQLException {
    long size = checkpoint.checkpoint().head().size();
    TiledTree tree = new TiledTree(size, new StoredTiles(connection, log.name()));
    Map<WitnessAddress, Future<WitnessCalls.Answer>> asked = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Map.Entry<WitnessAddress, Long> entry : due.entrySet()) {
        long old = Math.min(entry.getValue(), size);
        AddCheckpoint request = new AddCheckpoint(old, tree.consistency(old), checkpoint);
        asked.put(
            entry.getKey(),
            threads.submit(() -> calls.ask(entry.getKey(), log.signer().key(), request)));
      }
    }
    Map<WitnessAddress, Long> again = new LinkedHashMap<>();
    for (Map.Entry<WitnessAddress, Future<WitnessCalls.Answer>> entry : asked.entrySet()) {
      WitnessAddress witness = entry.getKey();
      switch (result(entry.getValue())) {
        case WitnessCalls.Answer.Cosigned cosigned -> {
          manners.remove(witness);
          CosignatureTable.add(
              connection,
              log.name(),
              size,
              witness.key().encode(),
              cosigned.line(),
              Instant.ofEpochSecond(cosigned.seconds()));
        }
        case WitnessCalls.Answer.OtherSize other when other.size() <= size ->
            again.put(witness, other.size());
        case WitnessCalls.Answer.OtherSize _, WitnessCalls.Answer.Inconsistent _ -> forked(witness);
        case WitnessCalls.Answer.Failed _ -> failed(witness);
      }
    }
    return again;
  }

  private static WitnessCalls.Answer result(Future<WitnessCalls.Answer> answer) {
    try {
      return answer.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new WitnessCalls.Answer.Failed();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a witness could not be asked", e.getCause());
    }
  }

  private void failed(WitnessAddress witness) {
    manners.merge(
        witness, Manners.GOOD.failed(clock.instant()), (old, _) -> old.failed(clock.instant()));
  }

  /** Database and journal were put back to an earlier state, or somebody changed them. */
  private void forked(WitnessAddress witness) {
    LOG.error(
        "witness {} knows a tree of the log {} that this one does not continue",
        witness.key().name(),
        log.name());
    forks.increment();
    failed(witness);
  }
}
