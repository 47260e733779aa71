package org.sealward.objects;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A range of a file, read once from its first byte to its last. The file is closed when this and
 * every piece taken from it are.
 */
public final class FileRange implements ReadableByteChannel {
  private final FileChannel file;
  private final long end;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicInteger users = new AtomicInteger(1);
  private long position;

  /** Takes over the file. */
  public FileRange(FileChannel file, long offset, long length) {
    this.file = file;
    this.position = offset;
    this.end = offset + length;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (position == end) {
      return -1;
    }
    int limit = target.limit();
    if (target.remaining() > end - position) {
      target.limit(target.position() + (int) (end - position));
    }
    try {
      int count = file.read(target, position);
      if (count < 0) {
        throw cutShort();
      }
      position += count;
      return count;
    } finally {
      target.limit(limit);
    }
  }

  /**
   * The next bytes, brought from the medium into the system's cache; none at the end.
   *
   * @param most how many at the most
   */
  public Piece next(int most) throws IOException {
    int count = (int) Math.min(most, end - position);
    if (position + count > file.size()) {
      throw cutShort();
    }
    bringIn(position, count);
    var piece = new Piece(position, count);
    position += count;
    return piece;
  }

  /** Who sends must not wait for the medium. */
  private void bringIn(long start, int count) throws IOException {
    if (count == 0) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = file.map(FileChannel.MapMode.READ_ONLY, start, count, arena);
      if (!bytes.isLoaded()) {
        bytes.load();
      }
    } catch (InternalError e) {
      throw new IOException("the medium does not give an object's bytes", e);
    }
  }

  @Override
  public boolean isOpen() {
    return open.get();
  }

  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      letGo();
    }
  }

  private void letGo() {
    if (users.decrementAndGet() == 0) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static EOFException cutShort() {
    return new EOFException("object was cut short");
  }

  /** Bytes that are sent without being read. */
  public final class Piece implements AutoCloseable {
    private final long start;
    private final int length;

    private Piece(long start, int length) {
      this.start = start;
      this.length = length;
      users.incrementAndGet();
    }

    /** In bytes. */
    public int length() {
      return length;
    }

    /**
     * Sends bytes from the system's cache.
     *
     * @param offset of the first, from the piece's first
     * @return how many the target took, which may be none
     */
    public long transferTo(WritableByteChannel target, long offset) throws IOException {
      long sent = file.transferTo(start + offset, length - offset, target);
      if (sent == 0 && start + offset >= file.size()) {
        throw cutShort();
      }
      return sent;
    }

    @Override
    public void close() {
      letGo();
    }
  }
}
