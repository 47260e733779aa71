package org.sealward.delivery;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.micronaut.scheduling.TaskExecutors;
import io.netty.channel.Channel;
import jakarta.inject.Named;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;

/** Puts {@link Frames} into every connection. */
@Singleton
class FramesInstaller implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final Provider<StreamProtocol> protocol;
  private final Provider<ExecutorService> blocking;

  FramesInstaller(
      Provider<StreamProtocol> protocol,
      @Named(TaskExecutors.BLOCKING) Provider<ExecutorService> blocking) {
    this.protocol = protocol;
    this.blocking = blocking;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Listening());
    return event.getBean();
  }

  private final class Listening implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new Connected(channel) : this;
    }
  }

  private final class Connected implements NettyServerCustomizer {
    private final Channel channel;

    Connected(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void onStreamPipelineBuilt() {
      channel
          .pipeline()
          .addBefore(
              ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
              "sealward-frames",
              new Frames(protocol.get(), blocking.get()));
    }
  }
}
