package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.Bytes;

/** Notes whose text is no checkpoint. */
class SignedNoteTest {
  private static final String TEXT = "something/v1\nof a month\n";
  private static final TestSigner LOG = TestSigner.log(1);

  @Test
  void note_isByTheKeyThatSignedIt() {
    SignedNote note = SignedNote.parse(Bytes.utf8(SignedNote.sign(TEXT, LOG).encode()));
    assertThat(note.text()).isEqualTo(TEXT);
    assertThat(note.isBy(LOG.key())).isTrue();
    assertThat(note.isBy(TestSigner.log(2).key())).isFalse();
    assertThat(note.isBy(TestSigner.of("log.example/other", SignatureType.ED25519, 1).key()))
        .isFalse();
  }

  @Test
  void note_withAnotherText_isByNobody() {
    List<NoteSignature> signatures = SignedNote.sign(TEXT, LOG).signatures();
    assertThat(new SignedNote(TEXT, signatures).isBy(LOG.key())).isTrue();
    assertThat(new SignedNote(TEXT + "\n", signatures).isBy(LOG.key())).isFalse();
  }

  @Test
  void keyOfAWitness_signsNoTexts() {
    TestSigner witness = TestSigner.witness(TestSigner.ORIGIN, 1);
    assertThat(SignedNote.sign(TEXT, LOG).isBy(LOG.key())).isTrue();
    assertThatThrownBy(() -> SignedNote.sign(TEXT, witness))
        .isInstanceOf(LogFormatException.class)
        .hasMessage("not a key that signs texts");
    SignedNote cosigned =
        new SignedNote(
            Checkpoint.of(TestSigner.ORIGIN, TreeHead.EMPTY).text(),
            List.of(
                Cosignature.sign(
                    Checkpoint.of(TestSigner.ORIGIN, TreeHead.EMPTY), witness, Instant.EPOCH)));
    assertThat(cosigned.isBy(witness.key())).isFalse();
  }
}
