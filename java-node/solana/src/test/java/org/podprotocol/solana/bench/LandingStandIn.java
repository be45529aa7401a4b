package org.podprotocol.solana.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.p2p.solanaj.utils.Base58;

/**
 * Takes transactions without looking at them and calls each confirmed one slot later: what is
 * measured against it is the sender alone, not a chain.
 */
final class LandingStandIn implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final long SLOT_NANOS = 400_000_000;

  private final long begun = System.nanoTime();
  private final Map<String, Long> landed = new ConcurrentHashMap<>();
  private final Channel server;

  LandingStandIn(EventLoopGroup eventLoops) {
    server =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(1 << 20),
                            new Handler());
                  }
                })
            .bind(new InetSocketAddress("127.0.0.1", 0))
            .syncUninterruptibly()
            .channel();
  }

  URI url() {
    return URI.create(
        "http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort() + "/");
  }

  int transactions() {
    return landed.size();
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
  }

  private long slot() {
    return 1000 + (System.nanoTime() - begun) / SLOT_NANOS;
  }

  private String result(JsonNode call) {
    return switch (call.path("method").asText()) {
      case "sendTransaction" -> {
        byte[] wire = Base64.getDecoder().decode(call.path("params").path(0).asText());
        String signature = Base58.encode(Arrays.copyOfRange(wire, 1, 65));
        landed.putIfAbsent(signature, slot() + 1);
        yield "\"" + signature + "\"";
      }
      case "getSignatureStatuses" -> statuses(call.path("params").path(0));
      case "getEpochInfo" -> "{\"absoluteSlot\":" + slot() + ",\"blockHeight\":" + slot() + "}";
      case "getLatestBlockhash" ->
          "{\"context\":{\"slot\":"
              + slot()
              + "},\"value\":{\"blockhash\":\""
              + Base58.encode(
                  new byte[] {
                    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
                    17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32
                  })
              + "\",\"lastValidBlockHeight\":"
              + (slot() + 150)
              + "}}";
      default -> throw new IllegalArgumentException(call.path("method").asText());
    };
  }

  private String statuses(JsonNode signatures) {
    StringBuilder text = new StringBuilder();
    long now = slot();
    for (JsonNode signature : signatures) {
      Long at = landed.get(signature.asText());
      text.append(text.isEmpty() ? "" : ",");
      text.append(
          at == null || at > now
              ? "null"
              : "{\"slot\":"
                  + at
                  + ",\"confirmations\":1,\"err\":null,\"confirmationStatus\":\"confirmed\"}");
    }
    return "{\"context\":{\"slot\":" + now + "},\"value\":[" + text + "]}";
  }

  private final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
        throws IOException {
      JsonNode call = JSON.readTree(request.content().toString(StandardCharsets.UTF_8));
      byte[] body;
      if (call.isArray()) {
        StringBuilder all = new StringBuilder();
        for (JsonNode one : call) {
          all.append(all.isEmpty() ? "[" : ",").append(answer(one));
        }
        body = all.append("]").toString().getBytes(StandardCharsets.UTF_8);
      } else {
        body = answer(call).getBytes(StandardCharsets.UTF_8);
      }
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
      response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
      context.writeAndFlush(response);
    }

    private String answer(JsonNode call) {
      return "{\"jsonrpc\":\"2.0\",\"id\":" + call.path("id") + ",\"result\":" + result(call) + "}";
    }
  }
}
