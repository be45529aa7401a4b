package org.podprotocol.relay.gateway;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.journal.JournalListener;
import org.podprotocol.relay.journal.StoredMessage;

/** All connections that are pushed to: WebSockets and event streams. */
final class Streams implements JournalListener {
  private static final int PING_AFTER_SECONDS = 30;

  private final Set<LiveStream> open = ConcurrentHashMap.newKeySet();
  private final Map<Address, Set<StreamConnection>> followers = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  Streams(Sessions sessions, MetricRegistry metrics) {
    metrics.gauge("http.streams", () -> (Gauge<Integer>) open::size);
    sessions.onEnd(session -> open.forEach(connection -> connection.sessionEnded(session)));
  }

  /** Those who may read a channel have changed; agent null: for any of them. */
  void readersChanged(PublicKey channel, @Nullable PublicKey agent) {
    Address inbox = Address.of(channel.toByteArray());
    Address reader = agent == null ? null : Address.of(agent.toByteArray());
    open.forEach(connection -> connection.readersChanged(inbox, reader));
  }

  boolean stopping() {
    return stopping;
  }

  /** Turns an HTTP connection into a WebSocket. */
  void upgrade(
      ChannelHandlerContext ctx,
      FullHttpRequest http,
      EdgeContext context,
      String client,
      BiConsumer<ChannelHandlerContext, HttpRequest> unsupported) {
    var config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(context.limits().body())
            .allowExtensions(false)
            .build();
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory("", null, config).newHandshaker(http);
    if (handshaker == null) {
      unsupported.accept(ctx, http);
      return;
    }
    String host = http.headers().get("Host", "");
    ChannelPipeline pipeline = ctx.pipeline();
    var connection = new StreamConnection(context, client, host);
    // The codec's decoder goes only after the answer is out; what it has read by then passes on to
    // the new handlers.
    pipeline.addLast(new WebSocketFrameAggregator(context.limits().body()), connection);
    for (Class<? extends io.netty.channel.ChannelHandler> handler : Gateway.HTTP_ONLY) {
      pipeline.remove(handler);
    }
    handshaker
        .handshake(ctx.channel(), http)
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                ctx.channel().close();
                return;
              }
              pipeline.replace(
                  IdleStateHandler.class, "ping", new IdleStateHandler(PING_AFTER_SECONDS, 0, 0));
              ctx.channel().config().setAutoRead(true);
              add(connection, ctx);
            });
  }

  /** Keeps a stream until its connection closes. */
  void add(LiveStream stream, ChannelHandlerContext ctx) {
    open.add(stream);
    ctx.channel().closeFuture().addListener(closed -> open.remove(stream));
    if (stopping) {
      stream.goAway();
    }
  }

  /** What this recipient does with messages is of interest to a connection. */
  void follow(Address recipient, StreamConnection connection) {
    followers.merge(
        recipient,
        Set.of(connection),
        (some, more) -> Stream.concat(some.stream(), more.stream()).collect(Collectors.toSet()));
  }

  void unfollow(Set<Address> recipients, StreamConnection connection) {
    for (Address recipient : recipients) {
      followers.computeIfPresent(
          recipient,
          (unchanged, all) -> {
            Set<StreamConnection> left =
                all.stream().filter(other -> other != connection).collect(Collectors.toSet());
            return left.isEmpty() ? null : left;
          });
    }
  }

  @Override
  public void stored(List<StoredMessage> messages) {
    if (followers.isEmpty()) {
      return;
    }
    for (StoredMessage message : messages) {
      Envelope envelope = message.envelope();
      if (envelope.messageType() == MessageType.ACK) {
        followers
            .getOrDefault(envelope.sender(), Set.of())
            .forEach(connection -> connection.acknowledged(envelope));
      }
    }
  }

  @Override
  public void delivered(Address inbox, long upTo) {
    followers
        .getOrDefault(inbox, Set.of())
        .forEach(connection -> connection.delivered(inbox, upTo));
  }

  @Override
  public void anchored(long from, long to) {
    open.forEach(connection -> connection.progress());
  }

  @Override
  public void finalized(long from, long to) {
    open.forEach(connection -> connection.progress());
  }

  /** Tells all clients that the relay stops; no more are let in. */
  void stop() {
    stopping = true;
    open.forEach(LiveStream::goAway);
  }
}
