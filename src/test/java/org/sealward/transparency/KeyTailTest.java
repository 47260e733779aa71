package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.KeyLeaf;

class KeyTailTest {
  private static final Bytes ANNA = Bytes.fromHex("a0".repeat(32));
  private static final Bytes BERT = Bytes.fromHex("b0".repeat(32));

  private final MemoryLog log = new MemoryLog();
  private final KeyTail tail = new KeyTail(Frontier.EMPTY, Map.of());

  private static KeyLeaf leaf(Bytes tag, int version, int fingerprint) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) fingerprint;
    return new KeyLeaf(tag, version, Bytes.of(bytes));
  }

  private static LoggedLeaf logged(long index, KeyLeaf leaf) {
    return new LoggedLeaf(index, leaf);
  }

  /** The log grows by these, and the reader reads. */
  private KeyTail.Reading publish(KeyLeaf... leaves) {
    return publish(List.of(leaves).stream().map(KeyLeaf::encode).toList());
  }

  private KeyTail.Reading publish(List<Bytes> entries) {
    log.add(entries);
    return tail.read(entries, log.tree().head());
  }

  private static KeyTail.Reading read(LeafFinding... findings) {
    return new KeyTail.Reading.Read(List.of(findings));
  }

  @Test
  void versions_thatRiseByOne_areFollowed() {
    assertThat(publish(leaf(ANNA, 1, 1), leaf(BERT, 1, 2), leaf(ANNA, 2, 3))).isEqualTo(read());
    assertThat(publish(leaf(BERT, 2, 4))).isEqualTo(read());
    assertThat(publish(List.of())).isEqualTo(read());
    assertThat(tail.newest(ANNA)).contains(logged(2, leaf(ANNA, 2, 3)));
    assertThat(tail.newest(BERT)).contains(logged(3, leaf(BERT, 2, 4)));
    assertThat(tail.newest(Bytes.fromHex("c0".repeat(32)))).isEmpty();
    assertThat(tail.frontier().head()).isEqualTo(log.tree().head());
  }

  @Test
  void line02_twoLeavesOfOneVersion_areEvidence() {
    assertThat(publish(leaf(ANNA, 1, 1), leaf(ANNA, 1, 2)))
        .isEqualTo(
            read(
                new LeafFinding.Repeated(
                    logged(0, leaf(ANNA, 1, 1)), logged(1, leaf(ANNA, 1, 2)))));
    assertThat(tail.newest(ANNA)).contains(logged(0, leaf(ANNA, 1, 1)));
    assertThat(publish(leaf(ANNA, 1, 1)))
        .isEqualTo(
            read(
                new LeafFinding.Repeated(
                    logged(0, leaf(ANNA, 1, 1)), logged(2, leaf(ANNA, 1, 1)))));
  }

  @Test
  void versions_thatJumpOrFall_areFound() {
    assertThat(publish(leaf(BERT, 2, 1)))
        .isEqualTo(read(new LeafFinding.OutOfOrder(null, logged(0, leaf(BERT, 2, 1)))));
    publish(leaf(ANNA, 1, 1), leaf(ANNA, 2, 2));
    assertThat(publish(leaf(ANNA, 4, 4), leaf(ANNA, 1, 9), leaf(ANNA, 5, 5)))
        .isEqualTo(
            read(
                new LeafFinding.OutOfOrder(
                    logged(2, leaf(ANNA, 2, 2)), logged(3, leaf(ANNA, 4, 4))),
                new LeafFinding.OutOfOrder(
                    logged(3, leaf(ANNA, 4, 4)), logged(4, leaf(ANNA, 1, 9)))));
    assertThat(tail.newest(ANNA)).contains(logged(5, leaf(ANNA, 5, 5)));
  }

  @Test
  void entry_thatIsNoLeaf_isFound() {
    Bytes foreign = Bytes.utf8("foreign");
    assertThat(publish(List.of(foreign, leaf(ANNA, 1, 1).encode())))
        .isEqualTo(read(new LeafFinding.Foreign(0, foreign)));
    assertThat(tail.newest(ANNA)).contains(logged(1, leaf(ANNA, 1, 1)));
  }

  /** Entries that are not the checkpoint's, and a checkpoint that is not this log's. */
  @Test
  void entries_thatDoNotMakeTheTree_areNotTaken() {
    publish(leaf(ANNA, 1, 1));
    Frontier before = tail.frontier();
    List<Bytes> further = List.of(leaf(ANNA, 2, 2).encode(), leaf(BERT, 1, 3).encode());
    log.add(further);
    TreeHead head = log.tree().head();
    List<Bytes> changed = new ArrayList<>(further);
    changed.set(0, leaf(ANNA, 2, 9).encode());
    List<Bytes> more = new ArrayList<>(further);
    more.add(further.getFirst());
    for (List<Bytes> entries :
        List.of(changed, further.reversed(), further.subList(0, 1), more, List.<Bytes>of())) {
      assertThat(tail.read(entries, head)).isEqualTo(new KeyTail.Reading.OtherTree());
    }
    TreeHead otherRoot = new TreeHead(3, before.root());
    assertThat(tail.read(further, otherRoot)).isEqualTo(new KeyTail.Reading.OtherTree());
    assertThat(tail.read(List.of(), TreeHead.EMPTY)).isEqualTo(new KeyTail.Reading.OtherTree());
    assertThat(tail.frontier()).isEqualTo(before);
    assertThat(tail.newest(ANNA)).contains(logged(0, leaf(ANNA, 1, 1)));
    assertThat(tail.read(further, head)).isEqualTo(read());
  }

  /** What was kept goes on as if it had never stopped. */
  @Test
  void reader_thatStopped_goesOn() {
    publish(leaf(ANNA, 1, 1), leaf(BERT, 1, 2), leaf(BERT, 2, 3));
    KeyTail again = new KeyTail(tail.frontier(), tail.newest());
    List<Bytes> further = List.of(leaf(BERT, 2, 7).encode());
    log.add(further);
    assertThat(again.read(further, log.tree().head()))
        .isEqualTo(
            read(
                new LeafFinding.Repeated(
                    logged(2, leaf(BERT, 2, 3)), logged(3, leaf(BERT, 2, 7)))));
    assertThat(log.tree().frontier()).isEqualTo(again.frontier());
  }
}
