package org.sealward.merklelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.MerkleHash;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.platform.Transactions;
import org.sealward.transparency.EntryBundle;
import org.sealward.transparency.Frontier;
import org.sealward.transparency.HashTile;
import org.sealward.transparency.LogCheck;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.Tile;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.Verdict;
import org.sealward.transparency.VerifierKey;

/** The key log of a running service, as anybody reads it. */
class ServedLogTest {
  private static final String LOG = "/v1/logs/keys/";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final TestService SERVICE = TestService.get();

  @TempDir private Path folder;

  /** So many that there is a full tile. */
  @BeforeAll
  static void fill() throws Exception {
    SecureRandom random = new SecureRandom();
    SERVICE
        .bean(Transactions.class)
        .write(
            unit -> {
              for (int i = 0; i < 300; i++) {
                byte[] fingerprint = new byte[32];
                random.nextBytes(fingerprint);
                KeyLeaf leaf =
                    new KeyLeaf(KeyLeaf.userTag(UUID.randomUUID()), 1, Bytes.of(fingerprint));
                SERVICE.bean(LogEntries.class).add(unit, "keys", leaf.encode());
              }
              return 0;
            });
    for (int i = 0; i < 200 && checkpoint().checkpoint().head().size() < 300; i++) {
      Thread.sleep(50);
    }
  }

  private static HttpResponse<byte[]> get(String path) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(SERVICE.url().resolve(path)).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Bytes read(String path) {
    HttpResponse<byte[]> response = get(LOG + path);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return Bytes.of(response.body());
  }

  private static SignedCheckpoint checkpoint() {
    return SignedCheckpoint.parse(read("checkpoint"));
  }

  /** As {@code GET /v1/logs} tells it. */
  private static VerifierKey key() {
    String logs = new String(get("/v1/logs").body(), StandardCharsets.UTF_8);
    return VerifierKey.parse(
        logs.replaceFirst("(?s).*\"name\":\"keys\".*?\"key\":\"([^\"]+)\".*", "$1"));
  }

  private static LogPolicy policy() {
    return new LogPolicy(key().name(), key(), List.of(), 0, Duration.ZERO);
  }

  private static List<Tile> tiles(long size) {
    List<Tile> tiles = new ArrayList<>();
    for (int level = Tile.ENTRIES; level <= 2; level++) {
      long hashes = size >> (Tile.HEIGHT * Math.max(level, 0));
      for (long first = 0; first < hashes; first += Tile.FULL) {
        tiles.add(Tile.holding(level, first, size));
      }
    }
    return tiles;
  }

  private static byte[] proof(TestUser user, int version) throws InterruptedException {
    String path = "/v1/users/" + user.id() + "/bundles/" + version + "/proof";
    for (int i = 0; i < 200; i++) {
      TestUser.Answer answer = user.get(path);
      if (answer.status() == 200) {
        assertThat(answer.raw().headers().firstValue("Content-Type"))
            .hasValue("text/plain; charset=utf-8");
        return answer.body().getBytes(StandardCharsets.UTF_8);
      }
      assertThat(answer.problem()).isEqualTo("not-logged-yet");
      Thread.sleep(20);
    }
    throw new AssertionError("never logged");
  }

  @Test
  void bundle_onceItIsPublished_isProvenByTheLog() throws Exception {
    TestUser user = TestUser.withKeys(SERVICE);
    OwnKeys second = user.keys().rotate(PrivateKeys.generate(), Instant.ofEpochMilli(1));
    assertThat(user.put("/v1/me/bundles/2", second.signedBundle()).status()).isEqualTo(204);

    LogProof first = LogProof.parse(Bytes.of(proof(user, 1)));
    LogProof next = LogProof.parse(Bytes.of(proof(TestUser.in(SERVICE), 1, user)));
    LogProof newest = LogProof.parse(Bytes.of(proof(user, 2)));

    Bytes leaf = KeyLeaf.of(user.keys().signedBundle().bundle()).encode();
    Bytes secondLeaf = KeyLeaf.of(second.signedBundle().bundle()).encode();
    assertThat(first.verify(leaf, policy())).isInstanceOf(Verdict.Accepted.class);
    assertThat(next.verify(leaf, policy())).isInstanceOf(Verdict.Accepted.class);
    assertThat(newest.verify(secondLeaf, policy())).isInstanceOf(Verdict.Accepted.class);
    assertThat(first.verify(secondLeaf, policy())).isInstanceOf(Verdict.NotIncluded.class);
    assertThat(newest.inclusion().index()).isGreaterThan(first.inclusion().index());
    assertThat(user.get("/v1/users/" + user.id() + "/bundles/3/proof").problem())
        .isEqualTo("bundle-not-found");
  }

