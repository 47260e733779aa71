package org.sealward.envelope;

/** The random 32-byte key of one image. */
public final class ImageKey implements AutoCloseable {
  private final SecretBytes key;

  private ImageKey(SecretBytes key) {
    this.key = key;
  }

  public static ImageKey generate() {
    return new ImageKey(SecretBytes.random(Suite.KEY));
  }

  /** Takes {@code key}, 32 bytes, over. */
  static ImageKey of(SecretBytes key) {
    return new ImageKey(key);
  }

  SecretBytes key() {
    return key;
  }

  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
