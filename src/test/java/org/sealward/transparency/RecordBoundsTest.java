package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.envelope.Bytes;

/** The last value that each value type takes, and the first one that it refuses. */
class RecordBoundsTest {
  private static final Bytes HASH = Bytes.of(new byte[32]);
  private static final Bytes SHORT = Bytes.of(new byte[31]);
  private static final TreeHead HEAD = new TreeHead(1, HASH);
  private static final long TOO_LARGE = 1L << 53;
  private static final TestSigner LOG = TestSigner.log(1);

  private static List<Bytes> hashes(int count) {
    return Collections.nCopies(count, HASH);
  }

  private static void taken(ThrowingCallable make) {
    assertThatCode(make).doesNotThrowAnyException();
  }

  private static void refused(String message, ThrowingCallable make) {
    assertThatThrownBy(make).isInstanceOf(LogFormatException.class).hasMessage(message);
  }

  @Test
  void proof_hasSixtyThreeHashesOf32Bytes_atMost() {
    taken(() -> new ConsistencyProof(hashes(63)));
    taken(() -> new InclusionProof(0, hashes(63)));
    refused("a proof is too long", () -> new ConsistencyProof(hashes(64)));
    refused("a proof is too long", () -> new InclusionProof(0, hashes(64)));
    refused("a hash is not 32 bytes long", () -> new ConsistencyProof(List.of(HASH, SHORT)));
    refused("a hash is not 32 bytes long", () -> new InclusionProof(0, List.of(SHORT)));
  }

  @Test
  void frontier_hasOneHashForEachSubtree() {
    taken(() -> new Frontier(5, hashes(2)));
    refused("not one hash for each subtree", () -> new Frontier(5, hashes(1)));
    refused("not one hash for each subtree", () -> new Frontier(5, hashes(3)));
    refused("a size is not within 0 to 2^53-1", () -> new Frontier(TOO_LARGE, hashes(1)));
    refused("a hash is not 32 bytes long", () -> new Frontier(1, List.of(SHORT)));
  }

  @Test
  void tile_isOfALevelThatALogHas() {
    taken(() -> new Tile(Tile.ENTRIES, 0, 1));
    taken(() -> new Tile(6, 0, 31));
    refused("no level of a log", () -> new Tile(-2, 0, 1));
    refused("no level of a log", () -> new Tile(7, 0, 1));
    refused("a width is not within 1 to 256", () -> new Tile(0, 0, 0));
    refused("a width is not within 1 to 256", () -> new Tile(0, 0, 257));
    refused("a tile behind the end of every log", () -> new Tile(0, -1, 1));
    refused("a size is not within 0 to 2^53-1", () -> Tile.holding(0, 0, TOO_LARGE));
    refused("a size is not within 0 to 2^53-1", () -> new TiledTree(TOO_LARGE, _ -> HASH));
  }

  @Test
  void tileOfHashesOrEntries_hasAsManyAsItIsWide() {
    Tile two = new Tile(0, 0, 2);
    Tile bundle = new Tile(Tile.ENTRIES, 0, 2);
    taken(() -> new HashTile(two, hashes(2)));
    taken(() -> new EntryBundle(bundle, List.of(SHORT, Bytes.EMPTY)));
    refused("not as many hashes as the tile is wide", () -> new HashTile(two, hashes(1)));
    refused("a hash is not 32 bytes long", () -> new HashTile(two, List.of(HASH, SHORT)));
    refused("entries are no hashes", () -> new HashTile(bundle, hashes(2)));
    refused("not as many entries as the tile is wide", () -> new EntryBundle(bundle, hashes(3)));
    refused("hashes are no entries", () -> new EntryBundle(two, hashes(2)));
  }

