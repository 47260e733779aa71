package org.sealward.decryption;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import jakarta.inject.Singleton;

/**
 * Gives each piece of a picture a record of TLS of its own. Netty would else fill records up with
 * what comes next, by copies in buffers that it keeps for later and nobody zeroes.
 */
@Singleton
final class PictureRecords implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private static final Alone ALONE = new Alone();

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
      if (pipeline.get(SslHandler.class) != null) {
        pipeline.addBefore(
            ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "sealward-pictures", ALONE);
      }
    }
  }

  /** Between what speaks HTTP and what speaks TLS, which encrypts at each flush what it has. */
  @ChannelHandler.Sharable
  private static final class Alone extends ChannelOutboundHandlerAdapter {
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The promise says it.
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof ByteBuf bytes && isPicture(bytes)) {
        context.flush();
        context.writeAndFlush(message, promise);
      } else {
        context.write(message, promise);
      }
    }

    /** Whoever passes a buffer on may have wrapped it. */
    private static boolean isPicture(ByteBuf bytes) {
      ByteBuf inner = bytes;
      while (!(inner instanceof PictureBuffer) && inner.unwrap() != null) {
        inner = inner.unwrap();
      }
      return inner instanceof PictureBuffer;
    }
  }
}
