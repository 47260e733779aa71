package org.sealward.envelope;

import java.util.Arrays;

/**
 * C2SP chunked encryption of content that fits in memory; streams go through {@link ImageSealer}.
 */
final class ChunkedEncryption {
  private ChunkedEncryption() {}

  static Bytes seal(SecretBytes key, Bytes context, byte[] plaintext) {
    try (ChunkCipher cipher = ChunkCipher.sealing(key, context)) {
      return seal(cipher, plaintext);
    }
  }

  static Bytes seal(ChunkCipher cipher, byte[] plaintext) {
    byte[] sealed = new byte[Math.toIntExact(Chunks.sealedLength(plaintext.length))];
    cipher.writePrefix(sealed, 0);
    int from = 0;
    int to = Chunks.PREFIX;
    for (long index = 0; to < sealed.length; index++) {
      int length = Math.min(Chunks.PLAIN, plaintext.length - from);
      to += cipher.seal(index, plaintext, from, length, sealed, to);
      from += length;
    }
    return Bytes.adopt(sealed);
  }

  /**
   * The plaintext, which the caller zeroes when it is secret. Throws {@link
   * DecryptionFailedException}.
   */
  static byte[] open(SecretBytes key, Bytes context, Bytes sealed) {
    if (sealed.length() < Chunks.PREFIX) {
      throw new DecryptionFailedException(Failure.TRUNCATED);
    }
    try (ChunkCipher cipher = ChunkCipher.opening(key, sealed.slice(0, Chunks.PREFIX), context)) {
      return openChunks(cipher, sealed.shared());
    }
  }

  private static byte[] openChunks(ChunkCipher cipher, byte[] sealed) {
    byte[] plaintext = new byte[sealed.length];
    int from = Chunks.PREFIX;
    int to = 0;
    for (long index = 0; ; index++) {
      int length = Math.min(Chunks.SEALED, sealed.length - from);
      if (length < Chunks.TAG) {
        Arrays.fill(plaintext, (byte) 0);
        throw new DecryptionFailedException(Failure.TRUNCATED);
      }
      to += cipher.open(index, sealed, from, length, plaintext, to);
      from += length;
      if (length < Chunks.SEALED) {
        byte[] exact = Arrays.copyOf(plaintext, to);
        Arrays.fill(plaintext, (byte) 0);
        return exact;
      }
    }
  }
}
