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
record SignedNote(String text, List<NoteSignature> signatures) {
  SignedNote {
    LogText.requireLines(text);
    require(text.endsWith("\n"), "the text does not end with a newline");
    signatures = List.copyOf(signatures);
  }

  static SignedNote parse(Bytes note) {
    return parse(LogText.decode(note));
  }

  static SignedNote parse(String note) {
    int blank = note.lastIndexOf("\n\n");
    require(blank >= 0, "no blank line before signatures");
    return new SignedNote(
        note.substring(0, blank + 1), NoteSignature.parse(note.substring(blank + 2)));
  }

  String encode() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature.line()));
    return note.toString();
  }
}
