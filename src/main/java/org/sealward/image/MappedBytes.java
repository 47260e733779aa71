package org.sealward.image;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.foreign.Arena;
import org.sealward.objects.MappableChannel;

/** Pages of a file as a buffer; unmapped when it is released. */
final class MappedBytes extends CompositeByteBuf {
  private static final boolean DIRECT = true;
  private static final int COMPONENTS = 1;

  private final Arena arena = Arena.ofShared();

  private MappedBytes() {
    super(ByteBufAllocator.DEFAULT, DIRECT, COMPONENTS);
  }

  /**
   * The channel's next bytes; none at its end.
   *
   * @param most how many at the most
   */
  static ByteBuf next(MappableChannel channel, int most) throws IOException {
    var bytes = new MappedBytes();
    try {
      return bytes
          .addComponent(true, Unpooled.wrappedBuffer(channel.map(most, bytes.arena)))
          .retain();
    } finally {
      bytes.release();
    }
  }

  @Override
  protected void deallocate() {
    super.deallocate();
    arena.close();
  }
}
