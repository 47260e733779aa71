package org.sealward.merklelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealward.TestDatabase;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;
import org.sealward.platform.Transactions;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.Cosignature;
import org.sealward.transparency.Frontier;
import org.sealward.transparency.TestSigner;

/** How far a log is behind, as an operator is told; the log's rows are written by hand. */
class LogWatchTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final TestSigner SIGNER = TestSigner.log(1);
  private static final TestSigner ONE = TestSigner.witness("w1", 7);
  private static final TestSigner TWO = TestSigner.witness("w2", 8);

  /** Nobody is at work on it. */
  private static final MerkleLog LOG =
      new MerkleLog("watched", TestSigner.ORIGIN, SIGNER, Duration.ofMillis(100));

  private final TestDatabase database = TestDatabase.fresh();

  private static Checkpoint tree(int size) {
    List<Bytes> leaves = List.of(Bytes.utf8("0"), Bytes.utf8("1"), Bytes.utf8("2"));
    return Checkpoint.of(
        TestSigner.ORIGIN,
        Frontier.EMPTY
            .append(leaves.subList(0, size).stream().map(MerkleHash::leaf).toList())
            .head());
  }

  private void execute(String sql, Object... values) throws Exception {
    try (Connection owner = database.asMigration();
        PreparedStatement statement = owner.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(
            i + 1, values[i] instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : values[i]);
      }
      statement.executeUpdate();
    }
  }

  private void wait(String log, String entry, long seconds) throws Exception {
    execute(
        "insert into merkle_leaf (log, entry, submitted_at) values (?, ?, ?)",
        log,
        Bytes.utf8(entry).toArray(),
        NOW.minusSeconds(seconds));
  }

  private void sign(int size, long seconds) throws Exception {
    execute(
        "insert into merkle_checkpoint values (?, ?, ?, ?, ?)",
        LOG.name(),
        (long) size,
        tree(size).head().root().toArray(),
        tree(size).sign(SIGNER).encode().toArray(),
        NOW.minusSeconds(seconds));
  }

  private void cosign(int size, TestSigner witness, long seconds) throws Exception {
    Instant at = NOW.minusSeconds(seconds);
    execute(
        "insert into merkle_cosignature values (?, ?, ?, ?, ?)",
        LOG.name(),
        (long) size,
        witness.key().encode(),
        Cosignature.sign(tree(size), witness, at).line(),
        at);
  }

  /** Waiting, unshown, age of the quorum, in seconds. */
  private static List<Double> ages(LogNode node, String addresses, int quorum) {
    MeterRegistry metrics = new SimpleMeterRegistry();
    LogWatch watch =
        new LogWatch(
            LOG,
            node.get(Transactions.class),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new ShownCheckpoints(new WitnessProperties(addresses, quorum)),
            metrics);
    watch.look();
    return List.of("waiting", "unshown", "quorum.age").stream()
        .map(name -> metrics.get("sealward.merkle." + name).tag("log", "watched").gauge().value())
        .toList();
  }

  @Test
  void ages_areOfWhatWaitsLongest_andOfTheQuorum() throws Exception {
    String both =
        ONE.key().encode() + " https://w1.example " + TWO.key().encode() + " https://w2.example";
    try (LogNode node = LogNode.on(database, SIGNER)) {
      assertThat(ages(node, "", 0)).containsExactly(0.0, 0.0, 0.0);
      assertThat(ages(node, both, 1)).containsExactly(0.0, 0.0, 0.0);

      wait(LOG.name(), "a", 50);
      wait(LOG.name(), "b", 90);
      wait(LOG.name(), "c", 70);
      wait("another", "a", 500);
      assertThat(ages(node, "", 0)).containsExactly(90.0, 0.0, 0.0);

      execute("update merkle_leaf set index = 0 where entry = 'b'");
      sign(1, 4000);
      sign(2, 400);
      sign(3, 100);
      assertThat(ages(node, "", 0)).containsExactly(70.0, 0.0, 0.0);
      assertThat(ages(node, both, 1)).containsExactly(70.0, 4000.0, 0.0);

      cosign(1, ONE, 3900);
      cosign(1, ONE, 10);
      cosign(1, TWO, 3600);
      cosign(2, TWO, 300);
      assertThat(ages(node, both, 2)).containsExactly(70.0, 400.0, 3600.0);
      assertThat(ages(node, both, 1)).containsExactly(70.0, 100.0, 300.0);
      assertThat(ages(node, ONE.key().encode() + " https://w1.example", 1))
          .containsExactly(70.0, 400.0, 10.0);
    }
  }
}
