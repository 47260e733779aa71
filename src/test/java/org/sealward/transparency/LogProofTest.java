package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

class LogProofTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final TestSigner LOG = TestSigner.log(1);
  private static final TestSigner WITNESS = TestSigner.witness("w1.example", 11);
  private static final LogPolicy POLICY =
      new LogPolicy(TestSigner.ORIGIN, LOG.key(), List.of(WITNESS.key()), 1, Duration.ofHours(24));
  private static final MemoryLog ENTRIES = MemoryLog.of(700);

  private static LogProof proof(long index) {
    Checkpoint checkpoint = Checkpoint.of(TestSigner.ORIGIN, ENTRIES.tree().head());
    return new LogProof(
        null,
        ENTRIES.tree().inclusion(index),
        checkpoint.sign(LOG).with(List.of(Cosignature.sign(checkpoint, WITNESS, NOW))));
  }

  @Test
  void proof_encoded_isTheTextOfTheSpecification() {
    SignedCheckpoint one = Checkpoint.of(TestSigner.ORIGIN, ENTRIES.head(2)).sign(LOG);
    LogProof proof =
        new LogProof(
            Bytes.utf8("hi"),
            new InclusionProof(1, List.of(MerkleHash.leaf(Bytes.utf8("entry 0")))),
            one);
    String text =
        "c2sp.org/tlog-proof@v1\nextra aGk=\nindex 1\n"
            + LogText.base64(MerkleHash.leaf(Bytes.utf8("entry 0")))
            + "\n\n"
            + one.text();
    assertThat(proof.encode()).isEqualTo(Bytes.utf8(text));
    assertThat(LogProof.parse(Bytes.utf8(text))).isEqualTo(proof);
    LogProof bare = LogProof.parse(Bytes.utf8(text.replace("extra aGk=\n", "")));
    assertThat(bare).isEqualTo(new LogProof(null, proof.inclusion(), one));
  }

  @Test
  void proof_ofEveryEntry_isProvenOfflineYearsLater() {
    for (int index = 0; index < 700; index += 13) {
      LogProof proof = LogProof.parse(proof(index).encode());
      Bytes entry = ENTRIES.entries.get(index);
      assertThat(proof.verify(entry, POLICY, NOW)).isInstanceOf(Verdict.Accepted.class);
      Instant later = NOW.plus(Duration.ofDays(4000));
      assertThat(proof.verify(entry, POLICY, later)).isEqualTo(new Verdict.Stale(0, 1));
      assertThat(proof.verify(entry, POLICY)).isInstanceOf(Verdict.Accepted.class);
      assertThat(proof.verify(Bytes.utf8("other"), POLICY)).isEqualTo(new Verdict.NotIncluded());
      assertThat(proof.verify(Bytes.utf8("other"), POLICY, NOW))
          .isEqualTo(new Verdict.NotIncluded());
    }
  }

  @Test
  void line03_proofOfAnotherLog_isRefused() {
    Bytes entry = ENTRIES.entries.getFirst();
    assertThat(proof(0).verify(entry, POLICY, NOW)).isInstanceOf(Verdict.Accepted.class);
    Checkpoint audit = Checkpoint.of("log.example/audit", ENTRIES.tree().head());
    TestSigner auditKey = TestSigner.of("log.example/audit", SignatureType.ED25519, 3);
    LogProof foreign = new LogProof(null, proof(0).inclusion(), audit.sign(auditKey));
    assertThat(foreign.verify(entry, POLICY)).isEqualTo(new Verdict.OtherOrigin());
    Checkpoint renamed = Checkpoint.of(TestSigner.ORIGIN, ENTRIES.tree().head());
    LogProof forged = new LogProof(null, proof(0).inclusion(), renamed.sign(auditKey));
    assertThat(forged.verify(entry, POLICY)).isEqualTo(new Verdict.NotSigned());
    assertThat(new LogProof(null, proof(0).inclusion(), renamed.sign(LOG)).verify(entry, POLICY))
        .isEqualTo(new Verdict.NoQuorum(0, 1));
  }

  /** Each bit of a text without an extra, which nobody signs. */
  @Test
  void proof_withAnyBitFlipped_provesNothing() {
    LogProof proof = proof(421);
    byte[] text = proof.encode().toArray();
    Bytes entry = ENTRIES.entries.get(421);
    assertThat(proof.verify(entry, POLICY, NOW)).isInstanceOf(Verdict.Accepted.class);
    for (int bit = 0; bit < text.length * 8; bit++) {
      text[bit / 8] ^= (byte) (1 << (bit % 8));
      boolean proven;
      try {
        proven =
            LogProof.parse(Bytes.of(text)).verify(entry, POLICY, NOW) instanceof Verdict.Accepted;
      } catch (LogFormatException e) {
        proven = false;
      }
      assertThat(proven).as("bit %d", bit).isFalse();
      text[bit / 8] ^= (byte) (1 << (bit % 8));
    }
  }

  @Test
  void proof_cutOrExtendedAnywhere_isRefused() {
    Bytes whole = proof(421).encode();
    for (int length = 0; length < whole.length(); length++) {
      Bytes cut = whole.slice(0, length);
      boolean proven;
      try {
        proven =
            LogProof.parse(cut).verify(ENTRIES.entries.get(421), POLICY, NOW)
                instanceof Verdict.Accepted;
      } catch (LogFormatException e) {
        proven = false;
      }
      assertThat(proven).as("%d bytes", length).isFalse();
    }
    Bytes longer = Bytes.fromHex(whole.hex() + "0a");
    assertThatThrownBy(() -> LogProof.parse(longer)).isInstanceOf(LogFormatException.class);
  }

  @Test
  void proof_ofAnotherForm_isRefused() {
    String text = new String(proof(1).encode().toArray(), StandardCharsets.UTF_8);
    assertThat(LogProof.parse(Bytes.utf8(text)).inclusion().index()).isEqualTo(1);
    String hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    for (String other :
        List.of(
            "",
            "\n\n",
            text.replace("proof@v1", "proof@v2"),
            text.replace("index 1\n", ""),
            text.replace("index 1\n", "index 01\n"),
            text.replace("index 1\n", "index -1\n"),
            text.replace("index 1\n", "index\n"),
            text.replace("index 1\n", "index 9007199254740992\n"),
            text.replace("index 1\n", "extra \nindex 1\n"),
            text.replace("index 1\n", "extra aGk\nindex 1\n"),
            text.replace("index 1\n", "index 1\nextra aGk=\n"),
            text.replace("index 1\n", "extra aGk=\nextra aGk=\nindex 1\n"),
            text.replace("index 1\n", "index 1\n" + hash.repeat(64)),
            text.replace("index 1\n", "index 1\nAAAA\n"))) {
      assertThatThrownBy(() -> LogProof.parse(Bytes.utf8(other)))
          .isInstanceOf(LogFormatException.class);
    }
  }
}
