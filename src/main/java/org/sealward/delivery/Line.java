package org.sealward.delivery;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import org.sealward.platform.ProblemType;

/** The service's end of one WebSocket. Whatever is sent on a closed one is lost in silence. */
final class Line {
  private static final AttributeKey<Line> KEY = AttributeKey.valueOf(Line.class, "line");

  private final Channel channel;
  private volatile @Nullable Subscriber subscriber;

  private Line(Channel channel) {
    this.channel = channel;
  }

  /** The one line of that channel. */
  static Line of(Channel channel) {
    Attribute<Line> attribute = channel.attr(KEY);
    Line known = attribute.get();
    if (known == null) {
      Line line = new Line(channel);
      known = attribute.setIfAbsent(line);
      return known == null ? line : known;
    }
    return known;
  }

  /** Who is there; null before the client has shown a token. */
  @Nullable Subscriber subscriber() {
    return subscriber;
  }

  void belongsTo(Subscriber authenticated) {
    subscriber = authenticated;
  }

  boolean isOpen() {
    return channel.isActive();
  }

  /** Sends a frame; when that fails the socket ends: what it held is sent again to the next one. */
  void send(String text) {
    var _ =
        channel
            .writeAndFlush(new TextWebSocketFrame(text))
            .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  /** Says why, then closes. */
  void refuse(ProblemType problem, String detail) {
    send(
        "{\"type\":\"refused\",\"problem\":\""
            + problem.type()
            + "\",\"detail\":\""
            + detail
            + "\"}");
    close(WebSocketCloseStatus.POLICY_VIOLATION);
  }

  /** After what was sent before. */
  void close(WebSocketCloseStatus status) {
    var _ =
        channel
            .writeAndFlush(new CloseWebSocketFrame(status))
            .addListener(ChannelFutureListener.CLOSE);
  }
}
