package org.sealward.client;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageReader;

/**
 * An image that is open for reading, whole or in part. Whatever is fetched is verified against the
 * signed digest before it is decrypted. Memory is constant. Thread-safe.
 */
public final class ImageContent implements AutoCloseable {
  private static final int PIECE = 1 << 20;

  private final ImageReader reader;
  private final ImageKey key;

  /** Takes both over. */
  ImageContent(ImageReader reader, ImageKey key) {
    this.reader = reader;
    this.key = key;
  }

  /** Bytes of the image. */
  public long length() {
    return reader.length();
  }

  /** Up to {@code length} bytes from {@code offset} on; fewer only at the end. */
  public synchronized byte[] read(long offset, int length) throws IOException {
    return reader.read(offset, length);
  }

  /** Writes the whole image to {@code target}, which stays open. */
  public void copyTo(OutputStream target, Progress.Listener listener) throws IOException {
    long total = length();
    long done = 0;
    while (done < total) {
      byte[] piece = read(done, PIECE);
      try {
        target.write(piece);
      } finally {
        Arrays.fill(piece, (byte) 0);
      }
      done += piece.length;
      listener.at(new Progress(Progress.Step.DOWNLOADING, done, total));
    }
  }

  @Override
  public synchronized void close() {
    reader.close();
    key.close();
  }
}
