package org.sealward.image;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import jakarta.inject.Singleton;

/** Puts {@link FileBytes.Sender} into every connection without TLS. */
@Singleton
final class FileSenders implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private static final FileBytes.Sender SENDER = new FileBytes.Sender();

  /** Whether the answer to a request may be of {@link FileBytes}. */
  static boolean serves(HttpRequest<?> request) {
    return request instanceof NettyHttpRequest<?> received
        && received.getChannelHandlerContext().pipeline().get(FileBytes.Sender.class) != null;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Listening());
    return event.getBean();
  }

  private static final class Listening implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new Connected(channel.pipeline()) : this;
    }
  }

  private record Connected(ChannelPipeline pipeline) implements NettyServerCustomizer {
    @Override
    public void onStreamPipelineBuilt() {
      if (pipeline.get(SslHandler.class) == null) {
        pipeline.addBefore(
            ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "sealward-files", SENDER);
      }
    }
  }
}
