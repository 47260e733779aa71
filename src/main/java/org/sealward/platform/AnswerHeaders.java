package org.sealward.platform;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AsciiString;
import jakarta.inject.Singleton;

/**
 * What every answer tells browsers and caches, those too that are written before the service has
 * seen a request. A route that serves pages says by itself what they may load, and one whose
 * answers are public and never change may say so in {@code Cache-Control}; everything else is kept
 * nowhere.
 *
 * <p>{@code Strict-Transport-Security} goes out without TLS as well, since it usually ends in front
 * of the service; browsers believe it over TLS only (RFC 6797 §8.1).
 */
@Singleton
public final class AnswerHeaders
    implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private static final String HANDLER = "sealward-headers";

  private static final String TWO_YEARS = "max-age=63072000; includeSubDomains";
  private static final String NOTHING_LOADS = "default-src 'none'; frame-ancestors 'none'";

  AnswerHeaders() {}

  /**
   * The handler behind which whatever writes answers has to be. Customizers come in any order, so
   * it is the codec until the headers' own is there, which goes between the two.
   */
  public static String behind(ChannelPipeline pipeline) {
    return pipeline.get(HANDLER) == null
        ? ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC
        : HANDLER;
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
      pipeline.addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, HANDLER, Writer.ONLY);
    }
  }

  @ChannelHandler.Sharable
  private static final class Writer extends ChannelOutboundHandlerAdapter {
    private static final Writer ONLY = new Writer();
    private static final AsciiString TRANSPORT = AsciiString.cached("strict-transport-security");
    private static final AsciiString TYPES = AsciiString.cached("x-content-type-options");
    private static final AsciiString REFERRER = AsciiString.cached("referrer-policy");

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The promise says it.
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof HttpResponse response) {
        complete(response.headers());
      }
      context.write(message, promise);
    }

    private static void complete(HttpHeaders headers) {
      headers.set(TRANSPORT, TWO_YEARS);
      headers.set(TYPES, "nosniff");
      headers.set(REFERRER, "no-referrer");
      if (!headers.contains(HttpHeaderNames.CONTENT_SECURITY_POLICY)) {
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, NOTHING_LOADS);
      }
      if (!headers.contains(HttpHeaderNames.CACHE_CONTROL)) {
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
      }
    }
  }
}
