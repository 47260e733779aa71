package org.sealward.image;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.sealward.objects.FileRange;

/**
 * Stands for a piece of a file on the way to the socket, where {@link Sender} lets the system send
 * it from its cache. Whoever looks into it before fails with an IndexOutOfBoundsException.
 */
final class FileBytes extends UnpooledHeapByteBuf {
  private final FileRange.Piece piece;

  FileBytes(FileRange.Piece piece) {
    super(UnpooledByteBufAllocator.DEFAULT, 0, piece.length());
    this.piece = piece;
    writerIndex(piece.length());
  }

  @Override
  public int capacity() {
    return maxCapacity();
  }

  @Override
  protected void deallocate() {
    super.deallocate();
    piece.close();
  }

  /** Right before what writes to the socket; not where TLS does. */
  @ChannelHandler.Sharable
  static final class Sender extends ChannelOutboundHandlerAdapter {
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The promise says it.
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      context.write(message instanceof ByteBuf bytes ? toSend(bytes) : message, promise);
    }

    /** A body has its buffers duplicated, once for each who reads it. */
    private static Object toSend(ByteBuf bytes) {
      return (bytes instanceof FileBytes ? bytes : bytes.unwrap()) instanceof FileBytes file
              && bytes.readableBytes() == file.piece.length()
          ? new Region(bytes, file.piece)
          : bytes;
    }
  }

  /** A piece, let go with its buffer. */
  private static final class Region extends AbstractReferenceCounted implements FileRegion {
    private final ByteBuf bytes;
    private final FileRange.Piece piece;
    private long transferred;

    Region(ByteBuf bytes, FileRange.Piece piece) {
      this.bytes = bytes;
      this.piece = piece;
    }

    @Override
    public long position() {
      return 0;
    }

    @Override
    public long count() {
      return piece.length();
    }

    @Override
    public long transferred() {
      return transferred;
    }

    @Override
    @Deprecated
    public long transfered() {
      return transferred;
    }

    @Override
    public long transferTo(WritableByteChannel target, long position) throws IOException {
      long sent = piece.transferTo(target, position);
      transferred += sent;
      return sent;
    }

    @Override
    protected void deallocate() {
      bytes.release();
    }

    @Override
    public FileRegion retain() {
      super.retain();
      return this;
    }

    @Override
    public FileRegion retain(int increment) {
      super.retain(increment);
      return this;
    }

    @Override
    public FileRegion touch() {
      return this;
    }

    @Override
    public FileRegion touch(Object hint) {
      return this;
    }
  }
}
