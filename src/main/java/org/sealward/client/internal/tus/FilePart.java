package org.sealward.client.internal.tus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.LongConsumer;

/** A part of a file as the body of a request, read piece by piece while it is sent. */
final class FilePart implements Iterator<byte[]> {
  private static final int PIECE = 64 << 10;

  private final FileChannel file;
  private final long from;
  private final long count;
  private final LongConsumer sent;
  private long done;

  private FilePart(FileChannel file, long from, long count, LongConsumer sent) {
    this.file = file;
    this.from = from;
    this.count = count;
    this.sent = sent;
  }

  /**
   * A body of exactly {@code count} bytes.
   *
   * @param sent told how many of them were handed to the connection
   */
  static BodyPublisher publisher(FileChannel file, long from, long count, LongConsumer sent) {
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofByteArrays(() -> new FilePart(file, from, count, sent)), count);
  }

  @Override
  public boolean hasNext() {
    return done < count;
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    byte[] piece = new byte[(int) Math.min(PIECE, count - done)];
    ByteBuffer buffer = ByteBuffer.wrap(piece);
    try {
      while (buffer.hasRemaining()) {
        if (file.read(buffer, from + done + buffer.position()) < 0) {
          throw new IOException("the file has become shorter");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    done += piece.length;
    sent.accept(done);
    return piece;
  }
}
