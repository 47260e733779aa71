package org.sealward.transparency;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.VerifyingKey;

/**
 * That a witness saw this checkpoint as the log's largest at a time (C2SP tlog-cosignature), and
 * that its signature was checked.
 *
 * @param seconds since 1970, from 0
 */
public record Cosignature(VerifierKey witness, long seconds) {
  private static final int SIGNATURE = 64;

  /** Throws IllegalStateException when the signer signs with another key than it says. */
  public static NoteSignature sign(Checkpoint checkpoint, NoteSigner witness, Instant now) {
    LogFormatException.require(
        witness.key().type() == SignatureType.COSIGNATURE, "not the key of a witness");
    long seconds = now.getEpochSecond();
    Bytes time = Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(seconds).array());
    return NoteSignature.by(witness, time, message(seconds, checkpoint.text()));
  }

  static boolean verifies(VerifyingKey key, NoteSignature line, String text) {
    Bytes timed = line.signature();
    return timed.length() == Long.BYTES + SIGNATURE
        && seconds(line) >= 0
        && key.verifies(timed.slice(Long.BYTES, timed.length()), message(seconds(line), text));
  }

  /** The time on a line that verified. */
  static long seconds(NoteSignature line) {
    return ByteBuffer.wrap(line.signature().toArray()).getLong();
  }

  private static Bytes message(long seconds, String text) {
    return Bytes.utf8("cosignature/v1\ntime " + seconds + "\n" + text);
  }
}
