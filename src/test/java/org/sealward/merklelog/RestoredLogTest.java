package org.sealward.merklelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestDatabase;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.Verdict;

/** A log whose database was put back to an earlier state, or not all of whose commits arrived. */
class RestoredLogTest {
  private static final TestSigner SIGNER = TestSigner.log(1);

  @TempDir private Path folder;
  private final TestDatabase database = TestDatabase.fresh();

  /** Of the time when it had three entries. */
  private TestDatabase backup = database;

  /** Three entries and a backup; then two batches more. */
  @BeforeEach
  void log() throws Exception {
    try (LogNode node = node(database)) {
      node.add("0", "1", "2");
      LogNode.await(database, 3);
    }
    backup = database.copy();
    try (LogNode node = node(database)) {
      node.add("3", "4");
      LogNode.await(database, 5);
      node.add("5");
      LogNode.await(database, 6);
    }
  }

  private LogNode node(TestDatabase of) {
    return node(of, folder);
  }

  private static LogNode node(TestDatabase of, Path journal) {
    return LogNode.on(of, SIGNER, Map.of("sealward.objects.folder", journal));
  }

  private static List<Bytes> notes(TestDatabase of) throws SQLException {
    return LogNode.checkpoints(of).stream().map(SignedCheckpoint::encode).toList();
  }

  private static List<Bytes> entries(String... texts) {
    return Stream.of(texts).map(Bytes::utf8).toList();
  }

  @Test
  void log_ofADatabasePutBack_isWhatItWas_andGoesOn() throws Exception {
    List<Bytes> shown = notes(database);
    try (LogNode node = node(backup)) {
      LogNode.await(backup, 6);
      assertThat(notes(backup)).isEqualTo(shown);
      assertThat(SequencerTest.entries(node, 6)).isEqualTo(entries("0", "1", "2", "3", "4", "5"));

      // What was lost is published again, as the same.
      node.add("4");
      node.add("6");
      LogNode.await(backup, 7);
      assertThat(SequencerTest.entries(node, 7))
          .isEqualTo(entries("0", "1", "2", "3", "4", "5", "6"));
      SequencerTest.requireOneHistory(backup, node);
    }
  }

  /** The same without its journal, so that the other tests are about something. */
  @Test
  void log_ofADatabasePutBack_withoutItsJournal_isSignedAnew(@TempDir Path empty) throws Exception {
    try (LogNode node = node(backup, empty)) {
      node.add("other", "another");
      node.add("one more");
      LogNode.await(backup, 6);
      assertThat(LogNode.checkpoints(backup).getLast().checkpoint().head())
          .isNotEqualTo(LogNode.checkpoints(database).getLast().checkpoint().head());
    }
  }

  /** As after a commit that failed: the entries wait, and another came before them. */
  @Test
  void batch_thatWasNotCommitted_isDoneAgainAsItWas() throws Exception {
    List<Bytes> shown = notes(database);
    TestDatabase uncommitted = database.copy();
    execute(
        uncommitted,
        "delete from merkle_checkpoint where size > 3;"
            + "update merkle_leaf set index = null where index >= 3;"
            + "insert into merkle_leaf (id, log, entry, submitted_at) overriding system value"
            + " values (-1, 'test', 'early', now())");
    try (LogNode node = node(uncommitted)) {
      LogNode.await(uncommitted, 7);
      assertThat(notes(uncommitted)).startsWith(shown.toArray(Bytes[]::new));
      assertThat(SequencerTest.entries(node, 7))
          .isEqualTo(entries("0", "1", "2", "3", "4", "5", "early"));
      SequencerTest.requireOneHistory(uncommitted, node);
    }
  }

  /** Such as a node that still writes to the database from which another was promoted. */
  @Test
  void databases_thatGoOnApart_haveOneLog() throws Exception {
    TestDatabase apart = database.copy();
    try (LogNode one = node(database);
        LogNode other = node(apart)) {
      LogNode.await(apart, 6);
      one.add("a");
      LogNode.await(database, 7);
      other.add("b");
      LogNode.await(apart, 8);
      one.add("c");
      LogNode.await(database, 9);

      assertThat(SequencerTest.entries(other, 8))
          .isEqualTo(entries("0", "1", "2", "3", "4", "5", "a", "b"));
      assertThat(notes(database)).startsWith(notes(apart).toArray(Bytes[]::new));
      SequencerTest.requireOneHistory(database, one);
    }
  }

  @Test
  void log_whoseJournalLacksABatch_isNotSignedOn() throws Exception {
    Path lost = record(3);
    byte[] content = Files.readAllBytes(lost);
    Files.delete(lost);
    requireRefused(backup);

    Files.write(lost, content);
    requireGoesOn(backup);
  }

