package org.sealward.delivery;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Takes the text frames of a connection before Micronaut does: Micronaut would hand each to a
 * thread of its own, so that they overtake each other, and has no way to stop reading. Everything
 * else, and every other request on the connection, passes.
 */
final class Frames extends ChannelInboundHandlerAdapter {
  /** Positions of some thousand conversations, or the largest message; in bytes. */
  static final int LARGEST = 256 * 1024;

  private final StreamProtocol protocol;
  private final Executor executor;
  private @Nullable Inbox inbox;
  private byte[] begun = {};

  Frames(StreamProtocol protocol, Executor executor) {
    this.protocol = protocol;
    this.executor = executor;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case TextWebSocketFrame frame -> take(context, frame);
      case ContinuationWebSocketFrame frame -> take(context, frame);
      case BinaryWebSocketFrame frame -> {
        frame.release();
        Line.of(context.channel())
            .refuse(StreamProblem.FRAME_NOT_VALID, "Frames are text, not binary.");
      }
      default -> context.fireChannelRead(message);
    }
  }

  private void take(ChannelHandlerContext context, WebSocketFrame frame) {
    Line line = Line.of(context.channel());
    byte[] text;
    try {
      text = joined(frame.content());
    } finally {
      frame.release();
    }
    if (text.length > LARGEST) {
      line.refuse(StreamProblem.FRAME_NOT_VALID, "The frame is too long.");
    } else if (frame.isFinalFragment()) {
      begun = new byte[0];
      inbox(context, line).add(text);
    } else {
      begun = text;
    }
  }

  private byte[] joined(ByteBuf part) {
    byte[] text = new byte[begun.length + part.readableBytes()];
    System.arraycopy(begun, 0, text, 0, begun.length);
    part.getBytes(part.readerIndex(), text, begun.length, part.readableBytes());
    return text;
  }

  private Inbox inbox(ChannelHandlerContext context, Line line) {
    Inbox known = inbox;
    if (known == null) {
      known = new Inbox(context.channel(), executor, frame -> protocol.hear(frame, line));
      inbox = known;
    }
    return known;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    protocol.closed(Line.of(context.channel()));
    context.fireChannelInactive();
  }
}
