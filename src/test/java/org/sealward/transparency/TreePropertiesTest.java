package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

/** Laws of trees of every size. */
class TreePropertiesTest {
  private static final int EVERY = 300;

  /** Grown in steps of all widths, so that tiles were partial at every size on the way. */
  @Test
  void everySize_hasItsRootAndAllProofs() {
    MemoryLog log = new MemoryLog();
    Frontier frontier = Frontier.EMPTY;
    List<TreeHead> heads = new ArrayList<>();
    for (int size = 0; size <= EVERY; size++) {
      log.grow(size);
      if (size > 0) {
        frontier = frontier.append(List.of(MerkleHash.leaf(log.entries.get(size - 1))));
      }
      TreeHead head = log.head(size);
      heads.add(head);
      TiledTree tree = log.tree();
      assertThat(tree.head()).isEqualTo(head);
      assertThat(tree.frontier()).isEqualTo(frontier);
      for (int older = 0; older < size; older += size < 70 ? 1 : 7) {
        assertThat(tree.inclusion(older).verifiesEntry(log.entries.get(older), head)).isTrue();
        assertThat(tree.consistency(older).verifies(heads.get(older), head)).isTrue();
      }
    }
  }

  @Property(tries = 12)
  void tiles_inStepsOfAnySize_areTheSame(
      @ForAll @IntRange(max = 600) int first, @ForAll @IntRange(max = 70_000) int then) {
    MemoryLog inSteps = MemoryLog.of(first).grow(Math.max(first, then));
    int size = inSteps.entries.size();
    MemoryLog atOnce = MemoryLog.of(size);
    assertThat(inSteps.tiles).containsAllEntriesOf(atOnce.tiles);
    assertThat(inSteps.tree().head()).isEqualTo(inSteps.head(size));
  }

  @Property(tries = 100)
  void inclusion_ofAnySize_fallsWithAnyChange(
      @ForAll @LongRange(min = 1, max = TreeHead.MAX_SIZE) long size,
      @ForAll @LongRange(max = TreeHead.MAX_SIZE) long index,
      @ForAll @LongRange(max = TreeHead.MAX_SIZE) long other,
      @ForAll @IntRange(max = 1 << 20) int bit) {
    MarkedLog log = new MarkedLog(size, index % size);
    TreeHead head = log.tree().head();
    InclusionProof proof = log.tree().inclusion(index % size);
    assertThat(proof.verifies(MarkedLog.MARKED, head)).isTrue();
    assertThat(proof.verifies(MarkedLog.PLAIN, head)).isFalse();
    assertThat(proof.verifies(flipped(MarkedLog.MARKED, bit), head)).isFalse();
    assertThat(proof.verifies(MarkedLog.MARKED, new TreeHead(size, flipped(head.root(), bit))))
        .isFalse();
    if (other % size != index % size) {
      assertThat(log.tree().inclusion(other % size).verifies(MarkedLog.PLAIN, head)).isTrue();
      assertThat(log.tree().inclusion(other % size).verifies(MarkedLog.MARKED, head)).isFalse();
      assertThat(new InclusionProof(other % size, proof.path()).verifies(MarkedLog.MARKED, head))
          .isFalse();
    }
    for (List<Bytes> path : changed(proof.path(), bit)) {
      assertThat(new InclusionProof(proof.index(), path).verifies(MarkedLog.MARKED, head))
          .isFalse();
    }
  }

  @Property(tries = 100)
  void consistency_ofAnySizes_fallsWithAnyChange(
      @ForAll @LongRange(min = 1, max = TreeHead.MAX_SIZE) long size,
      @ForAll @LongRange(max = TreeHead.MAX_SIZE) long before,
      @ForAll @LongRange(max = TreeHead.MAX_SIZE) long marked,
      @ForAll @IntRange(max = 1 << 20) int bit) {
    long older = 1 + before % size;
    MarkedLog log = new MarkedLog(size, marked % size);
    TreeHead head = log.tree().head();
    TreeHead olderHead = new MarkedLog(older, marked % size).tree().head();
    ConsistencyProof proof = log.tree().consistency(older);
    assertThat(proof.verifies(olderHead, head)).isTrue();
    assertThat(proof.verifies(olderHead, new TreeHead(size, flipped(head.root(), bit)))).isFalse();
    assertThat(proof.verifies(new TreeHead(older, flipped(olderHead.root(), bit)), head)).isFalse();
    // The mark was not in the older tree, or is there no longer.
    TreeHead rewritten = new MarkedLog(older, (marked % size + 1) % size).tree().head();
    if (!rewritten.equals(olderHead)) {
      assertThat(proof.verifies(rewritten, head)).isFalse();
    }
    for (List<Bytes> path : changed(proof.path(), bit)) {
      assertThat(new ConsistencyProof(path).verifies(olderHead, head)).isFalse();
    }
  }

  /** One bit flipped, cut at either end, extended at either end, turned around. */
  private static List<List<Bytes>> changed(List<Bytes> path, int bit) {
    List<List<Bytes>> all = new ArrayList<>();
    List<Bytes> longer = new ArrayList<>(path);
    longer.add(MarkedLog.PLAIN);
    all.add(longer);
    List<Bytes> earlier = new ArrayList<>(path);
    earlier.addFirst(MarkedLog.PLAIN);
    all.add(earlier);
    if (!path.isEmpty()) {
      List<Bytes> flipped = new ArrayList<>(path);
      int at = bit / 256 % path.size();
      flipped.set(at, flipped(path.get(at), bit));
      all.add(flipped);
      all.add(path.subList(1, path.size()));
      all.add(path.subList(0, path.size() - 1));
      List<Bytes> turned = new ArrayList<>(path);
      Collections.reverse(turned);
      if (!turned.equals(path)) {
        all.add(turned);
      }
    }
    return all;
  }

  private static Bytes flipped(Bytes hash, int bit) {
    byte[] bytes = hash.toArray();
    bytes[bit / 8 % bytes.length] ^= (byte) (1 << (bit % 8));
    return Bytes.of(bytes);
  }
}
