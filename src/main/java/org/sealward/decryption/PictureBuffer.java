package org.sealward.decryption;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A piece of a picture on its way to the socket: outside of the heap, and zeroed when it was sent,
 * or is not to be sent.
 */
class PictureBuffer extends UnpooledDirectByteBuf {
  private final ByteBuffer memory;

  /** The next piece; empty at the end. */
  PictureBuffer(ReadableByteChannel picture) throws IOException {
    super(UnpooledByteBufAllocator.DEFAULT, Worker.MOST, Worker.MOST);
    memory = internalNioBuffer(0, Worker.MOST).duplicate();
    try {
      writerIndex(Math.max(0, picture.read(memory.duplicate())));
    } catch (IOException | RuntimeException e) {
      release();
      throw e;
    }
  }

  @Override
  protected void deallocate() {
    zero(memory.clear());
    super.deallocate();
  }

  /** The last thing before the memory is given back. */
  void zero(ByteBuffer whole) {
    MemorySegment.ofBuffer(whole).fill((byte) 0);
  }
}
