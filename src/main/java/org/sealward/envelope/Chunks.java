package org.sealward.envelope;

/**
 * The arithmetic of C2SP chunked encryption with a 16-byte tag: {@code salt[24] || commitment[32]
 * || chunks}, each chunk 16 KiB of plaintext but the last, which is shorter and may be empty.
 */
final class Chunks {
  static final int SALT = 24;
  static final int COMMITMENT = 32;
  static final int PREFIX = SALT + COMMITMENT;
  static final int TAG = 16;
  static final int PLAIN = 16_384;
  static final int SEALED = PLAIN + TAG;

  private Chunks() {}

  static long sealedLength(long plaintext) {
    return PREFIX + plaintext + (plaintext / PLAIN + 1) * TAG;
  }

  /** Bytes of plaintext in a ciphertext of this length; −1 when no plaintext has this length. */
  static long plaintextLength(long sealed) {
    long chunks = sealed - PREFIX;
    if (chunks < 0) {
      return -1;
    }
    long last = chunks % SEALED;
    return last < TAG ? -1 : chunks / SEALED * PLAIN + last - TAG;
  }
}
