package org.sealward.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.envelope.AuditLeaf;
import org.sealward.envelope.AuditReceipt;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.InclusionProof;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.Receipt;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.TreeHead;
import picocli.CommandLine;

/** {@code ./sealward verify receipt}. */
class ReceiptCheckTest {
  private static final TestSigner LOG = TestSigner.log(1);
  private static final UUID IMAGE = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");

  @TempDir private Path folder;

  /** Of a log whose only entry is that an image was deleted. */
  private static Receipt receipt() {
    var record =
        new AuditRecord(
            Bytes.of(new byte[32]),
            IMAGE,
            Instant.parse("2026-03-03T07:05:09Z"),
            AuditRecord.NONE,
            AuditRecord.NONE,
            IMAGE,
            IMAGE,
            IMAGE,
            0,
            "image-erased");
    AuditLeaf leaf = AuditLeaf.of(record, Bytes.of(new byte[32]));
    var head = new TreeHead(1, MerkleHash.leaf(leaf.encode()));
    SignedCheckpoint checkpoint = Checkpoint.of(LOG.key().name(), head).sign(LOG);
    return Receipt.of(
        new AuditReceipt(record, leaf),
        new LogProof(null, new InclusionProof(0, List.of()), checkpoint));
  }

  private int run(Path file, String key, StringWriter out) {
    return new CommandLine(new ReceiptCheck())
        .setOut(new PrintWriter(out))
        .execute(file.toString(), "--key", key);
  }

  @Test
  void receipt_ofTheLog_isProved_andNoOther() throws Exception {
    Path file = Files.write(folder.resolve("receipt"), receipt().encode().toArray());
    String key = LOG.key().encode();

    var out = new StringWriter();
    assertThat(run(file, key, out)).isZero();
    assertThat(out.toString())
        .contains("what      image-erased")
        .contains("when      2026-03-03T07:05:09Z")
        .contains("by        the service")
        .contains("object    " + IMAGE)
        .contains("entry 0 of the 1 that " + LOG.key().name());

    assertThat(run(file, TestSigner.log(2).key().encode(), new StringWriter()))
        .as("another log's key")
        .isEqualTo(1);
    assertThat(run(file, "no key", new StringWriter())).isEqualTo(2);
    String text = Files.readString(file);
    char changed = text.charAt(text.indexOf("extra ") + 60);
    Files.writeString(
        file,
        text.substring(0, text.indexOf("extra ") + 60)
            + (changed == 'A' ? 'B' : 'A')
            + text.substring(text.indexOf("extra ") + 61));
    assertThat(run(file, key, new StringWriter())).as("changed").isEqualTo(1);
  }
}
