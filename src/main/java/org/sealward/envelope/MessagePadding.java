package org.sealward.envelope;

import java.nio.ByteBuffer;

/**
 * Hides a message's length (protocol §7.2): {@code u32 length || content || zeros}, in all {@code
 * max(256, PADMÉ(4 + length))} bytes. PADMÉ leaves at most 12 % of overhead and O(log log n) bits
 * of information about the length.
 */
final class MessagePadding {
  static final int SMALLEST = 256;
  static final int LARGEST = 65_536;

  /** Bytes of content at most. */
  static final int MAX_CONTENT = LARGEST - Integer.BYTES;

  private MessagePadding() {}

  /** {@code length} rounded up to the next size that PADMÉ allows. */
  static int padme(int length) {
    if (length < 2) {
      return length;
    }
    int exponent = 31 - Integer.numberOfLeadingZeros(length);
    int mantissaBits = 32 - Integer.numberOfLeadingZeros(exponent);
    int mask = (1 << (exponent - mantissaBits)) - 1;
    return (length + mask) & ~mask;
  }

  static byte[] pad(Bytes content) {
    if (content.length() > MAX_CONTENT) {
      throw InvalidEnvelopeException.malformed("content is longer than " + MAX_CONTENT + " bytes");
    }
    int total = Math.max(SMALLEST, padme(Integer.BYTES + content.length()));
    return ByteBuffer.allocate(total).putInt(content.length()).put(content.shared()).array();
  }

  static Bytes unpad(byte[] padded) {
    if (padded.length < SMALLEST) {
      throw new DecryptionFailedException(Failure.BAD_PADDING);
    }
    int length = ByteBuffer.wrap(padded).getInt();
    if (length < 0
        || length > MAX_CONTENT
        || padded.length != Math.max(SMALLEST, padme(Integer.BYTES + length))) {
      throw new DecryptionFailedException(Failure.BAD_PADDING);
    }
    int rest = 0;
    for (int i = Integer.BYTES + length; i < padded.length; i++) {
      rest |= padded[i];
    }
    if (rest != 0) {
      throw new DecryptionFailedException(Failure.BAD_PADDING);
    }
    byte[] content = new byte[length];
    System.arraycopy(padded, Integer.BYTES, content, 0, length);
    return Bytes.adopt(content);
  }

  /** Whether a sealed body of this many bytes can hold a padded message. */
  static boolean isSealedLength(int sealed) {
    long padded = Chunks.plaintextLength(sealed);
    return padded >= SMALLEST && padded <= LARGEST && padme((int) padded) == padded;
  }
}
