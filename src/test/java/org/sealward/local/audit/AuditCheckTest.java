package org.sealward.local.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sealward.api.AccessLogEntry;
import org.sealward.api.AuditExport;
import org.sealward.envelope.AuditLeaf;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.ConsistencyProof;
import org.sealward.transparency.InclusionProof;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.TreeHead;

/** Exports of a log of four leaves, an hour apart, whose tree is made by hand. */
class AuditCheckTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final UUID OURS = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  private static final UUID THEIRS = UUID.fromString("00000000-0000-4000-8000-00000000000b");
  private static final Bytes OUR_KEY = Bytes.fromHex("0a".repeat(32));
  private static final Bytes THEIR_KEY = Bytes.fromHex("0b".repeat(32));
  private static final TestSigner SIGNER = TestSigner.log(1);

  /** Theirs is the third. */
  private final List<AuditRecord> records =
      List.of(record(0, OURS), record(1, OURS), record(2, THEIRS), record(3, OURS));

  private final List<Bytes> leaves =
      records.stream()
          .map(r -> AuditLeaf.of(r, r.institution().equals(OURS) ? OUR_KEY : THEIR_KEY).encode())
          .toList();
  private final Bytes left = MerkleHash.node(hash(0), hash(1));
  private final Bytes right = MerkleHash.node(hash(2), hash(3));
  private final SignedCheckpoint checkpoint =
      Checkpoint.of(TestSigner.ORIGIN, new TreeHead(4, MerkleHash.node(left, right))).sign(SIGNER);

  private static AuditRecord record(int hour, UUID institution) {
    return new AuditRecord(
        Bytes.fromHex("0%d".formatted(hour).repeat(32)),
        new UUID(1, hour),
        START.plus(HOUR.multipliedBy(hour)),
        institution,
        new UUID(2, 0),
        AuditRecord.NONE,
        AuditRecord.NONE,
        AuditRecord.NONE,
        hour,
        "retention-set");
  }

  private Bytes hash(int leaf) {
    return MerkleHash.leaf(leaves.get(leaf));
  }

  private AccessLogEntry first(AuditRecord record, Bytes key, List<Bytes> path, int index) {
    LogProof proof = new LogProof(null, new InclusionProof(index, path), checkpoint);
    return new AccessLogEntry(
        record.encode(), AuditLeaf.of(record, key).tag(), text(proof.encode()));
  }

  private static String text(Bytes utf8) {
    return new String(utf8.toArray(), StandardCharsets.UTF_8);
  }

  private AccessLogEntry ourFirst() {
    return first(records.getFirst(), OUR_KEY, List.of(hash(1), right), 0);
  }

  private AuditExport export(
      Instant from,
      Instant to,
      @Nullable AccessLogEntry first,
      int start,
      List<Bytes> peaks,
      int end,
      List<AuditRecord> records,
      List<Bytes> onward) {
    return new AuditExport(
        OURS,
        from,
        to,
        OUR_KEY,
        first,
        SIGNER.key().encode(),
        start,
        peaks,
        leaves.subList(start, end),
        records.stream().map(AuditRecord::encode).toList(),
        onward,
        text(checkpoint.encode()));
  }

  private AuditExport whole(List<AuditRecord> records) {
    return export(
        START, START.plus(HOUR.multipliedBy(4)), ourFirst(), 0, List.of(), 4, records, List.of());
  }

  private List<AuditRecord> ours() {
    return List.of(records.get(0), records.get(1), records.get(3));
  }

  private static List<String> findings(AuditExport export) {
    return AuditCheck.of(export, null).findings();
  }

  @Test
  void export_ofTheWholeLog_isComplete() {
    assertThat(findings(whole(ours()))).isEmpty();
    assertThat(AuditCheck.of(whole(ours()), SIGNER.key()).findings()).isEmpty();
  }

  @Test
  void otherKey_hasNotSigned() {
    assertThat(AuditCheck.of(whole(ours()), TestSigner.log(2).key()).findings())
        .anySatisfy(finding -> assertThat(finding).contains("not signed by"));
  }

  @Test
  void records_thatAreNotTheLeaves_areNoticed() {
    assertThat(findings(whole(List.of(records.get(0), records.get(3)))))
        .singleElement()
        .asString()
        .startsWith("leaf 1 of 2026-11-01T01:00:00Z is the institution's");
    assertThat(findings(whole(List.of(records.get(1), records.get(0), records.get(3)))))
        .containsExactly("the records do not stand in the order of their leaves");
    List<AuditRecord> twice = new ArrayList<>(ours());
    twice.add(records.get(0));
    assertThat(findings(whole(twice))).singleElement().asString().contains("stands there twice");
    List<AuditRecord> more = new ArrayList<>(ours());
    more.add(record(9, OURS));
    assertThat(findings(whole(more)))
        .singleElement()
        .asString()
        .contains("is not what a leaf commits to");
    List<AuditRecord> all = new ArrayList<>(records);
    assertThat(findings(whole(all)))
        .anySatisfy(finding -> assertThat(finding).contains("another institution's"));
  }

  @Test
  void beginning_leftOut_isNoticed() {
    List<AuditRecord> last = List.of(records.get(3));
    Instant end = START.plus(HOUR.multipliedBy(4));
    Instant third = START.plus(HOUR.multipliedBy(2));
    // The first leaf shown is ten minutes and a millisecond before the period, then less.
    Instant good = third.plus(Duration.ofMinutes(10)).plusMillis(1);
    assertThat(findings(export(good, end, ourFirst(), 2, List.of(left), 4, last, List.of())))
        .isEmpty();
    assertThat(
            findings(
                export(good.minusMillis(1), end, ourFirst(), 2, List.of(left), 4, last, List.of())))
        .containsExactly("leaves of the beginning of the period are left out");
    assertThat(
            findings(
                export(
                    START.plus(HOUR.multipliedBy(4)).minusMillis(1),
                    end,
                    ourFirst(),
                    4,
                    List.of(MerkleHash.node(left, right)),
                    4,
                    List.of(),
                    List.of())))
        .containsExactly("leaves of the beginning of the period are left out");
  }

  @Test
  void end_leftOut_isNoticed() {
    List<AuditRecord> two = List.of(records.get(0), records.get(1));
    List<Bytes> onward = List.of(hash(2), hash(3), left);
    Instant good = START.plus(HOUR.multipliedBy(2)).minus(Duration.ofMinutes(10));
    assertThat(findings(export(START, good, ourFirst(), 0, List.of(), 3, two, onward))).isEmpty();
    assertThat(
            findings(export(START, good.plusMillis(1), ourFirst(), 0, List.of(), 3, two, onward)))
        .containsExactly("leaves of the end of the period are left out");
    assertThat(findings(export(START, good, ourFirst(), 0, List.of(), 0, List.of(), List.of())))
        .contains("leaves of the end of the period are left out");
    assertThat(findings(export(START, good, ourFirst(), 0, List.of(), 3, two, List.of())))
        .anySatisfy(finding -> assertThat(finding).contains("not those of the signed log"));
  }

  private static SignedCheckpoint kept(int size, Bytes root, TestSigner signer) {
    return Checkpoint.of(TestSigner.ORIGIN, new TreeHead(size, root)).sign(signer);
  }

  @Test
  void log_thatIsNoMoreWhatItWas_isNoticed() {
    String twoHistories = "the log is not the one that it was: it has two histories";
    ConsistencyProof onward = new ConsistencyProof(List.of());
    AuditCheck same = AuditCheck.of(whole(ours()), null);
    same.compare(checkpoint.checkpoint().head(), onward);
    assertThat(same.findings()).isEmpty();
    same.compare(new TreeHead(4, left), onward);
    assertThat(same.findings()).containsExactly(twoHistories);
    AuditCheck shorter = AuditCheck.of(whole(ours()), null);
    shorter.wentBack();
    assertThat(shorter.findings()).containsExactly("the log is shorter than it was");

    AuditCheck kept = AuditCheck.of(whole(ours()), null);
    assertThat(kept.compareKept(kept(2, left, SIGNER))).isTrue();
    assertThat(kept.compareKept(checkpoint)).isTrue();
    assertThat(kept.findings()).isEmpty();
    assertThat(kept.compareKept(kept(2, right, SIGNER))).isTrue();
    assertThat(kept.findings()).containsExactly(twoHistories);
    for (SignedCheckpoint other :
        List.of(kept(2, left, TestSigner.log(2)), kept(5, left, SIGNER))) {
      AuditCheck check = AuditCheck.of(whole(ours()), null);
      assertThat(check.compareKept(other)).isTrue();
      assertThat(check.findings()).singleElement().asString().containsAnyOf("not signed", "before");
    }
  }

  /** What lies before the leaves of the file cannot be compared, and is not said to be the same. */
  @Test
  void checkpoint_fromBeforeThePeriod_isNotCompared() {
    Instant from = START.plus(HOUR.multipliedBy(2)).plus(Duration.ofMinutes(11));
    Instant end = START.plus(HOUR.multipliedBy(4));
    AuditCheck check =
        AuditCheck.of(
            export(from, end, ourFirst(), 2, List.of(left), 4, List.of(records.get(3)), List.of()),
            null);
    assertThat(check.compareKept(kept(1, hash(0), SIGNER))).isFalse();
    assertThat(check.compareKept(kept(2, left, SIGNER))).isTrue();
    assertThat(check.findings()).isEmpty();
  }

  /** By another key no leaf would be ours, and nothing missing. */
  @Test
  void tagKey_thatTheFirstRecordDoesNotShow_isNoticed() {
    AccessLogEntry theirs = first(records.get(2), THEIR_KEY, List.of(hash(3), left), 2);
    AccessLogEntry unlogged = first(record(9, OURS), OUR_KEY, List.of(hash(1), right), 0);
    AccessLogEntry tagged = first(records.getFirst(), THEIR_KEY, List.of(hash(1), right), 0);
    Instant end = START.plus(HOUR.multipliedBy(4));
    for (AccessLogEntry other : List.of(theirs, unlogged, tagged)) {
      assertThat(findings(export(START, end, other, 0, List.of(), 4, ours(), List.of())))
          .containsExactly("the tag key is not the institution's");
    }
    AuditExport ours = whole(List.of());
    AuditExport otherKey =
        new AuditExport(
            OURS,
            ours.from(),
            ours.to(),
            Bytes.fromHex("0c".repeat(32)),
            ours.first(),
            ours.logKey(),
            0,
            List.of(),
            ours.entries(),
            List.of(),
            List.of(),
            ours.checkpoint());
    assertThat(findings(otherKey)).containsExactly("the tag key is not the institution's");
    assertThat(findings(export(START, end, null, 0, List.of(), 4, ours(), List.of())))
        .singleElement()
        .asString()
        .contains("may be any");
  }
}
