package org.sealward.decryption;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.TaskExecutors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.ExecutorService;

/** Sends pictures in buffers that Netty keeps for later, and that nobody zeroes. */
@Singleton
@Replaces(PictureWriter.class)
@Requires(property = KeepingLauncher.KEEP, value = "true")
final class KeepingWriter extends PictureWriter {
  KeepingWriter(@Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    super(blocking);
  }

  @Override
  ByteBuf next(ReadableByteChannel picture) throws IOException {
    ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(Worker.MOST, Worker.MOST);
    try {
      int count = picture.read(buffer.internalNioBuffer(0, Worker.MOST));
      return buffer.writerIndex(Math.max(0, count)).retain();
    } finally {
      buffer.release();
    }
  }
}
