package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

/**
 * Roots and proofs against those that others published: the tree of eight leaves that Certificate
 * Transparency's own tests use, and the proofs, good and bad, of transparency-dev/merkle (but one,
 * whose roots are not 32 bytes long).
 */
class TreeTest {
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static final Bytes ROOT = Bytes.fromHex(ROOTS.get(1));

  /** Grown one by one, so that the tiles of each size are there. */
  private static MemoryLog published() {
    MemoryLog log = new MemoryLog();
    LEAVES.forEach(leaf -> log.add(List.of(Bytes.fromHex(leaf))));
    return log;
  }

  @Test
  void roots_ofThePublishedLeaves_areThePublishedOnes() {
    MemoryLog log = new MemoryLog();
    Frontier frontier = Frontier.EMPTY;
    for (int size = 0; size <= LEAVES.size(); size++) {
      assertThat(log.tree().head().root().hex()).isEqualTo(ROOTS.get(size));
      assertThat(log.head(size).root().hex()).isEqualTo(ROOTS.get(size));
      assertThat(frontier.root().hex()).isEqualTo(ROOTS.get(size));
      if (size < LEAVES.size()) {
        Bytes leaf = Bytes.fromHex(LEAVES.get(size));
        log.add(List.of(leaf));
        frontier = frontier.append(List.of(MerkleHash.leaf(leaf)));
      }
    }
  }

