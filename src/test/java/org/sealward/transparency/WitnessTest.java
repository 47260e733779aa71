package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.Bytes;

/** The answers of C2SP tlog-witness, in the order of its text. */
class WitnessTest {
  private static final TestSigner LOG = TestSigner.log(1);
  private static final TestSigner ROTATED = TestSigner.log(2);
  private static final Witness WITNESS =
      new Witness(Map.of(TestSigner.ORIGIN, List.of(LOG.key(), ROTATED.key())));
  private static final MemoryLog ENTRIES = ofEverySizeTo(9);

  /** With the partial tiles of every size. */
  private static MemoryLog ofEverySizeTo(int size) {
    MemoryLog log = new MemoryLog();
    for (int i = 1; i <= size; i++) {
      log.grow(i);
    }
    return log;
  }

  private static SignedCheckpoint signed(TreeHead head) {
    return Checkpoint.of(TestSigner.ORIGIN, head).sign(LOG);
  }

  private static WitnessAnswer answer(TreeHead newest, AddCheckpoint request) {
    return WITNESS.answer(request.encode(), origin -> newest);
  }

  private static AddCheckpoint request(int older, int newer) {
    return new AddCheckpoint(
        older, ENTRIES.tree(newer).consistency(older), signed(ENTRIES.head(newer)));
  }

  @Test
  void request_encoded_isTheTextOfTheSpecification() {
    SignedCheckpoint two = signed(ENTRIES.head(2));
    String text =
        "old 1\n"
            + LogText.base64(ENTRIES.tree(2).consistency(1).path().getFirst())
            + "\n\n"
            + two.text();
    assertThat(request(1, 2).encode()).isEqualTo(Bytes.utf8(text));
    assertThat(AddCheckpoint.parse(Bytes.utf8(text))).isEqualTo(request(1, 2));
  }

  @Test
  void checkpoint_thatContinuesTheNewest_isCosigned() {
    for (int older = 0; older <= 9; older++) {
      for (int newer = older; newer <= 9; newer++) {
        WitnessAnswer answer = answer(ENTRIES.head(older), request(older, newer));
        assertThat(answer)
            .isEqualTo(
                new WitnessAnswer.Cosign(Checkpoint.of(TestSigner.ORIGIN, ENTRIES.head(newer))));
        assertThat(answer.status()).isEqualTo(200);
      }
    }
  }

  @Test
  void body_ofAnotherForm_is400() {
    String good = new String(request(4, 9).encode().toArray(), StandardCharsets.UTF_8);
    String hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    assertThat(WITNESS.answer(Bytes.utf8(good), origin -> ENTRIES.head(4)).status()).isEqualTo(200);
    for (String body :
        List.of(
            "",
            "\n",
            good.replace("old 4", "old 04"),
            good.replace("old 4", "old -4"),
            good.replace("old 4", "old  4"),
            good.replace("old 4", "Old 4"),
            good.replace("old 4", "4"),
            good.replace("old 4\n", "old 4\n" + hash.repeat(63)),
            good.replace("old 4\n", "old 4\nAAAA\n"),
            good.substring(0, good.length() - 1),
            good.replace("\n", "\r\n"),
            "old 0\n\nno checkpoint\n")) {
      assertThat(WITNESS.answer(Bytes.utf8(body), origin -> ENTRIES.head(4)).status())
          .isEqualTo(400);
    }
    assertThatThrownBy(() -> AddCheckpoint.parse(Bytes.EMPTY))
        .isInstanceOf(LogFormatException.class);
  }

  @Test
  void unknownLog_is404_beforeItsSignatureIsLookedAt() {
    Checkpoint foreign = Checkpoint.of("log.example/audit", ENTRIES.head(9));
    AddCheckpoint request =
        new AddCheckpoint(0, new ConsistencyProof(List.of()), foreign.sign(LOG));
    assertThat(answer(TreeHead.EMPTY, request).status()).isEqualTo(404);
  }

