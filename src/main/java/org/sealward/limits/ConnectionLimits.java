package org.sealward.limits;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.micronaut.http.server.netty.websocket.NettyServerWebSocketUpgradeHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sealward.platform.AnswerHeaders;

/**
 * Puts the rules of a connection into its pipeline: how many an address may have, how long a
 * request may take to arrive, how large a WebSocket message may be.
 */
@Singleton
public final class ConnectionLimits
    implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  /** Positions of some thousand conversations, or the largest message; in bytes. */
  public static final int LARGEST_SOCKET_MESSAGE = 256 * 1024;

  private static final String ARRIVAL = "sealward-arrival";

  private final LimitsProperties limits;
  private final Limits counts;
  private final ClientAddress addresses;
  private final ConcurrentHashMap<String, Integer> open = new ConcurrentHashMap<>();

  ConnectionLimits(LimitsProperties limits, Limits counts, ClientAddress addresses) {
    this.limits = limits;
    this.counts = counts;
    this.addresses = addresses;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(null));
    return event.getBean();
  }

  private final class Customizer implements NettyServerCustomizer {
    private final @Nullable Channel channel;

    Customizer(@Nullable Channel channel) {
      this.channel = channel;
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel made, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new Customizer(made) : this;
    }

    @Override
    public void onStreamPipelineBuilt() {
      if (channel != null) {
        admit(channel);
      }
    }
  }

  private void admit(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    // What it would inflate has no bound, and ciphertext does not shrink.
    pipeline.remove(NettyServerWebSocketUpgradeHandler.COMPRESSION_HANDLER);
    RequestArrival arrival = new RequestArrival(limits.headTime(), limits.bodyTime());
    // Right behind what decodes: whatever takes frames, and whenever it was put in, comes later.
    String decoded = AnswerHeaders.behind(pipeline);
    pipeline.addAfter(decoded, "sealward-text", new TextFrames(counts.frames()));
    pipeline.addAfter(decoded, "sealward-utf8", new Utf8FrameValidator());
    pipeline.addAfter(
        decoded, "sealward-message", new WebSocketFrameAggregator(LARGEST_SOCKET_MESSAGE));
    pipeline.addAfter(decoded, ARRIVAL, arrival.messages());
    pipeline.addBefore(
        ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, ARRIVAL + "-bytes", arrival);
    if (channel.remoteAddress() instanceof InetSocketAddress peer
        && !addresses.isProxy(peer.getAddress())) {
      count(channel, peer);
    }
  }

  private void count(Channel channel, InetSocketAddress peer) {
    String address = addresses.of(peer);
    int now = open.merge(address, 1, Integer::sum);
    channel
        .closeFuture()
        .addListener(_ -> open.computeIfPresent(address, (_, n) -> n == 1 ? null : n - 1));
    if (now > limits.addressConnections()) {
      channel
          .pipeline()
          .addAfter(
              ARRIVAL,
              "sealward-refusal",
              new RequestArrival.Refusal(
                  LimitProblem.TOO_MANY_CONNECTIONS, "Close some, or wait a little."));
    }
  }
}
