package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import java.util.List;
import org.sealward.envelope.Bytes;

/**
 * What a log signs about itself (C2SP tlog-checkpoint).
 *
 * @param origin the log's unique name, one line
 * @param extensions further lines; a log of Sealward writes none
 */
public record Checkpoint(String origin, TreeHead head, List<String> extensions) {
  private static final int LINES = 3;

  public Checkpoint {
    requireLine(origin);
    extensions.forEach(Checkpoint::requireLine);
    extensions = List.copyOf(extensions);
  }

  public static Checkpoint of(String origin, TreeHead head) {
    return new Checkpoint(origin, head, List.of());
  }

  private static void requireLine(String line) {
    require(!line.isEmpty() && line.indexOf('\n') < 0, "not a line");
    LogText.requireLines(line);
  }

  /** The text of the note. */
  public String text() {
    StringBuilder text =
        new StringBuilder(origin + "\n" + head.size() + "\n" + LogText.base64(head.root()) + "\n");
    extensions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  static Checkpoint parse(String text) {
    List<String> lines = LogText.lines(text);
    require(lines.size() >= LINES, "not three lines");
    return new Checkpoint(
        lines.get(0),
        new TreeHead(LogText.number(lines.get(1)), LogText.hash(lines.get(2))),
        lines.subList(LINES, lines.size()));
  }

  /** Throws IllegalStateException when the signer signs with another key than it says. */
  public SignedCheckpoint sign(NoteSigner log) {
    require(log.key().type() == SignatureType.ED25519, "not the key of a log");
    return new SignedCheckpoint(
        this, List.of(NoteSignature.by(log, Bytes.EMPTY, Bytes.utf8(text()))));
  }
}