  @Test
  void bundle_thatEndsWithAnEmptyEntry_isRead() {
    Tile two = new Tile(Tile.ENTRIES, 0, 2);

    assertThat(EntryBundle.decode(two, Bytes.fromHex("0001aa0000")).entries())
        .containsExactly(Bytes.fromHex("aa"), Bytes.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\na", "a\n", "a\nb"})
  void origin_thatIsNoLine_isRefused(String origin) {
    refused("not a line", () -> Checkpoint.of(origin, HEAD));
    refused("not a line", () -> new Checkpoint("a", HEAD, List.of("more", origin)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000", "\ta", "a\r", "\u001f", "a\ud800", "\udc00a"})
  void text_withAControlCharacterOrHalfAPair_isRefused(String text) {
    refused("a control character", () -> Checkpoint.of(text, HEAD));
    refused("a control character", () -> new SignedNote(text + "\n", List.of()));
    taken(() -> Checkpoint.of("a b\u007f\u00e9\ud83d\ude00", HEAD));
  }

  @Test
  void text_isUtf8OfLines_of512KibAtMost() {
    assertThat(LogText.decode(Bytes.utf8("a".repeat(524_288)))).hasSize(524_288);
    refused("too long", () -> LogText.decode(Bytes.utf8("a".repeat(524_289))));
    refused("a control character", () -> LogText.decode(Bytes.utf8("a\u0001\n")));
    refused("not UTF-8", () -> LogText.decode(Bytes.fromHex("c328")));
    assertThat(LogText.lines("\nx\n\n")).containsExactly("", "x", "");
    refused("the last line has no end", () -> LogText.lines("\nx"));
  }

  @Test
  void numberAndHashes_ofText_areBounded() {
    String hash = "A".repeat(43) + "=";
    assertThat(LogText.number("9007199254740991")).isEqualTo(TreeHead.MAX_SIZE);
    refused("a number above 2^53-1", () -> LogText.number("9007199254740992"));
    refused("not a number", () -> LogText.number("00"));
    assertThat(LogText.hash(hash)).isEqualTo(HASH);
    refused("a hash is not 32 bytes long", () -> LogText.hash("AAAA"));
    assertThat(LogText.path(Collections.nCopies(63, hash))).hasSize(63);
    refused("a proof is too long", () -> LogText.path(Collections.nCopies(64, hash)));
  }

  @Test
  void note_endsItsText_andHasASignature() {
    taken(() -> new SignedNote("a\n", List.of()));
    refused("the text does not end with a newline", () -> new SignedNote("a", List.of()));
    assertThat(SignedNote.parse("\n\n\u2014 w AAAAAAA=\n").text()).isEqualTo("\n");
    refused("no signature", () -> new SignedCheckpoint(Checkpoint.of("a", HEAD), List.of()));
  }

  @Test
  void signature_hasANameAndAByte() {
    taken(() -> new NoteSignature("w.example/a_b", 1, Bytes.fromHex("00")));
    refused("a signature is empty", () -> new NoteSignature("a", 1, Bytes.EMPTY));
    for (String name : List.of("", " ", "a b", "a+b", "a\u2003b", "a\n")) {
      refused("not the name of a key", () -> new NoteSignature(name, 1, HASH));
    }
    refused("a control character", () -> new NoteSignature("a\u0001", 1, HASH));
    refused(
        "a control character", () -> new VerifierKey("a\u0001", LOG.key().type(), LOG.key().key()));
  }

  @Test
  void lines_ofAWitnessesAnswer_areReadBack() {
    NoteSignature line = new NoteSignature("w.example", -2, Bytes.fromHex("abcd"));

    assertThat(line.line()).isEqualTo("\u2014 w.example /////qvN\n");
    assertThat(NoteSignature.parse(Bytes.utf8(line.line().repeat(64))))
        .hasSize(64)
        .containsOnly(line);
    refused(
        "not 1 to 64 signatures", () -> NoteSignature.parse(Bytes.utf8(line.line().repeat(65))));
    refused("not 1 to 64 signatures", () -> NoteSignature.parse(Bytes.EMPTY));
    refused(
        "a signature is too short", () -> NoteSignature.parse(Bytes.utf8("\u2014 w /////g==\n")));
  }

  /** The beginning of time is a time. */
  @Test
  void cosignature_of1970_verifies() {
    TestSigner witness = TestSigner.witness("w.example", 11);
    Checkpoint checkpoint = Checkpoint.of("a", HEAD);
    NoteSignature line = Cosignature.sign(checkpoint, witness, Instant.EPOCH);

    assertThat(witness.key().verifies(line, checkpoint.text())).isTrue();
  }

  @Test
  void policy_withALogsKeyAsAWitness_isRefused() {
    VerifierKey log = LOG.key();
    VerifierKey witness = TestSigner.witness("w.example", 11).key();
    VerifierKey otherLog = TestSigner.log(2).key();
    Duration day = Duration.ofDays(1);

    taken(() -> new LogPolicy("a", log, List.of(witness), 1, day));
    refused(
        "a key is not of its type",
        () -> new LogPolicy("a", log, List.of(witness, otherLog), 1, day));
  }

  @Test
  void proof_thatEndsAfterItsFirstLines_isRefused() {
    String checkpoint = "\n" + Checkpoint.of("a", HEAD).sign(LOG).text();
    String header = "c2sp.org/tlog-proof@v1\n";

    taken(() -> LogProof.parse(Bytes.utf8(header + "index 0\n" + checkpoint)));
    refused("not a proof of a log", () -> LogProof.parse(Bytes.utf8(header + checkpoint)));
    refused("no index", () -> LogProof.parse(Bytes.utf8(header + "extra AAAA\n" + checkpoint)));
  }
}