  @Test
  void signature_ofNoKnownKeyOrAFalseOne_is403() {
    SignedCheckpoint unknown =
        Checkpoint.of(TestSigner.ORIGIN, ENTRIES.head(9)).sign(TestSigner.log(3));
    ConsistencyProof none = new ConsistencyProof(List.of());
    assertThat(answer(TreeHead.EMPTY, new AddCheckpoint(0, none, unknown)).status()).isEqualTo(403);
    SignedCheckpoint both = unknown.with(signed(ENTRIES.head(9)).signatures());
    assertThat(answer(TreeHead.EMPTY, new AddCheckpoint(0, none, both)).status()).isEqualTo(200);
    SignedCheckpoint rotated = Checkpoint.of(TestSigner.ORIGIN, ENTRIES.head(9)).sign(ROTATED);
    assertThat(answer(TreeHead.EMPTY, new AddCheckpoint(0, none, rotated)).status()).isEqualTo(200);
    SignedCheckpoint falseLine =
        both.with(
            List.of(
                new NoteSignature(TestSigner.ORIGIN, ROTATED.key().id(), Bytes.of(new byte[64]))));
    assertThat(answer(TreeHead.EMPTY, new AddCheckpoint(0, none, falseLine)).status())
        .isEqualTo(403);
    assertThat(
            answer(
                    TreeHead.EMPTY,
                    new AddCheckpoint(
                        0,
                        none,
                        new SignedCheckpoint(
                            signed(ENTRIES.head(8)).checkpoint(), both.signatures())))
                .status())
        .isEqualTo(403);
  }

  @Test
  void oldSize_aboveTheCheckpoints_is400() {
    AddCheckpoint request =
        new AddCheckpoint(9, new ConsistencyProof(List.of()), signed(ENTRIES.head(8)));
    assertThat(answer(ENTRIES.head(9), request)).isEqualTo(new WitnessAnswer.BadRequest());
  }

  @Test
  void oldSize_otherThanTheNewest_is409WithTheNewest() {
    WitnessAnswer answer = answer(ENTRIES.head(7), request(4, 9));
    assertThat(answer).isEqualTo(new WitnessAnswer.OtherSize(7));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(new WitnessAnswer.OtherSize(7).body()).isEqualTo(Bytes.utf8("7\n"));
    assertThat(WitnessAnswer.OtherSize.parse(Bytes.utf8("7\n")))
        .isEqualTo(new WitnessAnswer.OtherSize(7));
    for (String body : List.of("", "7", "07\n", "7\n7\n", "7 \n", "-7\n")) {
      assertThatThrownBy(() -> WitnessAnswer.OtherSize.parse(Bytes.utf8(body)))
          .isInstanceOf(LogFormatException.class);
    }
  }

  /** A log that rewrites, forks at one size, or says something of an empty tree. */
  @Test
  void line02_checkpointThatDoesNotContinue_is422() {
    TreeHead rewritten = new TreeHead(4, ENTRIES.head(5).root());
    assertThat(answer(rewritten, request(4, 9)).status()).isEqualTo(422);
    assertThat(answer(rewritten, request(4, 4)).status()).isEqualTo(422);
    ConsistencyProof some = ENTRIES.tree().consistency(4);
    ConsistencyProof none = new ConsistencyProof(List.of());
    SignedCheckpoint nine = signed(ENTRIES.head(9));
    assertThat(answer(TreeHead.EMPTY, new AddCheckpoint(0, some, nine)).status()).isEqualTo(422);
    assertThat(answer(ENTRIES.head(4), new AddCheckpoint(4, none, nine)).status()).isEqualTo(422);
    assertThat(answer(ENTRIES.head(9), new AddCheckpoint(9, some, nine)).status()).isEqualTo(422);
    SignedCheckpoint empty = signed(new TreeHead(0, ENTRIES.head(1).root()));
    assertThat(answer(TreeHead.EMPTY, new AddCheckpoint(0, none, empty)).status()).isEqualTo(422);
    assertThat(answer(TreeHead.EMPTY, new AddCheckpoint(0, none, signed(TreeHead.EMPTY))).status())
        .isEqualTo(200);
  }

  @Test
  void witness_ofAKeyThatIsNoLogs_isRefused() {
    List<VerifierKey> keys = List.of(TestSigner.witness("w", 1).key());
    assertThatThrownBy(() -> new Witness(Map.of("w", keys))).isInstanceOf(LogFormatException.class);
  }
}
