package org.podprotocol.solana.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.pool.AbstractChannelPoolHandler;
import io.netty.channel.pool.ChannelHealthChecker;
import io.netty.channel.pool.FixedChannelPool;
import io.netty.channel.pool.FixedChannelPool.AcquireTimeoutAction;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.AttributeKey;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.rpc.HttpStatusException;
import org.podprotocol.solana.rpc.RpcErrorException;
import org.podprotocol.solana.rpc.RpcException;
import org.podprotocol.solana.rpc.RpcRequest;
import org.podprotocol.solana.rpc.RpcTransport;
import org.podprotocol.solana.rpc.TransportException;
import org.podprotocol.solana.rpc.TransportException.Reason;

/**
 * One node over HTTP/1.1: a fixed pool of kept-alive connections, one call at a time on each,
 * waiters served in the order they came.
 *
 * <p>A connection that was kept alive and turns out closed costs a repeatable call one silent
 * second try.
 */
public final class HttpEndpoint implements RpcTransport, AutoCloseable {

  private static final AttributeKey<HttpExchangeHandler> HANDLER =
      AttributeKey.valueOf(HttpEndpoint.class, "handler");
  private static final AttributeKey<Boolean> USED =
      AttributeKey.valueOf(HttpEndpoint.class, "used");
  private static final int BODY_START_CHARS = 200;
  private static final int INVALID_REQUEST = -32600;

  private final EndpointAddress address;
  private final HttpOptions options;
  private final Network network;
  private final @Nullable SslContext tls;
  private final JsonRpcCodec codec;
  private final FixedChannelPool pool;
  private volatile boolean takesBatches = true;
  private volatile boolean closed;