  private static byte[] proof(TestUser reader, int version, TestUser of) {
    return reader
        .get("/v1/users/" + of.id() + "/bundles/" + version + "/proof")
        .body()
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void checkpoint_andTiles_areOneTree_byteForByte() {
    SignedCheckpoint signed = checkpoint();
    assertThat(policy().checkSignatures(signed)).isInstanceOf(Verdict.Accepted.class);
    TreeHead head = signed.checkpoint().head();
    List<Bytes> entries = new ArrayList<>();
    List<Bytes> hashes = new ArrayList<>();
    for (Tile tile : tiles(head.size())) {
      Bytes content = read(tile.path());
      switch (tile.level()) {
        case Tile.ENTRIES -> {
          EntryBundle bundle = EntryBundle.decode(tile, content);
          assertThat(bundle.encode()).isEqualTo(content);
          entries.addAll(bundle.entries());
        }
        case 0 -> hashes.addAll(HashTile.decode(tile, content).hashes());
        default ->
            assertThat(HashTile.decode(tile, content).hashes().getFirst())
                .isEqualTo(MerkleHash.root(hashes.subList(0, Tile.FULL)));
      }
    }
    assertThat(hashes).isEqualTo(entries.stream().map(MerkleHash::leaf).toList());
    assertThat(Frontier.EMPTY.append(hashes).head()).isEqualTo(head);
    assertThat(head.size()).isGreaterThanOrEqualTo(300);
  }

  @Test
  void answers_sayForHowLongTheyMayBeKept() {
    HttpResponse<byte[]> checkpoint = get(LOG + "checkpoint");
    assertThat(checkpoint.headers().firstValue("Content-Type"))
        .hasValue("text/plain; charset=utf-8");
    assertThat(checkpoint.headers().firstValue("Cache-Control")).hasValue("no-store");
    HttpResponse<byte[]> tile = get(LOG + "tile/0/000");
    assertThat(tile.body()).hasSize(8_192);
    assertThat(tile.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    assertThat(tile.headers().firstValue("Cache-Control"))
        .hasValue("public, max-age=31536000, immutable");
    assertThat(get(LOG + "tile/0/000.p/7").body()).isEqualTo(Arrays.copyOf(tile.body(), 224));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys/tile/0/999",
        "keys/tile/0/000.p/0",
        "keys/tile/0/000.p/256",
        "keys/tile/0/0",
        "keys/tile/0/x000/000",
        "keys/tile/00/000",
        "keys/tile/5/000.p/1",
        "keys/tile/7/000",
        "keys/tile/-1/000",
        "keys/tile/entries/999",
        "keys/tile/entries/000.p/256",
        "keys/tile/data/000",
        "keys/other",
        "other/checkpoint",
        "other/tile/0/000"
      })
  void tile_thatIsNotThere_is404(String path) {
    assertThat(get("/v1/logs/" + path).statusCode()).isEqualTo(404);
  }

  /** Checkpoint, every tile, every entry, and proofs of three users. */
  private void download() throws Exception {
    List<TestUser> users = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      users.add(TestUser.withKeys(SERVICE));
    }
    Files.createDirectories(folder.resolve("proofs"));
    for (TestUser user : users) {
      Path proof = folder.resolve("proofs").resolve(user.id() + ".tlog-proof");
      Files.write(proof, proof(user, 1));
      Files.write(
          folder.resolve("proofs").resolve(user.id() + ".entry"),
          KeyLeaf.of(user.keys().signedBundle().bundle()).encode().toArray());
    }
    Bytes checkpoint = read("checkpoint");
    Files.write(folder.resolve("checkpoint"), checkpoint.toArray());
    for (Tile tile : tiles(SignedCheckpoint.parse(checkpoint).checkpoint().head().size())) {
      Path file = folder.resolve(tile.path());
      Files.createDirectories(file.getParent());
      Files.write(file, read(tile.path()).toArray());
    }
  }

  @Test
  void log_ofARunningService_holdsForTheSecondImplementation() throws Exception {
    LogCheck.require();
    download();
    List<String> keys = List.of(key().encode());
    LogCheck.Ended ended = LogCheck.check(folder, keys);
    assertThat(ended.said()).matches("entries \\d+\nproofs 3\nrequests 0\n");
    assertThat(ended.status()).isZero();

    Path tile = folder.resolve("tile/0/000");
    byte[] content = Files.readAllBytes(tile);
    content[4_000] ^= 1;
    Files.write(tile, content);
    assertThat(LogCheck.check(folder, keys).status()).isEqualTo(1);
  }
}
