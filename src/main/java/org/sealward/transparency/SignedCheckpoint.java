package org.sealward.transparency;

import java.util.ArrayList;
import java.util.List;
import org.sealward.envelope.Bytes;

/**
 * A checkpoint with signatures, which {@link LogPolicy} checks.
 *
 * @param signatures at least one
 */
public record SignedCheckpoint(Checkpoint checkpoint, List<NoteSignature> signatures) {
  public SignedCheckpoint {
    LogFormatException.require(!signatures.isEmpty(), "no signature");
    signatures = List.copyOf(signatures);
  }

  /** Strict; at most 64 signatures and 512 KiB. */
  public static SignedCheckpoint parse(Bytes note) {
    return of(SignedNote.parse(note));
  }

  static SignedCheckpoint of(SignedNote note) {
    return new SignedCheckpoint(Checkpoint.parse(note.text()), note.signatures());
  }

  public Bytes encode() {
    return Bytes.utf8(text());
  }

  String text() {
    return new SignedNote(checkpoint.text(), signatures).encode();
  }

  /** With these behind the others, such as a witness's; one that is there already stays once. */
  public SignedCheckpoint with(List<NoteSignature> further) {
    List<NoteSignature> all = new ArrayList<>(signatures);
    further.stream().filter(signature -> !all.contains(signature)).forEach(all::add);
    return new SignedCheckpoint(checkpoint, all);
  }
}
