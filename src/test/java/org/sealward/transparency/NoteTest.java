package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

/** Notes, keys and checkpoints: examples of C2SP and of Go's sumdb/note, and what is none. */
class NoteTest {
  private static final String FOO =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
  private static final String FOO_NOTE =
      """
      This is an example message.

      — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
      """;
  private static final String PETER =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String PETER_NOTE =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.

      — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
      """;
  private static final String CHECKPOINT =
      """
      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

      — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
      — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
      """;

  private static SignedNote note(String text) {
    return SignedNote.parse(Bytes.utf8(text));
  }

  @Test
  void notes_published_verifyUnderTheirKeys() {
    for (List<String> pair : List.of(List.of(FOO, FOO_NOTE), List.of(PETER, PETER_NOTE))) {
      VerifierKey key = VerifierKey.parse(pair.get(0));
      SignedNote note = note(pair.get(1));
      NoteSignature line = note.signatures().getFirst();
      assertThat(key.encode()).isEqualTo(pair.get(0));
      assertThat(note.encode()).isEqualTo(pair.get(1));
      assertThat(key.named(line)).isTrue();
      assertThat(key.verifies(line, note.text())).isTrue();
      assertThat(key.verifies(line, note.text().replaceFirst("i", "l"))).isFalse();
    }
    assertThat(VerifierKey.parse(FOO).named(note(PETER_NOTE).signatures().getFirst())).isFalse();
  }

  @Test
  void verifierKey_cutOrChangedAnywhere_isRefused() {
    for (int from = 0; from <= FOO.length(); from++) {
      for (int to = from; to <= FOO.length(); to++) {
        if (to - from < FOO.length()) {
          String part = FOO.substring(from, to);
          assertThatThrownBy(() -> VerifierKey.parse(part)).isInstanceOf(LogFormatException.class);
        }
      }
    }
    for (int at = 0; at < FOO.length(); at++) {
      String changed = FOO.substring(0, at) + (char) (FOO.charAt(at) + 1) + FOO.substring(at + 1);
      assertThatThrownBy(() -> VerifierKey.parse(changed)).isInstanceOf(LogFormatException.class);
    }
  }

  /** Keys with ids that are right: another type, a byte more, a point of small order. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
      })
  void verifierKey_ofAnotherForm_isRefused(String vkey) {
    assertThat(VerifierKey.parse(PETER).id()).isEqualTo(0xc74f20a3);
    assertThatThrownBy(() -> VerifierKey.parse(vkey)).isInstanceOf(LogFormatException.class);
  }

  @Test
  void verifierKey_ofSmallOrder_isRefused() {
    for (String point :
        List.of("01" + "00".repeat(31), "00".repeat(32), "ec" + "ff".repeat(30) + "7f")) {
      assertThatThrownBy(() -> VerifierKey.of("name", SignatureType.ED25519, Bytes.fromHex(point)))
          .isInstanceOf(LogFormatException.class);
    }
  }

  /** SHA-256 of name, newline, 1 or 4, and the key: one key, two ids. */
  @Test
  void keyId_dependsOnNameTypeAndKey() {
    VerifierKey log = TestSigner.log(1).key();
    assertThat(log.id())
        .isNotEqualTo(TestSigner.of(log.name(), SignatureType.COSIGNATURE, 1).key().id())
        .isNotEqualTo(TestSigner.of(log.name() + "x", SignatureType.ED25519, 1).key().id())
        .isNotEqualTo(TestSigner.log(2).key().id());
    assertThat(VerifierKey.parse(log.encode())).isEqualTo(log);
  }

  /** The text of the specification has an empty line and letters beyond ASCII. */
  @Test
  void note_withAnEmptyLineInItsText_isSplitAtTheLastOne() {
    String poem =
        """
        Ognuno sta solo sul cuor della terra
        trafitto da un raggio di sole:

        ed è subito sera.

        — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
        """;
    assertThat(note(poem).text()).endsWith("\n\ned è subito sera.\n");
    assertThat(note(poem).encode()).isEqualTo(poem);
    assertThat(note(poem).signatures().getFirst().keyId()).isEqualTo(0x367ba04b);
  }

  @Test
  void note_ofAnotherForm_isRefused() {
    String line = FOO_NOTE.substring(FOO_NOTE.indexOf('—'));
    assertThat(note("text\n\n" + line).text()).isEqualTo("text\n");
    for (String other :
        List.of(
            "",
            "\n",
            "text\n",
            "text\n\n",
            "text\n" + line,
            "text\n\n" + line.stripTrailing(),
            "text\n\n" + line + "\n",
            "text\n\n" + line + "more\n",
            "text\n\n" + line.replace("—", "-"),
            "text\n\n" + line.replace("— ", "—"),
            "text\n\n" + line.replace("— ", "—  "),
            "text\n\n" + line.replace("\n", " \n"),
            "text\n\n" + line.replace("\n", "\r\n"),
            "te\txt\n\n" + line,
            "te\0xt\n\n" + line,
            "text\n\n" + line.replace("foo", "f+o"),
            "text\n\n" + line.replace("foo", "f\u00a0o"),
            "text\n\n" + line.replace("foo", "f\u2003o"),
            "text\n\n" + line.replace("foo", "f\u0085o"),
            "text\n\n" + line.replace("example.com/foo", ""),
            "text\n\n" + line.replace("=", ""),
            "text\n\n" + line.replace("QM=", "QN="),
            "text\n\n" + line.replace("Uw2Q", "Uw-Q"),
            "text\n\n— name AAAAAA==\n",
            "text\n\n— name \n")) {
      assertThatThrownBy(() -> note(other)).isInstanceOf(LogFormatException.class);
    }
    Bytes notUtf8 = Bytes.fromHex("ff" + Bytes.utf8("text\n\n" + line).hex());
    assertThatThrownBy(() -> SignedNote.parse(notUtf8)).isInstanceOf(LogFormatException.class);
  }

  @Test
  void note_ofSixtyFourSignatures_isReadAndOfMoreIsNot() {
    String line = FOO_NOTE.substring(FOO_NOTE.indexOf('—'));
    assertThat(note("text\n\n" + line.repeat(64)).signatures()).hasSize(64);
    String more = "text\n\n" + line.repeat(65);
    assertThatThrownBy(() -> note(more)).isInstanceOf(LogFormatException.class);
    String large = "x".repeat(1 << 19) + FOO_NOTE;
    assertThatThrownBy(() -> note(large)).isInstanceOf(LogFormatException.class);
  }

  @Test
  void checkpoint_ofTheSpecification_isReadAndWrittenTheSame() {
    SignedCheckpoint signed = SignedCheckpoint.parse(Bytes.utf8(CHECKPOINT));
    assertThat(signed.checkpoint().origin()).isEqualTo("example.com/behind-the-sofa");
    assertThat(signed.checkpoint().head().size()).isEqualTo(20_852_163);
    assertThat(signed.checkpoint().head().root().hex()).startsWith("0ac5186a91863e8e1d90c808");
    assertThat(signed.signatures()).hasSize(2);
    assertThat(Cosignature.seconds(signed.signatures().get(1))).isEqualTo(1_679_315_147);
    assertThat(signed.encode()).isEqualTo(Bytes.utf8(CHECKPOINT));
  }

  @Test
  void checkpoint_ofAnotherForm_isRefused() {
    String root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    assertThat(Checkpoint.parse("o\n0\n" + root).head()).isEqualTo(TreeHead.EMPTY);
    assertThat(Checkpoint.parse("o\n9007199254740991\n" + root + "more\n").extensions())
        .containsExactly("more");
    for (String text :
        List.of(
            "o\n0\n",
            "\n0\n" + root,
            "o\n\n" + root,
            "o\n00\n" + root,
            "o\n01\n" + root,
            "o\n-1\n" + root,
            "o\n+1\n" + root,
            "o\n1.0\n" + root,
            "o\n 1\n" + root,
            "o\n٣\n" + root,
            "o\n9007199254740992\n" + root,
            "o\n99999999999999999999\n" + root,
            "o\n0\n" + root.replace("=", ""),
            "o\n0\n" + root.replace("FU=", "FV="),
            "o\n0\n4" + root,
            "o\n0\nAAAA\n",
            "o\n0\n" + root + "\n",
            "o\n0\n" + root + "\nmore\n",
            "o\n0\n" + root + "more")) {
      assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(LogFormatException.class);
    }
  }

  /** What is signed, to the byte. */
  @Test
  void signatures_areOverTheTextsOfTheSpecifications() {
    TestSigner log = TestSigner.log(1);
    TestSigner witness = TestSigner.witness("witness.example/w1", 2);
    Checkpoint checkpoint = Checkpoint.of("log.example/keys", TreeHead.EMPTY);
    String text = "log.example/keys\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    assertThat(checkpoint.text()).isEqualTo(text);
    assertThat(checkpoint.sign(log).signatures().getFirst().signature())
        .isEqualTo(log.sign(Bytes.utf8(text)));
    NoteSignature cosignature =
        Cosignature.sign(checkpoint, witness, Instant.parse("2023-03-20T12:25:47.9Z"));
    assertThat(cosignature.signature().hex())
        .isEqualTo(
            "00000000641850cb"
                + witness.sign(Bytes.utf8("cosignature/v1\ntime 1679315147\n" + text)).hex());
  }

  @Test
  void signer_withAnotherKeyThanItSays_isNoticed() {
    VerifierKey says = TestSigner.log(1).key();
    TestSigner other = new TestSigner(says, (byte) 2);
    Checkpoint checkpoint = Checkpoint.of("log.example/keys", TreeHead.EMPTY);
    assertThat(checkpoint.sign(TestSigner.log(1)).signatures()).hasSize(1);
    assertThatThrownBy(() -> checkpoint.sign(other)).isInstanceOf(IllegalStateException.class);
    TestSigner witness = TestSigner.witness("w", 3);
    assertThatThrownBy(() -> checkpoint.sign(witness)).isInstanceOf(LogFormatException.class);
    assertThatThrownBy(() -> Cosignature.sign(checkpoint, TestSigner.log(1), Instant.EPOCH))
        .isInstanceOf(LogFormatException.class);
  }

  @Test
  void with_furtherSignatures_keepsEachOnce() {
    Checkpoint checkpoint = Checkpoint.of("o", new TreeHead(1, MerkleHash.EMPTY));
    SignedCheckpoint signed = checkpoint.sign(TestSigner.log(1));
    List<NoteSignature> further =
        IntStream.range(2, 4)
            .mapToObj(
                seed ->
                    Cosignature.sign(
                        checkpoint, TestSigner.witness("w" + seed, seed), Instant.EPOCH))
            .toList();
    assertThat(signed.with(further).with(further).signatures())
        .containsExactly(signed.signatures().getFirst(), further.get(0), further.get(1));
  }
}
