package org.sealward.platform;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The channels on which the server takes connections. */
@Singleton
final class Listeners implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final List<Channel> channels = new CopyOnWriteArrayList<>();

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Collector());
    return event.getBean();
  }

  /** Takes no more connections there; those that are open stay. */
  void close(int port) {
    channels.stream()
        .filter(
            channel ->
                channel.localAddress() instanceof InetSocketAddress address
                    && address.getPort() == port)
        .forEach(channel -> channel.close().syncUninterruptibly());
  }

  private final class Collector implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      if (role == ChannelRole.LISTENER) {
        channels.add(channel);
      }
      return this;
    }
  }
}
