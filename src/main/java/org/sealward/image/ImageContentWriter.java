package org.sealward.image;

import io.micronaut.buffer.netty.NettyReadBufferFactory;
import io.micronaut.core.io.buffer.ReadBuffer;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import io.micronaut.scheduling.TaskExecutors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ReadableByteChannel;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import org.sealward.objects.FileRange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Streams ciphertext into a response: one piece at a time, brought outside the event loop when the
 * client has taken the last one. The system sends a file from its cache, where there is no TLS;
 * else a buffer is filled, and written without another copy in the heap.
 */
@Singleton
final class ImageContentWriter implements ResponseBodyWriter<ImageContent> {
  /** Bytes of ciphertext in memory for each download; larger is faster, smaller serves more. */
  private static final int BUFFER = 256 * 1024;

  /** Bytes of a file brought into the system's cache at a time, which may take them back. */
  private static final int PIECE = 16 * 1024 * 1024;

  private final Scheduler blocking;

  ImageContentWriter(@Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.blocking = Schedulers.fromExecutorService(blocking);
  }

  @Override
  public CloseableByteBody writePiece(
      ByteBodyFactory bodyFactory,
      HttpRequest<?> request,
      HttpResponse<?> response,
      Argument<ImageContent> type,
      MediaType mediaType,
      ImageContent content) {
    return bodyFactory.adapt(
        stream(content, FileSenders.serves(request)), OptionalLong.of(content.length()));
  }

  /** Closes the object however the response ends. */
  private Flux<ReadBuffer> stream(ImageContent content, boolean bySender) {
    return Flux.<ReadBuffer, ReadableByteChannel>generate(
            content::channel,
            (channel, sink) -> next(channel, sink, bySender),
            ImageContentWriter::close)
        .subscribeOn(blocking);
  }

  private static ReadableByteChannel next(
      ReadableByteChannel channel, SynchronousSink<ReadBuffer> sink, boolean bySender) {
    try {
      ByteBuf piece =
          bySender && channel instanceof FileRange file
              ? new FileBytes(file.next(PIECE))
              : copied(channel);
      if (piece.isReadable()) {
        sink.next(NettyReadBufferFactory.of(ByteBufAllocator.DEFAULT).adapt(piece));
      } else {
        piece.release();
        sink.complete();
      }
    } catch (IOException e) {
      sink.error(e);
    }
    return channel;
  }

  private static ByteBuf copied(ReadableByteChannel channel) throws IOException {
    ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(BUFFER, BUFFER);
    try {
      int count = channel.read(buffer.internalNioBuffer(0, BUFFER));
      return buffer.writerIndex(Math.max(0, count)).retain();
    } finally {
      buffer.release();
    }
  }

  private static void close(ReadableByteChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void writeTo(
      Argument<ImageContent> type,
      MediaType mediaType,
      ImageContent content,
      MutableHeaders outgoingHeaders,
      OutputStream outputStream) {
    throw new UnsupportedOperationException("ciphertext is streamed only");
  }
}
