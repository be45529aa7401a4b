package org.podprotocol.solana.pubsub;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.endpoint.Network;

/** Makes WebSocket connections, all on one event loop. */
final class PubSubConnector {

  private static final int MAX_HANDSHAKE_BYTES = 64 * 1024;
  private static final WriteBufferWaterMark OUTBOUND =
      new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  private final Network network;
  private final EventLoop loop;
  private final URI url;
  private final PubSubOptions options;
  private final boolean secure;
  private final int port;
  private final @Nullable SslContext tls;

  PubSubConnector(Network network, EventLoop loop, URI url, PubSubOptions options) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("ws") && !scheme.equals("wss") || url.getHost() == null) {
      throw new IllegalArgumentException("a PubSub URL has scheme ws or wss, and a host");
    }
    this.network = network;
    this.loop = loop;
    this.url = url;
    this.options = options;
    this.secure = scheme.equals("wss");
    this.port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    this.tls = secure ? clientTls() : null;
  }

  private static SslContext clientTls() {
    try {
      return SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS").build();
    } catch (SSLException e) {
      throw new IllegalStateException("TLS is not available", e);
    }
  }

  /**
   * Reports to the client exactly once: opened or lost; an opened connection later reports its own
   * loss.
   */
  void connect(PubSubClient client) {
    String host = url.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    new Bootstrap()
        .group(loop)
        .channel(network.channelType())
        .resolver(network.resolver())
        .option(ChannelOption.ALLOCATOR, network.allocator())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTBOUND)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS,
            Math.toIntExact(options.connectTimeout().toMillis()))
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                assemble(channel.pipeline(), bare, client);
              }
            })
        .connect(bare, port)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                client.lost(null, "no connection: " + connected.cause().getMessage());
              }
            });
  }

  private void assemble(ChannelPipeline pipeline, String host, PubSubClient client) {
    if (tls != null) {
      pipeline.addLast(tls.newHandler(network.allocator(), host, port));
    }
    HttpHeaders headers = new DefaultHttpHeaders();
    options.headers().forEach(headers::set);
    WebSocketClientProtocolConfig config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri(url)
            .version(WebSocketVersion.V13)
            .customHeaders(headers)
            .maxFramePayloadLength(options.maxMessageBytes())
            .handshakeTimeoutMillis(options.connectTimeout().toMillis())
            .dropPongFrames(false)
            .handleCloseFrames(true)
            .build();
    pipeline.addLast(
        new HttpClientCodec(),
        new HttpObjectAggregator(MAX_HANDSHAKE_BYTES),
        new WebSocketClientProtocolHandler(config),
        new WebSocketFrameAggregator(options.maxMessageBytes()),
        new IdleStateHandler(options.pingAfter().toMillis(), 0, 0, TimeUnit.MILLISECONDS),
        new Opening(client));
  }

  /** Waits for the handshake, then gives its place to the connection. */
  private final class Opening extends ChannelInboundHandlerAdapter {
    private final PubSubClient client;
    private String failure = "the connection ended before the handshake";

    Opening(PubSubClient client) {
      this.client = client;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        PubSubConnection connection =
            new PubSubConnection(context.channel(), client.owner(), options);
        context.pipeline().replace(this, "connection", connection);
        client.opened(connection);
      } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
        failure = "no handshake in time";
        context.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      client.lost(null, failure);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      failure = "handshake failed: " + cause.getMessage();
      context.close();
    }
  }

  /** Host and port; the rest may hold an API key. */
  @Override
  public String toString() {
    return url.getHost() + ":" + port;
  }
}
