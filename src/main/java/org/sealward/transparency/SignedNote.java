package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import java.util.List;
import org.sealward.envelope.Bytes;

/**
 * A text with signatures that nobody has checked (C2SP signed-note).
 *
 * @param text ends with a newline
 * @param signatures 1 to 64 of them, of known and unknown keys
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  public SignedNote {
    LogText.requireLines(text);
    require(text.endsWith("\n"), "the text does not end with a newline");
    signatures = List.copyOf(signatures);
  }

  /**
   * A note with one signature. What the text is must stand in it: a log's key signs checkpoints,
   * whose first line is the log's name.
   *
   * @throws IllegalStateException when the signer signs with another key than it says
   */
  public static SignedNote sign(String text, NoteSigner signer) {
    require(signer.key().type() == SignatureType.ED25519, "not a key that signs texts");
    return new SignedNote(text, List.of(NoteSignature.by(signer, Bytes.EMPTY, Bytes.utf8(text))));
  }

  /**
   * Reads a note.
   *
   * @throws LogFormatException for what is none
   */
  public static SignedNote parse(Bytes note) {
    return parse(LogText.decode(note));
  }

  static SignedNote parse(String note) {
    int blank = note.lastIndexOf("\n\n");
    require(blank >= 0, "no blank line before signatures");
    return new SignedNote(
        note.substring(0, blank + 1), NoteSignature.parse(note.substring(blank + 2)));
  }

  /** Whether this key, of a log, signed it. */
  public boolean isBy(VerifierKey key) {
    List<NoteSignature> lines = signatures.stream().filter(key::named).toList();
    return key.type() == SignatureType.ED25519
        && !lines.isEmpty()
        && lines.stream().allMatch(line -> key.verifies(line, text));
  }

  /** As it is read. */
  public String encode() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature.line()));
    return note.toString();
  }
}