  /**
   * Opens nothing yet: connections are made when calls need them.
   *
   * @throws IllegalArgumentException if the URL is not http or https
   */
  public HttpEndpoint(Network network, URI url, HttpOptions options) {
    this.network = network;
    this.options = options;
    this.address = EndpointAddress.of(url, "http", "https");
    this.codec = new JsonRpcCodec(options.maxResponseBytes());
    this.tls = address.secure() ? clientTls() : null;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(network.eventLoops())
            .channel(network.channelType())
            .resolver(network.resolver())
            .option(ChannelOption.ALLOCATOR, network.allocator())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(options.connectTimeout().toMillis()))
            .remoteAddress(address.hostToResolve(), address.port());
    this.pool =
        new FixedChannelPool(
            bootstrap,
            new Connections(),
            ChannelHealthChecker.ACTIVE,
            AcquireTimeoutAction.FAIL,
            options.acquireTimeout().toMillis(),
            options.maxConnections(),
            options.maxWaiting(),
            true,
            true);
  }

  private static SslContext clientTls() {
    try {
      return SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS").build();
    } catch (SSLException e) {
      throw new IllegalStateException("TLS is not available", e);
    }
  }

  @Override
  public <T> CompletableFuture<T> call(RpcRequest<T> request) {
    CompletableFuture<T> future = new CompletableFuture<>();
    exchange(
        body -> codec.write(request, body),
        request.repeatable(),
        answer -> future.complete(codec.result(toString(), request, answer)),
        future::completeExceptionally);
    return future;
  }

  @Override
  public <T> List<CompletableFuture<T>> batch(List<RpcRequest<T>> requests) {
    if (!takesBatches || requests.size() < 2) {
      return requests.stream().map(this::call).toList();
    }
    List<CompletableFuture<T>> futures = new ArrayList<>(requests.size());
    requests.forEach(request -> futures.add(new CompletableFuture<>()));
    exchange(
        body -> codec.writeBatch(requests, body),
        requests.stream().allMatch(RpcRequest::repeatable),
        answer -> codec.resolveBatch(toString(), requests, answer, futures),
        failure -> batchFailed(requests, futures, failure));
    return futures;
  }

  /**
   * A server that doesn't know batches has carried out none of it: its calls go one by one, now and
   * later.
   */
  private <T> void batchFailed(
      List<RpcRequest<T>> requests, List<CompletableFuture<T>> futures, Throwable failure) {
    if (failure instanceof RpcErrorException error && error.code() == INVALID_REQUEST) {
      takesBatches = false;
      for (int i = 0; i < requests.size(); i++) {
        CompletableFuture<T> future = futures.get(i);
        call(requests.get(i))
            .whenComplete(
                (result, cause) -> {
                  if (cause == null) {
                    future.complete(result);
                  } else {
                    future.completeExceptionally(cause);
                  }
                });
      }
      return;
    }
    futures.forEach(future -> future.completeExceptionally(failure));
  }

  private void exchange(
      Consumer<ByteBuf> writer,
      boolean repeatable,
      Consumer<JsonNode> onAnswer,
      Consumer<Throwable> onFailure) {
    pool.acquire()
        .addListener(
            acquired -> {
              if (acquired.isSuccess()) {
                Channel channel = (Channel) acquired.getNow();
                boolean again = repeatable && channel.hasAttr(USED);
                send(channel, writer, again, onAnswer, onFailure);
              } else {
                onFailure.accept(acquireFailure(acquired.cause()));
              }
            });
  }

  /** Runs on the channel's event loop, as the pool completes there. */
  private void send(
      Channel channel,
      Consumer<ByteBuf> writer,
      boolean mayRepeat,
      Consumer<JsonNode> onAnswer,
      Consumer<Throwable> onFailure) {
    if (!channel.eventLoop().inEventLoop()) {
      channel.eventLoop().execute(() -> send(channel, writer, mayRepeat, onAnswer, onFailure));
      return;
    }
    HttpExchangeHandler handler = channel.attr(HANDLER).get();
    ChannelHandlerContext context = channel.pipeline().context(handler);
    if (context == null) {
      // Closed while it was handed over.
      pool.release(channel);
      exchange(writer, false, onAnswer, onFailure);
      return;
    }
    channel.attr(USED).set(true);
    ByteBuf body = channel.alloc().buffer(512);
    try {
      writer.accept(body);
    } catch (RuntimeException e) {
      body.release();
      pool.release(channel);
      onFailure.accept(e);
      return;
    }
    handler.begin(
        context,
        new HttpExchange() {
          @Override
          public void answered(FullHttpResponse response) {
            finish(channel, response, onAnswer, onFailure);
          }

          @Override
          public void failed(RpcException cause) {
            pool.release(channel);
            boolean stale =
                cause instanceof TransportException transport
                    && transport.reason() == Reason.CLOSED;
            if (mayRepeat && stale) {
              exchange(writer, false, onAnswer, onFailure);
            } else {
              onFailure.accept(cause);
            }
          }
        },
        options.requestTimeout());
    channel
        .writeAndFlush(post(body))
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                handler.fail(Reason.CLOSED, "the call could not be written", written.cause());
                channel.close();
              }
            });
  }

  private void finish(
      Channel channel,
      FullHttpResponse response,
      Consumer<JsonNode> onAnswer,
      Consumer<Throwable> onFailure) {
    RuntimeException failure = null;
    JsonNode answer = null;
    try {
      if (response.status().code() == 200) {
        answer = codec.parse(response.content());
      } else {
        failure = statusFailure(response);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
    if (!HttpUtil.isKeepAlive(response)) {
      channel.close();
    }
    // The connection goes back before anyone is told, so that what they do next can use it.
    pool.release(channel);
    if (failure == null && answer != null) {
      try {
        onAnswer.accept(answer);
        return;
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    onFailure.accept(failure);
  }

  private HttpStatusException statusFailure(FullHttpResponse response) {
    ByteBuf content = response.content();
    String body =
        content.toString(
            content.readerIndex(),
            Math.min(content.readableBytes(), BODY_START_CHARS),
            StandardCharsets.UTF_8);
    String header = response.headers().get(HttpHeaderNames.RETRY_AFTER);
    return new HttpStatusException(
        toString(), response.status().code(), RetryAfter.parse(header, Instant.now()), body);
  }

  private FullHttpRequest post(ByteBuf body) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, address.pathAndQuery(), body);
    HttpHeaders headers = request.headers();
    headers.set(HttpHeaderNames.HOST, address.hostHeader());
    headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    headers.set(HttpHeaderNames.ACCEPT, "application/json");
    headers.setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    options.headers().forEach(headers::set);
    return request;
  }

  private TransportException acquireFailure(Throwable cause) {
    if (closed) {
      return new TransportException(Reason.SHUT_DOWN, this + " has been closed", cause);
    }
    if (cause instanceof TimeoutException) {
      return new TransportException(
          Reason.BUSY,
          this + ": no connection free within " + options.acquireTimeout().toMillis() + " ms",
          cause);
    }
    if (cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof SSLException) {
      return new TransportException(Reason.CONNECT, this + ": " + cause.getMessage(), cause);
    }
    if (cause instanceof IllegalStateException) {
      return new TransportException(Reason.BUSY, this + ": too many calls are waiting", cause);
    }
    return new TransportException(Reason.CONNECT, this + ": " + cause, cause);
  }

  /** Connections open or being made. */
  public int connections() {
    return pool.acquiredChannelCount();
  }

  /** Closes idle connections now and busy ones when their call ends; waiting calls fail. */
  @Override
  public void close() {
    closed = true;
    pool.closeAsync();
  }

  /** Host and port. The rest of the URL may hold an API key and is never shown. */
  @Override
  public String toString() {
    return address.toString();
  }

  private final class Connections extends AbstractChannelPoolHandler {
    @Override
    public void channelCreated(Channel channel) {
      ChannelPipeline pipeline = channel.pipeline();
      if (tls != null) {
        pipeline.addLast(
            tls.newHandler(network.allocator(), address.hostToResolve(), address.port()));
      }
      HttpExchangeHandler handler = new HttpExchangeHandler(HttpEndpoint.this.toString());
      channel.attr(HANDLER).set(handler);
      pipeline.addLast(
          new HttpClientCodec(),
          new HttpObjectAggregator(options.maxResponseBytes()),
          new IdleStateHandler(0, 0, options.idleTimeout().toMillis(), TimeUnit.MILLISECONDS),
          handler);
    }
  }
}
