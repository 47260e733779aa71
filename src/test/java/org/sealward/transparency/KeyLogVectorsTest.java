package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.MerkleHash;

/**
 * Protocol §11 from the bundle's fingerprint to the proof, against {@code key-log.json}, which a
 * program in Python made that shares no code with this one: RFC 6962's recursive definitions, and
 * Ed25519 of OpenSSL.
 */
class KeyLogVectorsTest {
  private final JsonNode vectors = read("key-log");
  private final TestSigner log = TestSigner.log(1);
  private final TestSigner witness = TestSigner.witness("witness.example/w1", 2);
  private final Instant time =
      Instant.ofEpochSecond(Objects.requireNonNull(vectors.get("time")).getLongValue());

  private static JsonNode read(String name) {
    try (InputStream file =
        KeyLogVectorsTest.class.getResourceAsStream("/vectors/" + name + ".json")) {
      return Json.read(Objects.requireNonNull(file).readAllBytes(), JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(JsonNode node, String field) {
    return Objects.requireNonNull(node.get(field)).getStringValue();
  }

  private List<JsonNode> list(String field) {
    List<JsonNode> all = new ArrayList<>();
    Objects.requireNonNull(vectors.get(field)).values().forEach(all::add);
    assertThat(all).hasSizeGreaterThan(1);
    return all;
  }

  private List<Bytes> entries() {
    return list("leaves").stream().map(leaf -> Bytes.fromHex(text(leaf, "entry"))).toList();
  }

  private MemoryLog grown() {
    MemoryLog grown = new MemoryLog();
    entries().forEach(entry -> grown.add(List.of(entry)));
    return grown;
  }

  private SignedCheckpoint checkpoint() {
    Checkpoint checkpoint = Checkpoint.of(TestSigner.ORIGIN, grown().tree().head());
    return checkpoint.sign(log).with(List.of(Cosignature.sign(checkpoint, witness, time)));
  }

  /** What the contents of messages tell of a log, they tell of this one. */
  @Test
  void checkpointsInContents_areOfTheWholeLog() {
    TreeHead head = grown().tree().head();
    List<JsonNode> told = new ArrayList<>();
    for (JsonNode vector : Objects.requireNonNull(read("contents").get("cases")).values()) {
      Optional.ofNullable(vector.get("checkpoint")).ifPresent(told::add);
    }
    assertThat(told).hasSize(2);
    for (JsonNode checkpoint : told) {
      assertThat(Objects.requireNonNull(checkpoint.get("size")).getLongValue())
          .isEqualTo(head.size());
      assertThat(text(checkpoint, "root")).isEqualTo(head.root().hex());
    }
  }

  @Test
  void leaves_areTheVectors() {
    List<JsonNode> users = list("users");
    for (int i = 0; i < users.size(); i++) {
      assertThat(KeyLeaf.userTag(UUID.fromString(users.get(i).getStringValue())).hex())
          .isEqualTo(list("userTags").get(i).getStringValue());
    }
    for (JsonNode vector : list("leaves")) {
      KeyLeaf leaf =
          new KeyLeaf(
              Bytes.fromHex(text(vector, "userTag")),
              Objects.requireNonNull(vector.get("version")).getIntValue(),
              Bytes.fromHex(text(vector, "fingerprint")));
      assertThat(leaf.encode().hex()).isEqualTo(text(vector, "entry"));
      assertThat(KeyLeaf.decode(leaf.encode())).isEqualTo(leaf);
      assertThat(MerkleHash.leaf(leaf.encode()).hex()).isEqualTo(text(vector, "leafHash"));
    }
  }

  @Test
  void tree_isTheVectors() {
    List<JsonNode> roots = list("roots");
    for (int size = 0; size < roots.size(); size++) {
      assertThat(grown().tree(size).head().root().hex())
          .isEqualTo(roots.get(size).getStringValue());
    }
    JsonNode tile = Objects.requireNonNull(vectors.get("hashTile"));
    assertThat(grown().tiles.get(text(tile, "path")))
        .isEqualTo(Bytes.fromHex(text(tile, "content")));
    JsonNode bundle = Objects.requireNonNull(vectors.get("entryBundle"));
    assertThat(new EntryBundle(Tile.parse(text(bundle, "path")), entries()).encode().hex())
        .isEqualTo(text(bundle, "content"));
  }

  @Test
  void checkpointProofAndRequest_areTheVectors() {
    assertThat(log.key().encode()).isEqualTo(text(vectors, "logKey"));
    assertThat(witness.key().encode()).isEqualTo(text(vectors, "witnessKey"));
    assertThat(checkpoint().encode()).isEqualTo(Bytes.utf8(text(vectors, "checkpoint")));
    assertThat(new LogProof(null, grown().tree().inclusion(3), checkpoint()).encode())
        .isEqualTo(Bytes.utf8(text(vectors, "proof")));
    assertThat(new AddCheckpoint(3, grown().tree().consistency(3), checkpoint()).encode())
        .isEqualTo(Bytes.utf8(text(vectors, "request")));
  }

  @Test
  void vectors_areBelieved() {
    LogPolicy policy =
        new LogPolicy(
            TestSigner.ORIGIN,
            VerifierKey.parse(text(vectors, "logKey")),
            List.of(VerifierKey.parse(text(vectors, "witnessKey"))),
            1,
            Duration.ofHours(24));
    LogProof proof = LogProof.parse(Bytes.utf8(text(vectors, "proof")));
    assertThat(proof.verify(entries().get(3), policy, time)).isInstanceOf(Verdict.Accepted.class);
    assertThat(proof.verify(entries().get(2), policy, time)).isEqualTo(new Verdict.NotIncluded());
    WitnessAnswer answer =
        new Witness(Map.of(TestSigner.ORIGIN, List.of(log.key())))
            .answer(Bytes.utf8(text(vectors, "request")), origin -> grown().tree(3).head());
    assertThat(answer).isInstanceOf(WitnessAnswer.Cosign.class);
    KeyTail tail = new KeyTail(Frontier.EMPTY, Map.of());
    assertThat(tail.read(entries(), proof.checkpoint().checkpoint().head()))
        .isEqualTo(new KeyTail.Reading.Read(List.of()));
  }
}
