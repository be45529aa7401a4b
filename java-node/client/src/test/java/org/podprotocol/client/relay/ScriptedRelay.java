package org.podprotocol.client.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Samples;

/** A relay's WebSocket that does what a test tells it to, right or wrong. */
final class ScriptedRelay implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
  private final Channel server;

  ScriptedRelay() throws InterruptedException {
    server =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    WebSocketServerProtocolConfig config =
                        WebSocketServerProtocolConfig.newBuilder()
                            .websocketPath("/v1/stream")
                            .dropPongFrames(true)
                            .build();
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(65536))
                        .addLast(new WebSocketServerProtocolHandler(config))
                        .addLast(new Peer(channel));
                  }
                })
            .bind(new InetSocketAddress("127.0.0.1", 0))
            .sync()
            .channel();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort());
  }

  /** The next client that opens a WebSocket. */
  Peer accept() throws InterruptedException {
    Peer peer = peers.poll(20, TimeUnit.SECONDS);
    if (peer == null) {
      throw new AssertionError("no connection in 20 s");
    }
    return peer;
  }

  /** Whether a client connects within the time. */
  boolean isCalledWithin(long milliseconds) throws InterruptedException {
    return peers.poll(milliseconds, TimeUnit.MILLISECONDS) != null;
  }

  /** From now on the relay is deaf: what clients send is not read, pings neither. */
  void turnDeaf(Peer peer) {
    peer.channel.config().setAutoRead(false);
  }

  /** One client's connection. */
  final class Peer extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private final Channel channel;
    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();

    Peer(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
        peers.add(this);
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame)
        throws Exception {
      frames.add(MAPPER.readTree(frame.text()));
    }

    /** The client's next frame, which must be of this type. */
    JsonNode expect(String type) throws InterruptedException {
      JsonNode frame = frames.poll(20, TimeUnit.SECONDS);
      if (frame == null || !frame.path("type").asText().equals(type)) {
        throw new AssertionError("expected a frame of type " + type + ", got " + frame);
      }
      return frame;
    }

    /** The same of a frame that is there already. */
    void expectNow(String type) {
      JsonNode frame = frames.poll();
      if (frame == null || !frame.path("type").asText().equals(type)) {
        throw new AssertionError("expected a frame of type " + type + ", got " + frame);
      }
    }

    void send(String json) {
      channel.writeAndFlush(new TextWebSocketFrame(json));
    }

    /** Hello to subscription; gives the sequence number the client wants. */
    long admit() throws InterruptedException {
      expect("hello");
      challenge(address().toString());
      expect("login");
      send("{\"type\":\"welcome\",\"agent\":\"" + Samples.address(3) + "\"}");
      return subscribe();
    }

    void challenge(String origin) {
      send(
          "{\"type\":\"challenge\",\"relay\":\""
              + Samples.address(6)
              + "\",\"challenge\":\""
              + "ab".repeat(32)
              + "\",\"expiresAtMs\":1790000000000,\"origin\":\""
              + origin
              + "\"}");
    }

    long subscribe() throws InterruptedException {
      JsonNode wanted = expect("subscribe");
      String inbox = wanted.path("inbox").asText();
      long from = wanted.path("from").asLong();
      send(
          "{\"type\":\"subscribed\",\"inbox\":\""
              + inbox
              + "\",\"from\":"
              + Math.max(1, from)
              + "}");
      return from;
    }

    void message(long sequence) throws Exception {
      Envelope envelope = Samples.text().nonce(sequence).sign(Samples.DOMAIN, Samples.KEY);
      OutgoingMessage message = new OutgoingMessage(envelope, Samples.CONTENT);
      send(
          RequestBody.frame(
              "message",
              out -> {
                out.writeStringField("inbox", envelope.recipient().toString());
                out.writeNumberField("seq", sequence);
                out.writeStringField("id", envelope.id(Samples.DOMAIN).toString());
                out.writeNumberField("index", sequence);
                out.writeNumberField("acceptedAtMs", 1);
                RequestBody.message(message).writeTo(out);
              }));
    }

    void problem(int status, String code) {
      send(
          "{\"type\":\"error\",\"problem\":{\"code\":\""
              + code
              + "\",\"status\":"
              + status
              + ",\"title\":\"t\",\"type\":\"about:blank\"}}");
    }

    void drop() {
      channel.close();
    }

    boolean isClosedWithin(long seconds) throws InterruptedException {
      return channel.closeFuture().await(seconds, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    server.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
