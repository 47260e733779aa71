package org.sealward.objects;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A range of a file, read once from its first byte to its last; closes the file. */
final class FileRange implements MappableChannel {
  private final FileChannel file;
  private final long end;
  private long position;

  FileRange(FileChannel file, long offset, long length) {
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
        throw new EOFException("object was cut short");
      }
      position += count;
      return count;
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public ByteBuffer map(int most, Arena arena) throws IOException {
    long count = Math.min(most, end - position);
    if (count == 0) {
      return ByteBuffer.allocate(0);
    }
    if (position + count > file.size()) {
      throw new EOFException("object was cut short");
    }
    MemorySegment bytes = file.map(FileChannel.MapMode.READ_ONLY, position, count, arena);
    try {
      bytes.load();
    } catch (InternalError e) {
      throw new IOException("the medium does not give an object's bytes", e);
    }
    position += count;
    return bytes.asByteBuffer();
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
