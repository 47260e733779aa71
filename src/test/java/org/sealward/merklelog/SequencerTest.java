package org.sealward.merklelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.TestDatabase;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;
import org.sealward.transparency.EntryBundle;
import org.sealward.transparency.Frontier;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.NoteSigner;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.Tile;
import org.sealward.transparency.TiledTree;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.Verdict;
import org.sealward.transparency.VerifierKey;

/** Every entry once, in trees that only grow, whatever nodes and connections do. */
class SequencerTest {
  private static final TestSigner SIGNER = TestSigner.log(1);
  private static final int WRITERS = 16;
  private static final int WRITES = 40;

  private static final LogPolicy POLICY =
      new LogPolicy(TestSigner.ORIGIN, SIGNER.key(), List.of(), 0, Duration.ZERO);

  /** All entries, read as others read them. */
  static List<Bytes> entries(LogNode node, long size) {
    List<Bytes> entries = new ArrayList<>();
    for (long first = 0; first < size; first += Tile.FULL) {
      Tile tile = Tile.holding(Tile.ENTRIES, first, size);
      entries.addAll(EntryBundle.decode(tile, read(node, tile)).entries());
    }
    return entries;
  }

  private static Bytes read(LogNode node, Tile tile) {
    return node.get(Transactions.class)
        .read(connection -> LogTables.tile(connection, LogNode.LOG, tile))
        .orElseThrow();
  }

  /** Every checkpoint is of the first entries, and signed; the tiles give every one of them. */
  static void requireOneHistory(TestDatabase database, LogNode node) throws SQLException {
    List<SignedCheckpoint> checkpoints = LogNode.checkpoints(database);
    List<Bytes> entries = entries(node, checkpoints.getLast().checkpoint().head().size());
    Frontier frontier = Frontier.EMPTY;
    for (SignedCheckpoint signed : checkpoints) {
      TreeHead head = signed.checkpoint().head();
      frontier =
          frontier.append(
              entries.subList((int) frontier.size(), (int) head.size()).stream()
                  .map(MerkleHash::leaf)
                  .toList());
      assertThat(head).isEqualTo(frontier.head());
      assertThat(POLICY.checkSignatures(signed)).isInstanceOf(Verdict.Accepted.class);
      TiledTree tree = new TiledTree(head.size(), tile -> read(node, tile));
      assertThat(tree.head()).isEqualTo(head);
    }
  }

