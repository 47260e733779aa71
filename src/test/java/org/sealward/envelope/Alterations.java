package org.sealward.envelope;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Changes of a ciphertext that an input asks for: {@code 'x'} offset mask exclusive-ors one byte,
 * {@code 't'} length cuts or extends with zeros, {@code 's'} from to swaps two chunks. Offsets and
 * lengths have three bytes and wrap around.
 */
final class Alterations {
  private static final int LARGEST = 1 << 21;

  private Alterations() {}

  static byte[] of(byte[] ciphertext, ByteBuffer input) {
    byte[] altered = ciphertext.clone();
    while (input.remaining() >= 5) {
      switch (input.get()) {
        case 'x' -> {
          int at = number(input);
          byte mask = input.get();
          if (altered.length > 0) {
            altered[at % altered.length] ^= mask;
          }
        }
        case 't' -> altered = Arrays.copyOf(altered, number(input) % LARGEST);
        case 's' -> swap(altered, input.getShort() & 0xffff, input.getShort() & 0xffff);
        default -> {}
      }
    }
    return altered;
  }

  private static void swap(byte[] ciphertext, int one, int other) {
    int chunks = (ciphertext.length - Chunks.PREFIX) / Chunks.SEALED;
    if (chunks > 0) {
      int left = Chunks.PREFIX + one % chunks * Chunks.SEALED;
      int right = Chunks.PREFIX + other % chunks * Chunks.SEALED;
      byte[] kept = Arrays.copyOfRange(ciphertext, left, left + Chunks.SEALED);
      System.arraycopy(ciphertext, right, ciphertext, left, Chunks.SEALED);
      System.arraycopy(kept, 0, ciphertext, right, Chunks.SEALED);
    }
  }

  /** Three bytes, unsigned. */
  static int number(ByteBuffer input) {
    return (input.getShort() & 0xffff) << 8 | (input.get() & 0xff);
  }
}
