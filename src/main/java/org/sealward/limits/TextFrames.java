package org.sealward.limits;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/** Ends a WebSocket that sends too much, or something else than text. */
final class TextFrames extends ChannelInboundHandlerAdapter {
  private final FrameCount count;

  TextFrames(FrameCount count) {
    this.count = count;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof BinaryWebSocketFrame) {
      ReferenceCountUtil.release(message);
      close(context, WebSocketCloseStatus.INVALID_MESSAGE_TYPE);
    } else if (message instanceof WebSocketFrame && !count.take()) {
      ReferenceCountUtil.release(message);
      var _ =
          context.write(
              new TextWebSocketFrame(
                  "{\"type\":\"refused\",\"problem\":\"%s\",\"detail\":\"Come back a little later.\"}"
                      .formatted(LimitProblem.TOO_MANY_FRAMES.type())));
      close(context, WebSocketCloseStatus.POLICY_VIOLATION);
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof TooLongFrameException) {
      close(context, WebSocketCloseStatus.MESSAGE_TOO_BIG);
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  private static void close(ChannelHandlerContext context, WebSocketCloseStatus status) {
    context.writeAndFlush(new CloseWebSocketFrame(status)).addListener(ChannelFutureListener.CLOSE);
  }
}
