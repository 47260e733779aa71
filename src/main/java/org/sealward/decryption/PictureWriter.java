package org.sealward.decryption;

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
import java.nio.channels.ReadableByteChannel;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Streams a picture into a response, a piece at a time, when the client has taken the last one. */
@Singleton
class PictureWriter implements ResponseBodyWriter<DecryptedPicture> {
  private final Scheduler blocking;

  PictureWriter(@Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.blocking = Schedulers.fromExecutorService(blocking);
  }

  @Override
  public CloseableByteBody writePiece(
      ByteBodyFactory bodyFactory,
      HttpRequest<?> request,
      HttpResponse<?> response,
      Argument<DecryptedPicture> type,
      MediaType mediaType,
      DecryptedPicture content) {
    return bodyFactory.adapt(stream(content.picture()), OptionalLong.of(content.length()));
  }

  /** Ends the worker however the response ends. */
  private Flux<ReadBuffer> stream(Picture picture) {
    return Flux.<ReadBuffer, Picture>generate(() -> picture, this::next, Picture::close)
        .subscribeOn(blocking);
  }

  private Picture next(Picture picture, SynchronousSink<ReadBuffer> sink) {
    try {
      ByteBuf piece = next(picture);
      if (piece.isReadable()) {
        sink.next(NettyReadBufferFactory.of(ByteBufAllocator.DEFAULT).adapt(piece));
      } else {
        piece.release();
        sink.complete();
      }
    } catch (IOException | RuntimeException e) {
      sink.error(e);
    }
    return picture;
  }

  /** The next piece; empty at the end. */
  ByteBuf next(ReadableByteChannel picture) throws IOException {
    return new PictureBuffer(picture);
  }

  @Override
  public void writeTo(
      Argument<DecryptedPicture> type,
      MediaType mediaType,
      DecryptedPicture content,
      MutableHeaders outgoingHeaders,
      OutputStream outputStream) {
    throw new UnsupportedOperationException("pictures are streamed only");
  }
}
