package org.podprotocol.solana.local;

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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Stands before a JSON-RPC server on 127.0.0.1 and does to each call what a rule says. */
public final class HttpFaultProxy implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  /** What happens to a call. */
  public sealed interface Fault {
    /** Goes to the server. */
    record Pass() implements Fault {}

    /** Goes to the server, but later. */
    record Delay(long ms) implements Fault {}

    /** An HTTP status instead of an answer; {@code retryAfter} may be empty. */
    record Status(int code, String retryAfter) implements Fault {}

    /** A body instead of the server's. */
    record Body(String body) implements Fault {}

    /** The server's answer, changed. */
    record Rewrite(UnaryOperator<String> change) implements Fault {}

    /** The connection ends without an answer. */
    record Drop() implements Fault {}

    /** Nothing ever comes. */
    record Hang() implements Fault {}
  }

  /** Passes a call on unharmed. */
  public static final Fault PASS = new Fault.Pass();

  /** One call, as it arrived. */
  public record Call(String method, JsonNode params, JsonNode body) {}

  private final URI target;
  private final EventLoopGroup eventLoops;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Channel server;
  private final ConcurrentLinkedQueue<Channel> connections = new ConcurrentLinkedQueue<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile Function<Call, Fault> rule = call -> PASS;

  /** Listens on a free port. */
  public HttpFaultProxy(EventLoopGroup eventLoops, URI target) {
    this.target = target;
    this.eventLoops = eventLoops;
    this.server =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accepted.incrementAndGet();
                    connections.add(channel);
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

  /** Where it listens. */
  public URI url() {
    return URI.create(
        "http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort() + "/");
  }

  /** From now on each call gets what the function says. */
  public void rule(Function<Call, Fault> function) {
    rule = function;
  }

  /** The methods called so far, in order. */
  public List<String> calls() {
    return calls;
  }

  /** Connections taken so far. */
  public int accepted() {
    return accepted.get();
  }

  /** Ends all connections. */
  public void dropConnections() {
    Channel channel;
    while ((channel = connections.poll()) != null) {
      channel.close().syncUninterruptibly();
    }
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    dropConnections();
  }

  private final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
        throws IOException {
      String body = request.content().toString(StandardCharsets.UTF_8);
      JsonNode json = JSON.readTree(body);
      Call call = new Call(json.path("method").asText("batch"), json.path("params"), json);
      calls.add(call.method());
      Fault fault = rule.apply(call);
      if (fault instanceof Fault.Pass) {
        forward(context, body, UnaryOperator.identity());
      } else if (fault instanceof Fault.Rewrite rewrite) {
        forward(context, body, rewrite.change());
      } else if (fault instanceof Fault.Delay delay) {
        eventLoops.schedule(
            () -> forward(context, body, UnaryOperator.identity()),
            delay.ms(),
            TimeUnit.MILLISECONDS);
      } else if (fault instanceof Fault.Status status) {
        answer(context, status.code(), "{\"error\":\"injected\"}", status.retryAfter());
      } else if (fault instanceof Fault.Body canned) {
        answer(context, 200, canned.body(), "");
      } else if (fault instanceof Fault.Drop) {
        context.close();
      }
    }

    private void forward(ChannelHandlerContext context, String body, UnaryOperator<String> change) {
      HttpRequest request =
          HttpRequest.newBuilder(target)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      client
          .sendAsync(request, HttpResponse.BodyHandlers.ofString())
          .whenComplete(
              (response, cause) -> {
                if (cause == null) {
                  answer(context, response.statusCode(), change.apply(response.body()), "");
                } else {
                  context.close();
                }
              });
    }

    private void answer(ChannelHandlerContext context, int status, String body, String retryAfter) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.valueOf(status),
              Unpooled.wrappedBuffer(bytes));
      response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
      if (!retryAfter.isEmpty()) {
        response.headers().set(HttpHeaderNames.RETRY_AFTER, retryAfter);
      }
      context.writeAndFlush(response);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
