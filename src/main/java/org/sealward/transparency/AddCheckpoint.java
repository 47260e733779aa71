package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import java.util.List;
import org.sealward.envelope.Bytes;

/**
 * What a log asks a witness (C2SP tlog-witness, add-checkpoint).
 *
 * @param oldSize of the newest checkpoint that the witness cosigned, 0 for none
 * @param proof from that one to this one
 */
public record AddCheckpoint(long oldSize, ConsistencyProof proof, SignedCheckpoint checkpoint) {
  private static final String OLD = "old";

  public AddCheckpoint {
    TreeHead.requireSize(oldSize);
  }

  public static AddCheckpoint parse(Bytes body) {
    String text = LogText.decode(body);
    int blank = text.indexOf("\n\n");
    require(blank >= 0, "no blank line before the checkpoint");
    List<String> lines = LogText.lines(text.substring(0, blank + 1));
    return new AddCheckpoint(
        LogText.number(LogText.after(OLD, lines.getFirst())),
        new ConsistencyProof(LogText.path(lines.subList(1, lines.size()))),
        SignedCheckpoint.of(SignedNote.parse(text.substring(blank + 2))));
  }

  public Bytes encode() {
    return Bytes.utf8(
        OLD + " " + oldSize + "\n" + LogText.pathLines(proof.path()) + "\n" + checkpoint.text());
  }
}
