package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.Bytes;

class LogPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration DAY = Duration.ofHours(24);
  private static final TestSigner LOG = TestSigner.log(1);
  private static final List<TestSigner> WITNESSES =
      List.of(
          TestSigner.witness("w1.example", 11),
          TestSigner.witness("w2.example", 12),
          TestSigner.witness("w3.example", 13));
  private static final MemoryLog ENTRIES = MemoryLog.of(9);
  private static final Checkpoint CHECKPOINT =
      Checkpoint.of(TestSigner.ORIGIN, ENTRIES.tree().head());

  private static LogPolicy policy(int threshold) {
    return new LogPolicy(
        TestSigner.ORIGIN,
        LOG.key(),
        WITNESSES.stream().map(TestSigner::key).toList(),
        threshold,
        DAY);
  }

  /** Signed by the log, and by each witness that has a time. */
  private static SignedCheckpoint signed(Instant... times) {
    List<NoteSignature> lines = new ArrayList<>();
    for (int i = 0; i < times.length; i++) {
      lines.add(Cosignature.sign(CHECKPOINT, WITNESSES.get(i), times[i]));
    }
    return CHECKPOINT.sign(LOG).with(lines);
  }

  private static final SignedCheckpoint TWO = signed(NOW, NOW.minusSeconds(60));

  @Test
  void checkpoint_withItsQuorum_isAccepted() {
    assertThat(policy(2).check(TWO, NOW))
        .isEqualTo(
            new Verdict.Accepted(
                CHECKPOINT,
                List.of(
                    new Cosignature(WITNESSES.get(0).key(), NOW.getEpochSecond()),
                    new Cosignature(WITNESSES.get(1).key(), NOW.getEpochSecond() - 60))));
    assertThat(policy(3).check(TWO, NOW)).isEqualTo(new Verdict.NoQuorum(2, 3));
    assertThat(policy(0).check(signed(), NOW))
        .isEqualTo(new Verdict.Accepted(CHECKPOINT, List.of()));
    assertThat(policy(1).check(signed(), NOW)).isEqualTo(new Verdict.NoQuorum(0, 1));
  }

  @Test
  void line03_staleCosignature_doesNotCount() {
    assertThat(policy(2).check(signed(NOW.minus(DAY), NOW), NOW))
        .isInstanceOf(Verdict.Accepted.class);
    SignedCheckpoint stale = signed(NOW.minus(DAY).minusSeconds(1), NOW);
    assertThat(policy(2).check(stale, NOW)).isEqualTo(new Verdict.Stale(1, 2));
    assertThat(policy(2).checkSignatures(stale)).isInstanceOf(Verdict.Accepted.class);
    assertThat(policy(0).check(stale, NOW)).isInstanceOf(Verdict.Accepted.class);
  }

  /** Or one signature would be fresh for ever. */
  @Test
  void cosignature_ofTheFuture_doesNotCount() {
    assertThat(policy(1).check(signed(NOW.plus(LogPolicy.AHEAD)), NOW))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(policy(1).check(signed(NOW.plus(LogPolicy.AHEAD).plusSeconds(1)), NOW))
        .isEqualTo(new Verdict.Stale(0, 1));
  }

  /** Times that no Instant has. */
  @Test
  void cosignature_ofAnImpossibleTime_isDecided() {
    for (long seconds : new long[] {Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      Bytes message = Bytes.utf8("cosignature/v1\ntime " + seconds + "\n" + CHECKPOINT.text());
      Bytes timed =
          Bytes.of(
              ByteBuffer.allocate(72)
                  .putLong(seconds)
                  .put(WITNESSES.getFirst().sign(message).toArray())
                  .array());
      VerifierKey key = WITNESSES.getFirst().key();
      SignedCheckpoint odd =
          CHECKPOINT.sign(LOG).with(List.of(new NoteSignature(key.name(), key.id(), timed)));
      assertThat(policy(1).check(odd, NOW))
          .isEqualTo(seconds < 0 ? new Verdict.BadSignature(key.name()) : new Verdict.Stale(0, 1));
    }
  }

  @Test
  void witness_whoSignedTwice_countsOnceWithTheNewest() {
    SignedCheckpoint twice =
        signed(NOW.minus(DAY).minusSeconds(1))
            .with(
                List.of(
                    Cosignature.sign(CHECKPOINT, WITNESSES.getFirst(), NOW),
                    Cosignature.sign(CHECKPOINT, WITNESSES.getFirst(), NOW.minusSeconds(9))));
    assertThat(policy(2).check(twice, NOW)).isEqualTo(new Verdict.NoQuorum(1, 2));
    assertThat(policy(1).check(twice, NOW))
        .isEqualTo(
            new Verdict.Accepted(
                CHECKPOINT,
                List.of(new Cosignature(WITNESSES.getFirst().key(), NOW.getEpochSecond()))));
  }

  @Test
  void checkpoint_ofAnotherLogOrKey_isRefused() {
    assertThat(policy(0).check(CHECKPOINT.sign(TestSigner.log(2)), NOW))
        .isEqualTo(new Verdict.NotSigned());
    Checkpoint foreign = Checkpoint.of("log.example/audit", CHECKPOINT.head());
    assertThat(policy(0).check(foreign.sign(LOG), NOW)).isEqualTo(new Verdict.OtherOrigin());
    SignedCheckpoint witnessesAlone =
        new SignedCheckpoint(CHECKPOINT, TWO.signatures().subList(1, 3));
    assertThat(policy(2).check(witnessesAlone, NOW)).isEqualTo(new Verdict.NotSigned());
  }

  /** A known key's line that does not verify is tampering; an unknown key's line is nothing. */
  @Test
  void line_thatNamesAKnownKeyFalsely_spoilsTheCheckpoint() {
    VerifierKey unknown = TestSigner.witness("w1.example", 99).key();
    NoteSignature line = TWO.signatures().get(1);
    NoteSignature unknownLine = new NoteSignature(unknown.name(), unknown.id(), line.signature());
    assertThat(policy(2).check(TWO.with(List.of(unknownLine)), NOW))
        .isInstanceOf(Verdict.Accepted.class);
    byte[] changed = line.signature().toArray();
    for (int at : new int[] {0, 7, 8, 40, 71}) {
      changed[at] ^= 1;
      NoteSignature forged = new NoteSignature(line.name(), line.keyId(), Bytes.of(changed));
      assertThat(policy(2).check(TWO.with(List.of(forged)), NOW))
          .isEqualTo(new Verdict.BadSignature("w1.example"));
      changed[at] ^= 1;
    }
    NoteSignature longer =
        new NoteSignature(line.name(), line.keyId(), Bytes.of(Arrays.copyOf(changed, 73)));
    assertThat(policy(2).check(TWO.with(List.of(longer)), NOW))
        .isEqualTo(new Verdict.BadSignature("w1.example"));
  }

  /** Each part of the text is signed by log and witnesses. */
  @Test
  void checkpoint_withAnyPartChanged_isRefused() {
    TreeHead head = CHECKPOINT.head();
    for (Checkpoint other :
        List.of(
            Checkpoint.of(TestSigner.ORIGIN, new TreeHead(head.size() + 1, head.root())),
            Checkpoint.of(TestSigner.ORIGIN, ENTRIES.head(8)),
            new Checkpoint(TestSigner.ORIGIN, head, List.of("more")))) {
      assertThat(policy(2).check(new SignedCheckpoint(other, TWO.signatures()), NOW))
          .isEqualTo(new Verdict.BadSignature(TestSigner.ORIGIN));
    }
  }

  @Test
  void policy_inWhichOneKeyCountsTwice_isRefused() {
    VerifierKey again = TestSigner.witness("other.example", 11).key();
    VerifierKey logAgain = TestSigner.witness("w4.example", 1).key();
    for (VerifierKey key : List.of(again, logAgain, WITNESSES.getFirst().key(), LOG.key())) {
      List<VerifierKey> witnesses = new ArrayList<>(policy(0).witnesses());
      witnesses.add(key);
      assertThatThrownBy(() -> new LogPolicy(TestSigner.ORIGIN, LOG.key(), witnesses, 1, DAY))
          .isInstanceOf(LogFormatException.class);
    }
    assertThatThrownBy(() -> policy(4)).isInstanceOf(LogFormatException.class);
    assertThatThrownBy(() -> policy(-1)).isInstanceOf(LogFormatException.class);
    assertThatThrownBy(
            () -> new LogPolicy(TestSigner.ORIGIN, WITNESSES.getFirst().key(), List.of(), 0, DAY))
        .isInstanceOf(LogFormatException.class);
  }

  @Test
  void line02_twoRootsForOneSize_areEvidenceAgainstTheLog() {
    SignedCheckpoint one = CHECKPOINT.sign(LOG);
    Checkpoint lie = Checkpoint.of(TestSigner.ORIGIN, new TreeHead(9, ENTRIES.head(8).root()));
    assertThat(new SplitView(one, lie.sign(LOG)).provenAgainst(policy(2))).isTrue();
    assertThat(new SplitView(one, lie.sign(TestSigner.log(2))).provenAgainst(policy(2))).isFalse();
    assertThat(new SplitView(lie.sign(TestSigner.log(2)), one).provenAgainst(policy(2))).isFalse();
    assertThat(SplitView.contradict(one, TWO)).isFalse();
    SignedCheckpoint smaller = Checkpoint.of(TestSigner.ORIGIN, ENTRIES.head(8)).sign(LOG);
    assertThat(SplitView.contradict(one, smaller)).isFalse();
    SignedCheckpoint otherLog = Checkpoint.of("log.example/audit", lie.head()).sign(LOG);
    assertThat(SplitView.contradict(one, otherLog)).isFalse();
    assertThatThrownBy(() -> new SplitView(one, smaller)).isInstanceOf(LogFormatException.class);
  }
}