  @Test
  void entries_ofSixteenWritersOnTwoNodes_standOnceEach() throws Exception {
    TestDatabase database = TestDatabase.fresh();
    Set<Bytes> committed = ConcurrentHashMap.newKeySet();
    try (LogNode first = LogNode.on(database, SIGNER);
        LogNode second = LogNode.on(database, SIGNER);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        int writer = w;
        LogNode node = w % 2 == 0 ? first : second;
        writers.add(threads.submit(() -> write(node, writer, committed)));
      }
      for (Future<?> writer : writers) {
        writer.get(120, TimeUnit.SECONDS);
      }
      SignedCheckpoint last = LogNode.await(database, committed.size());

      assertThat(committed).hasSizeBetween(2 * Tile.FULL, WRITERS * WRITES - 1);
      assertThat(last.checkpoint().head().size()).isEqualTo(committed.size());
      List<Bytes> entries = entries(first, committed.size());
      assertThat(entries).doesNotHaveDuplicates();
      assertThat(new HashSet<>(entries)).isEqualTo(committed);
      assertThat(LogNode.checkpoints(database)).hasSizeGreaterThan(2);
      requireOneHistory(database, second);
    }
  }

  private static void write(LogNode node, int writer, Set<Bytes> committed) {
    Random fate = new Random(writer);
    for (int n = 0; n < WRITES; n++) {
      Bytes entry = Bytes.utf8(writer + ":" + n);
      boolean fails = fate.nextInt(12) == 0;
      try {
        node.get(Transactions.class)
            .write(
                unit -> {
                  node.get(LogEntries.class).add(unit, LogNode.LOG, entry);
                  if (fails) {
                    throw new Problem(GeneralProblem.CONFLICT, "rolled back");
                  }
                  return 0;
                });
        committed.add(entry);
      } catch (Problem _) {
        assertThat(fails).isTrue();
      }
    }
  }

  /** Kills the sequencer's connection between its signature and its commit, three times. */
  @Test
  void batch_whoseNodeIsCutOffBeforeItsCommit_hasNotHappened() throws Exception {
    TestDatabase database = TestDatabase.fresh();
    AtomicInteger kills = new AtomicInteger();
    NoteSigner doomed =
        new NoteSigner() {
          @Override
          public VerifierKey key() {
            return SIGNER.key();
          }

          @Override
          public Bytes sign(Bytes message) {
            if (kills.get() < 3 && killed(database)) {
              kills.incrementAndGet();
            }
            return SIGNER.sign(message);
          }
        };
    try (LogNode first = LogNode.on(database, doomed);
        LogNode second = LogNode.on(database, doomed)) {
      for (int i = 0; i < 20; i++) {
        (i % 2 == 0 ? first : second).add("entry " + i);
      }
      LogNode.await(database, 20);

      assertThat(kills).hasValue(3);
      assertThat(entries(first, 20)).doesNotHaveDuplicates().hasSize(20);
      requireOneHistory(database, first);
    }
  }

  private static boolean killed(TestDatabase database) {
    try (Connection superuser = database.asSuperuser();
        Statement statement = superuser.createStatement()) {
      try (var rows =
          statement.executeQuery(
              "select pg_terminate_backend(l.pid) from pg_locks l join pg_database d"
                  + " on d.oid = l.database where d.datname = current_database()"
                  + " and l.locktype = 'advisory' and l.granted and l.classid = "
                  + 0x5EA2)) {
        return rows.next();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void log_thatSomebodyChangedInTheDatabase_isNotSignedOn() throws Exception {
    TestDatabase database = TestDatabase.fresh();
    try (LogNode node = LogNode.on(database, SIGNER)) {
      node.add("0", "1", "2");
      LogNode.await(database, 3);
      execute(database, "update merkle_leaf set entry = 'other' where index = 2");
      node.add("3");
      Thread.sleep(1_500);
      assertThat(LogNode.checkpoints(database).getLast().checkpoint().head().size()).isEqualTo(3);

      execute(database, "update merkle_leaf set entry = '2' where index = 2");
      assertThat(LogNode.await(database, 4).checkpoint().head().size()).isEqualTo(4);
      requireOneHistory(database, node);
    }
  }

  @Test
  void entries_whileTheKeyIsAway_waitForIt() throws Exception {
    TestDatabase database = TestDatabase.fresh();
    AtomicInteger refusals = new AtomicInteger();
    NoteSigner away =
        new NoteSigner() {
          @Override
          public VerifierKey key() {
            return SIGNER.key();
          }

          @Override
          public Bytes sign(Bytes message) {
            if (refusals.incrementAndGet() <= 2) {
              throw new IllegalStateException("the key is away");
            }
            return SIGNER.sign(message);
          }
        };
    try (LogNode node = LogNode.on(database, away)) {
      node.add("0", "1");
      LogNode.await(database, 2);
      assertThat(refusals.get()).isGreaterThan(2);
      requireOneHistory(database, node);
    }
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection owner = database.asMigration();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update merkle_leaf set index = 1",
        "update merkle_leaf set entry = 'x'",
        "delete from merkle_leaf",
        "truncate merkle_leaf",
        "insert into merkle_leaf (log, entry, submitted_at, index) values ('test', 'x', now(), 9)",
        "insert into merkle_node values ('test', 1, 0, sha256('x'))",
        "update merkle_node set hash = hash",
        "delete from merkle_node",
        "insert into merkle_checkpoint values ('test', 9, sha256('x'), 'x', now())",
        "update merkle_checkpoint set note = 'x'",
        "delete from merkle_checkpoint",
        "update merkle_cosignature set line = 'x'",
        "delete from merkle_cosignature"
      })
  void service_mayNotChangeALog(String sql) throws SQLException {
    try (Connection service = TestDatabase.fresh().asService();
        Statement statement = service.createStatement()) {
      statement.execute(
          "insert into merkle_leaf (log, entry, submitted_at) values ('test', 'x', now())");
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }

  @Test
  void start_asARoleThatCouldChangeALog_isRefused() throws SQLException {
    TestDatabase careless = TestDatabase.fresh();
    execute(careless, "grant update (entry) on merkle_leaf to sealward_service");
    assertThatThrownBy(() -> LogNode.on(careless, SIGNER).close())
        .hasMessageContaining("could change the event log, a Merkle log");
  }

  /** What even the service's role cannot make the function do. */
  @Test
  void function_givenATreeThatDoesNotFollow_refuses() throws Exception {
    TestDatabase database = TestDatabase.fresh();
    try (LogNode node = LogNode.on(database, SIGNER)) {
      node.add("0", "1");
      LogNode.await(database, 2);
    }
    String call =
        "select merkle_append('test', %d, array(select id from merkle_leaf where %s), '{}', '{}',"
            + " '{}', sha256('x'), 'x', now())";
    try (Connection service = database.asService();
        Statement statement = service.createStatement()) {
      statement.execute(
          "insert into merkle_leaf (log, entry, submitted_at) values ('other', '2', now())");
      for (String refused :
          List.of(
              call.formatted(1, "false"),
              call.formatted(2, "index = 1"),
              call.formatted(2, "log = 'other'"),
              call.formatted(0, "true"),
              call.formatted(2, "false"))) {
        assertThatThrownBy(() -> statement.execute(refused)).isInstanceOf(SQLException.class);
      }
      statement.execute(
          "insert into merkle_leaf (log, entry, submitted_at) values ('test', '2', now())");
      statement.execute(call.formatted(2, "log = 'test' and index is null"));
    }
  }
}
