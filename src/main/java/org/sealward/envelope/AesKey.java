package org.sealward.envelope;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** An AES key that can be destroyed, unlike {@code SecretKeySpec}. */
final class AesKey implements SecretKey, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final transient byte[] key;

  /** Copies {@code length} bytes of {@code source}. */
  AesKey(byte[] source, int offset, int length) {
    key = Arrays.copyOfRange(source, offset, offset + length);
  }

  @Override
  public String getAlgorithm() {
    return "AES";
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return key.clone();
  }

  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
