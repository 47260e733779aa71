package org.sealward.envelope;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A secret byte string: a key, a seed, a passphrase's derivative. It prints as {@code [REDACTED]},
 * is compared in constant time, and is overwritten with zeros by {@link #close()}, after which any
 * use is an IllegalStateException. The garbage collector may have left copies behind: closing
 * shortens the time a secret stays in memory, it proves nothing.
 */
public final class SecretBytes implements AutoCloseable {
  private final byte[] content;
  private boolean closed;

  private SecretBytes(byte[] content) {
    this.content = content;
  }

  /** {@code length} bytes from the operating system's generator, made anew at each call. */
  public static SecretBytes random(int length) {
    byte[] content = new byte[length];
    new SecureRandom().nextBytes(content);
    return new SecretBytes(content);
  }

  /** The caller still owns {@code content} and zeroes it. */
  public static SecretBytes copyOf(byte[] content) {
    return new SecretBytes(content.clone());
  }

  /** Takes the array over without a copy; the caller must not touch it again. */
  static SecretBytes adopt(byte[] content) {
    return new SecretBytes(content);
  }

  public int length() {
    return content.length;
  }

  /** A copy that the caller zeroes after use. */
  public synchronized byte[] toArray() {
    requireOpen();
    return content.clone();
  }

  /** An independent copy, to be closed by whoever asked for it. */
  public SecretBytes copy() {
    return adopt(toArray());
  }

  /** Lends a copy to {@code work} and zeroes that copy afterwards. */
  <T> T lend(Function<byte[], T> work) {
    byte[] copy = toArray();
    try {
      return work.apply(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  @Override
  public synchronized void close() {
    Arrays.fill(content, (byte) 0);
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("secret used after it was closed");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecretBytes that && MessageDigest.isEqual(content, that.content);
  }

  /** The length alone, so that a hash code tells nothing about the content. */
  @Override
  public int hashCode() {
    return content.length;
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