  @Test
  void hashes_ofLeafAndNode_areThoseOfRfc6962() {
    assertThat(MerkleHash.leaf(Bytes.utf8("L123456")).hex())
        .isEqualTo("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
    assertThat(MerkleHash.node(Bytes.utf8("N123"), Bytes.utf8("N456")).hex())
        .isEqualTo("aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
  }

  /** RFC 6962 §2.1.3 with the tree of seven leaves: which hashes, by hand. */
  @Test
  void proofs_ofSevenLeaves_areThoseOfRfc6962() {
    MemoryLog log = published();
    List<Bytes> leaves = log.entries.stream().map(MerkleHash::leaf).toList();
    Bytes g = MerkleHash.node(leaves.get(0), leaves.get(1));
    Bytes h = MerkleHash.node(leaves.get(2), leaves.get(3));
    Bytes i = MerkleHash.node(leaves.get(4), leaves.get(5));
    Bytes j = leaves.get(6);
    Bytes k = MerkleHash.node(g, h);
    Bytes l = MerkleHash.node(i, j);
    TiledTree seven = log.tree(7);
    assertThat(seven.inclusion(0).path()).containsExactly(leaves.get(1), h, l);
    assertThat(seven.inclusion(3).path()).containsExactly(leaves.get(2), g, l);
    assertThat(seven.inclusion(4).path()).containsExactly(leaves.get(5), j, k);
    assertThat(seven.inclusion(6).path()).containsExactly(i, k);
    assertThat(seven.consistency(3).path()).containsExactly(leaves.get(2), leaves.get(3), g, l);
    assertThat(seven.consistency(4).path()).containsExactly(l);
    assertThat(seven.consistency(6).path()).containsExactly(i, j, k);
    assertThat(seven.consistency(7).path()).isEmpty();
    assertThat(seven.consistency(0).path()).isEmpty();
  }

  record Inclusion(
      String name,
      long leafIdx,
      long treeSize,
      String root,
      String leafHash,
      List<String> proof,
      boolean valid) {
    @Override
    public String toString() {
      return name;
    }
  }

  record Consistency(
      String name,
      long size1,
      long size2,
      String root1,
      String root2,
      List<String> proof,
      boolean valid) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<JsonNode> cases(String kind, int cases) throws IOException {
    try (InputStream file = TreeTest.class.getResourceAsStream("/vectors/rfc6962-proofs.json")) {
      var all = Json.read(Objects.requireNonNull(file).readAllBytes(), JsonNode.class).get(kind);
      assertThat(Objects.requireNonNull(all).size()).isEqualTo(cases);
      return IntStream.range(0, cases).mapToObj(i -> Objects.requireNonNull(all.get(i)));
    }
  }

  private static String text(JsonNode node, String field) {
    return Objects.requireNonNull(node.get(field)).getStringValue();
  }

  private static long number(JsonNode node, String field) {
    return Objects.requireNonNull(node.get(field)).getLongValue();
  }

  private static List<String> proof(JsonNode node) {
    List<String> proof = new ArrayList<>();
    Objects.requireNonNull(node.get("proof")).values().forEach(h -> proof.add(h.getStringValue()));
    return proof;
  }

  static Stream<Inclusion> inclusions() throws IOException {
    return cases("inclusion", 98)
        .map(
            node ->
                new Inclusion(
                    text(node, "name"),
                    number(node, "leafIdx"),
                    number(node, "treeSize"),
                    text(node, "root"),
                    text(node, "leafHash"),
                    proof(node),
                    Objects.requireNonNull(node.get("valid")).getBooleanValue()));
  }

  static Stream<Consistency> consistencies() throws IOException {
    return cases("consistency", 97)
        .map(
            node ->
                new Consistency(
                    text(node, "name"),
                    number(node, "size1"),
                    number(node, "size2"),
                    text(node, "root1"),
                    text(node, "root2"),
                    proof(node),
                    Objects.requireNonNull(node.get("valid")).getBooleanValue()));
  }

  private static Bytes bytes(String base64) {
    return Bytes.of(Base64.getDecoder().decode(base64));
  }

  @ParameterizedTest
  @MethodSource("inclusions")
  void inclusion_published_isDecidedAsPublished(Inclusion given) {
    boolean verifies;
    try {
      verifies =
          new InclusionProof(given.leafIdx, given.proof.stream().map(TreeTest::bytes).toList())
              .verifies(bytes(given.leafHash), new TreeHead(given.treeSize, bytes(given.root)));
    } catch (LogFormatException e) {
      verifies = false;
    }
    assertThat(verifies).isEqualTo(given.valid);
  }

  @ParameterizedTest
  @MethodSource("consistencies")
  void consistency_published_isDecidedAsPublished(Consistency given) {
    boolean verifies;
    try {
      verifies =
          new ConsistencyProof(given.proof.stream().map(TreeTest::bytes).toList())
              .verifies(
                  new TreeHead(given.size1, bytes(given.root1)),
                  new TreeHead(given.size2, bytes(given.root2)));
    } catch (LogFormatException e) {
      verifies = false;
    }
    assertThat(verifies).isEqualTo(given.valid);
  }

  @Test
  void consistency_fromTheEmptyTree_needsItsRootAndNoProof() {
    TreeHead three = published().head(3);
    ConsistencyProof none = new ConsistencyProof(List.of());
    assertThat(none.verifies(TreeHead.EMPTY, three)).isTrue();
    assertThat(none.verifies(TreeHead.EMPTY, TreeHead.EMPTY)).isTrue();
    TreeHead otherEmpty = new TreeHead(0, three.root());
    assertThat(none.verifies(otherEmpty, three)).isFalse();
    assertThat(none.verifies(otherEmpty, otherEmpty)).isFalse();
    assertThat(none.verifies(TreeHead.EMPTY, otherEmpty)).isFalse();
    assertThat(none.verifies(three, TreeHead.EMPTY)).isFalse();
    assertThat(new ConsistencyProof(List.of(three.root())).verifies(TreeHead.EMPTY, three))
        .isFalse();
  }

  /** The right edge has gaps twice: 21 is 10101 in binary, so levels 1 and 3 have no sibling. */
  @Test
  void consistency_alongARaggedEdge_holds_withTheHashesOfRfc6962() {
    MemoryLog log = MemoryLog.of(22);
    List<Bytes> leaves = log.entries.stream().map(MerkleHash::leaf).toList();
    ConsistencyProof proof = log.tree().consistency(21);

    assertThat(proof.path())
        .containsExactly(
            leaves.get(20),
            leaves.get(21),
            MerkleHash.root(leaves.subList(16, 20)),
            MerkleHash.root(leaves.subList(0, 16)));
    assertThat(proof.verifies(log.head(21), log.head(22))).isTrue();
    assertThat(proof.verifies(log.head(20), log.head(22))).isFalse();
    assertThat(proof.verifies(new TreeHead(21, log.head(20).root()), log.head(22))).isFalse();
    assertThat(proof.verifies(log.head(21), new TreeHead(22, log.head(20).root()))).isFalse();
  }

  /** The 512th leaf fills the second tile of leaves, and so the one above grows by its hash. */
  @Test
  void append_thatFillsATile_writesTheOneAbove() {
    MemoryLog log = MemoryLog.of(511);
    List<Bytes> leaves = MemoryLog.of(512).entries.stream().map(MerkleHash::leaf).toList();

    assertThat(log.tree().append(List.of(leaves.getLast())))
        .containsExactly(
            new HashTile(new Tile(0, 1, 256), leaves.subList(256, 512)),
            new HashTile(
                new Tile(1, 0, 2),
                List.of(
                    MerkleHash.root(leaves.subList(0, 256)),
                    MerkleHash.root(leaves.subList(256, 512)))));
  }

  /** Otherwise a node could be shown as an entry. */
  @Test
  void inclusion_ofAnInnerNodeAsLeaf_isRefused() {
    MemoryLog log = published();
    TreeHead four = log.head(4);
    InclusionProof proof = log.tree(4).inclusion(0);
    Bytes inner =
        Bytes.fromHex(
            "01"
                + MerkleHash.leaf(log.entries.get(0)).hex()
                + MerkleHash.leaf(log.entries.get(1)).hex());
    assertThat(proof.verifiesEntry(log.entries.get(0), four)).isTrue();
    assertThat(new InclusionProof(0, proof.path().subList(1, 2)).verifiesEntry(inner, four))
        .isFalse();
    assertThat(
            new InclusionProof(0, proof.path().subList(1, 2))
                .verifiesEntry(inner, new TreeHead(2, four.root())))
        .isFalse();
  }

  @Test
  void tree_ofTilesOfAnotherLength_isRefused() {
    MemoryLog log = published();
    assertThat(log.tree().head()).isEqualTo(log.head(8));
    log.tiles.replaceAll((path, tile) -> tile.slice(0, tile.length() - 1));
    assertThatThrownBy(() -> log.tree().head()).isInstanceOf(LogFormatException.class);
  }

  @Test
  void tree_askedForWhatItHasNot_refuses() {
    TiledTree tree = published().tree();
    assertThatThrownBy(() -> tree.inclusion(8)).isInstanceOf(LogFormatException.class);
    assertThatThrownBy(() -> tree.inclusion(-1)).isInstanceOf(LogFormatException.class);
    assertThatThrownBy(() -> tree.consistency(9)).isInstanceOf(LogFormatException.class);
    assertThatThrownBy(() -> tree.consistency(-1)).isInstanceOf(LogFormatException.class);
    assertThatThrownBy(() -> new TreeHead(1L << 53, ROOT)).isInstanceOf(LogFormatException.class);
    assertThat(new TreeHead((1L << 53) - 1, ROOT).size()).isEqualTo(9_007_199_254_740_991L);
  }
}
