package org.sealward.delivery;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Takes the texts of a connection before Micronaut does: Micronaut would hand each to a thread of
 * its own, so that they overtake each other, and has no way to stop reading. They come whole and
 * within the limits of {@code org.sealward.limits}. Everything else, and every other request on the
 * connection, passes.
 */
final class Frames extends ChannelInboundHandlerAdapter {
  private final StreamProtocol protocol;
  private final Executor executor;
  private @Nullable Inbox inbox;

  Frames(StreamProtocol protocol, Executor executor) {
    this.protocol = protocol;
    this.executor = executor;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof TextWebSocketFrame frame) {
      byte[] text = ByteBufUtil.getBytes(frame.content());
      frame.release();
      inbox(context, Line.of(context.channel())).add(text);
    } else {
      context.fireChannelRead(message);
    }
  }

  private Inbox inbox(ChannelHandlerContext context, Line line) {
    Inbox known = inbox;
    if (known == null) {
      trustTheParser(context.pipeline());
      known = new Inbox(context.channel(), executor, frame -> protocol.hear(frame, line));
      inbox = known;
    }
    return known;
  }

  /** The parser of frames refuses what is not UTF-8: it need not be looked at twice. */
  private static void trustTheParser(ChannelPipeline pipeline) {
    if (pipeline.get(Utf8FrameValidator.class) != null) {
      pipeline.remove(Utf8FrameValidator.class);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    protocol.closed(Line.of(context.channel()));
    context.fireChannelInactive();
  }
}