  @Test
  void log_whoseJournalHasAnothersBatch_isNotSignedOn() throws Exception {
    Path record = record(3);
    byte[] content = Files.readAllBytes(record);
    TestDatabase other = TestDatabase.fresh();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    TestSigner thief = TestSigner.log(2);
    try (LogNode node = LogNode.on(other, thief, Map.of("sealward.objects.folder", elsewhere))) {
      node.add("0", "1", "2");
      LogNode.await(other, 3);
      node.add("forged");
      LogNode.await(other, 4);
    }
    Files.copy(record(elsewhere, 3), record, StandardCopyOption.REPLACE_EXISTING);
    requireRefused(backup);

    Files.write(record, Files.readAllBytes(record(5)));
    requireRefused(backup);

    Files.write(record, Arrays.copyOf(content, content.length - 1));
    requireRefused(backup);

    Files.write(record, content);
    requireGoesOn(backup);
  }

  /** The record is the log's own, and the database has another tree below it. */
  @Test
  void log_thatDiffersBelowTheJournal_isNotSignedOn() throws Exception {
    TestDatabase other = TestDatabase.fresh();
    try (LogNode node = node(other, Files.createDirectory(folder.resolve("elsewhere")))) {
      node.add("x", "y", "z");
      LogNode.await(other, 3);
    }
    requireRefused(other);
    requireGoesOn(backup);
  }

  /** The journal is lost, too: what docs/operations.md says then. */
  @Test
  void log_underAnotherOrigin_beginsAnew_onceTheOldOneIsTakenAway(@TempDir Path empty)
      throws Exception {
    String origin = "log.example/second";
    TestSigner signer = TestSigner.of(origin, SignatureType.ED25519, 2);
    MerkleLog second = new MerkleLog(LogNode.LOG, origin, signer, Duration.ofMillis(100));
    Map<String, Object> settings = Map.of("sealward.objects.folder", empty);
    List<Bytes> before = notes(backup);
    try (LogNode node = LogNode.on(backup, second, settings)) {
      node.add("3");
      awaitFailure(node);
      assertThat(notes(backup)).isEqualTo(before);
    }

    Matcher documented =
        Pattern.compile("```sql\n(BEGIN;.*?COMMIT;)\n```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs", "operations.md")));
    assertThat(documented.find()).isTrue();
    execute(backup, documented.group(1).replace("'keys'", "'test'"));
    try (LogNode node = LogNode.on(backup, second, settings)) {
      SignedCheckpoint signed = LogNode.await(backup, 4);
      assertThat(SequencerTest.entries(node, 4)).isEqualTo(entries("0", "1", "2", "3"));
      LogPolicy policy = new LogPolicy(origin, signer.key(), List.of(), 0, Duration.ZERO);
      assertThat(policy.checkSignatures(signed)).isInstanceOf(Verdict.Accepted.class);
    }
  }

  /** Nothing that the journal does not have is in the database, and so nothing of it is shown. */
  @Test
  void entries_whileTheJournalIsAway_waitForIt() throws Exception {
    Path journal = folder.resolve("journal");
    Path away = folder.resolve("away");
    try (LogNode node = node(database)) {
      LogNode.await(database, 6);
      Files.move(journal, away);
      Files.createFile(journal);
      node.add("6");
      awaitFailure(node);
      assertThat(node.shown().checkpoint().head().size()).isEqualTo(6);

      Files.delete(journal);
      Files.move(away, journal);
      LogNode.await(database, 7);
      SequencerTest.requireOneHistory(database, node);
    }
  }

  private void requireRefused(TestDatabase of) throws Exception {
    List<Bytes> before = notes(of);
    try (LogNode node = node(of)) {
      node.add("not taken in " + UUID.randomUUID());
      awaitFailure(node);
      assertThat(notes(of)).isEqualTo(before);
    }
  }

  /** Until its sequencer has failed twice. */
  private static void awaitFailure(LogNode node) throws InterruptedException {
    Gauge failures = node.get(MeterRegistry.class).get("sealward.merkle.failures").gauge();
    for (int i = 0; i < 1200 && failures.value() < 2; i++) {
      Thread.sleep(50);
    }
    assertThat(failures.value()).isGreaterThanOrEqualTo(2);
  }

  private void requireGoesOn(TestDatabase of) throws Exception {
    try (LogNode node = node(of)) {
      LogNode.await(of, 6);
      assertThat(notes(of)).startsWith(notes(database).toArray(Bytes[]::new));
      SequencerTest.requireOneHistory(of, node);
    }
  }

  private Path record(long size) throws IOException {
    return record(folder, size);
  }

  private static Path record(Path folder, long size) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("journal"))) {
      return files.filter(file -> file.endsWith("%016d".formatted(size))).findFirst().orElseThrow();
    }
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection owner = database.asMigration();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
