package org.sealward.decryption;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * The private half of an assist key: 32 random bytes that are never in the heap, where a copy might
 * stay, and zeros once it is closed. They begin a page that has nothing else, so that a search of
 * memory can tell them from other bytes, and look for copies.
 */
final class AssistSeed implements AutoCloseable {
  private static final Path RANDOM = Path.of("/dev/urandom");

  private static final long PAGE = 4096;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment content = arena.allocate(PAGE, PAGE).asSlice(0, Worker.SEED);
  private boolean open = true;

  /** A new one, from the operating system's generator. */
  AssistSeed() throws IOException {
    ByteBuffer target = content.asByteBuffer();
    try (FileChannel random = FileChannel.open(RANDOM, READ)) {
      while (target.hasRemaining()) {
        if (random.read(target) < 0) {
          throw new IOException(RANDOM + " ended");
        }
      }
    }
  }

  /** Writes it, without a copy in between; an IllegalStateException after it was closed. */
  synchronized void send(WritableByteChannel worker) throws IOException {
    if (!open) {
      throw new IllegalStateException("the assist key is past its end");
    }
    ByteBuffer bytes = content.asByteBuffer();
    while (bytes.hasRemaining()) {
      worker.write(bytes);
    }
  }

  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      content.fill((byte) 0);
      arena.close();
    }
  }
}
