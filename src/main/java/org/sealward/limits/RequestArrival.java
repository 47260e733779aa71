package org.sealward.limits;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.RETRY_AFTER;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.ProblemDocument;
import org.sealward.platform.ProblemType;

/**
 * Bounds the time in which a request arrives. It sits on both sides of the HTTP decoder: this
 * handler sees the first byte, {@link #messages} what they make. Nothing of the service has the
 * request yet when its header is late; when its body is, the connection ends under whoever reads
 * it.
 */
final class RequestArrival extends ChannelInboundHandlerAdapter {
  private enum Phase {
    IDLE,
    HEAD,
    BODY,
    /** What follows is not HTTP any more. */
    OVER
  }

  private final Duration headTime;
  private final Duration bodyTime;
  private final Messages messages = new Messages();
  private Phase phase = Phase.IDLE;
  private Phase bounded = Phase.IDLE;
  private boolean upload;
  private @Nullable ScheduledFuture<?> deadline;

  RequestArrival(Duration headTime, Duration bodyTime) {
    this.headTime = headTime;
    this.bodyTime = bodyTime;
  }

  ChannelDuplexHandler messages() {
    return messages;
  }

  /** Most requests are whole in one piece, and need no deadline. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (phase == Phase.IDLE) {
      phase = Phase.HEAD;
    }
    context.fireChannelRead(message);
    if (phase != bounded || upload) {
      bound(context);
    }
  }

  private void bound(ChannelHandlerContext context) {
    cancel();
    bounded = phase;
    if (phase == Phase.HEAD || phase == Phase.BODY) {
      Duration time = phase == Phase.HEAD ? headTime : bodyTime;
      deadline = context.executor().schedule(this::late, time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void cancel() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private void late() {
    String what = phase == Phase.HEAD ? "header" : "body";
    messages.refuse(GeneralProblem.REQUEST_TIMEOUT, "The " + what + " did not arrive in time.");
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel();
    context.fireChannelInactive();
  }

  private final class Messages extends ChannelDuplexHandler {
    private @Nullable ChannelHandlerContext place;
    private boolean refused;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      place = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (refused) {
        ReferenceCountUtil.release(message);
        context.read();
        return;
      }
      if (message instanceof HttpRequest request) {
        switch (request.decoderResult().cause()) {
          case TooLongHttpLineException _ -> {
            refuse(GeneralProblem.URI_TOO_LONG, "Shorten the request line.");
            return;
          }
          case TooLongHttpHeaderException _ -> {
            refuse(GeneralProblem.HEADERS_TOO_LARGE, "Send less in the header.");
            return;
          }
          case null, default -> {}
        }
        phase = isUpgrade(request) ? Phase.OVER : Phase.BODY;
        // Images are long; their bytes only have to keep coming.
        upload = request.uri().startsWith("/v1/uploads");
      }
      if (message instanceof LastHttpContent && phase == Phase.BODY) {
        phase = Phase.IDLE;
        upload = false;
      }
      context.fireChannelRead(message);
    }

    /** An upgrade that is answered like any request is followed by requests. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (phase == Phase.OVER
          && !refused
          && message instanceof HttpResponse response
          && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
        phase = Phase.IDLE;
      }
      var _ = context.write(message, promise);
    }

    /** What follows is not a request's; a body would be. */
    private static boolean isUpgrade(HttpRequest request) {
      return request.method().equals(HttpMethod.GET)
          && request.headers().contains(UPGRADE, "websocket", true)
          && request.headers().get(CONTENT_LENGTH, "0").equals("0")
          && !request.headers().contains(TRANSFER_ENCODING);
    }

    private void refuse(ProblemType problem, String detail) {
      phase = Phase.OVER;
      refused = true;
      if (place != null) {
        answer(place, problem, detail);
      }
    }
  }

  /** Answers the first request with this, whatever it is, and closes. */
  static final class Refusal extends ChannelInboundHandlerAdapter {
    private static final long PATIENCE = 1;

    private final ProblemType problem;
    private final String detail;

    Refusal(ProblemType problem, String detail) {
      this.problem = problem;
      this.detail = detail;
    }

    /** Whoever sends nothing gets no answer. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      var _ = context.executor().schedule(() -> close(context), PATIENCE, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
      if (message instanceof HttpRequest) {
        answer(context, problem, detail);
      }
    }
  }

  /** Written by hand: no request has come so far that the service would know of it. */
  private static void answer(ChannelHandlerContext context, ProblemType problem, String detail) {
    String id = UUID.randomUUID().toString();
    String document =
        "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"instance\":\"urn:uuid:%s\"}"
            .formatted(problem.type(), problem.title(), problem.status(), detail, id);
    ByteBuf content = Unpooled.copiedBuffer(document, StandardCharsets.UTF_8);
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(problem.status()), content);
    response
        .headers()
        .set(CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
        .set(CONTENT_LENGTH, content.readableBytes())
        .set("Sealward-Request-Id", id)
        .set(CONNECTION, "close");
    if (problem.status() == 429) {
      response.headers().set(RETRY_AFTER, 10);
    }
    context.writeAndFlush(response).addListener(_ -> closeGently(context));
  }

  /** Closed at once, with bytes unread, the connection would be reset before the answer is read. */
  private static void closeGently(ChannelHandlerContext context) {
    if (context.channel() instanceof DuplexChannel channel) {
      var _ = channel.shutdownOutput();
    }
    context.read();
    var _ = context.executor().schedule(() -> close(context), 1, TimeUnit.SECONDS);
  }

  private static void close(ChannelHandlerContext context) {
    var _ = context.close();
  }
}
