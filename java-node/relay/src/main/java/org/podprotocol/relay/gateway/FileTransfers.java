package org.podprotocol.relay.gateway;

import com.codahale.metrics.MetricRegistry;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The streaming side of /v1/content on one connection: takes and gives bodies of any length, ahead
 * of the handlers that make whole requests. The work itself is done on a virtual thread.
 */
final class FileTransfers extends ChannelInboundHandlerAdapter {
  private final EdgeContext context;
  private final FileRoutes routes;
  private final ArrivalClock arrival;
  private @Nullable Transfer active;

  FileTransfers(EdgeContext context, FileRoutes routes, ArrivalClock arrival) {
    this.context = context;
    this.routes = routes;
    this.arrival = arrival;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    Transfer current = active;
    if (message instanceof HttpRequest request && current != null) {
      // Pipelined behind a transfer: not answered; the connection ends with the transfer.
      current.keepAlive = false;
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpRequest request && routes.takes(request)) {
      begin(ctx, request);
      if (message instanceof HttpContent content) {
        feed(content);
      }
    } else if (message instanceof HttpContent content && current != null) {
      feed(content);
    } else {
      super.channelRead(ctx, message);
    }
  }

  private void feed(HttpContent content) {
    Transfer transfer = active;
    if (transfer != null && !transfer.bodySeen) {
      transfer.body.offer(ByteBufUtil.getBytes(content.content()));
      if (content instanceof LastHttpContent) {
        transfer.bodySeen = true;
        transfer.body.end();
      }
      // The clock is for requests that must arrive whole; a body waits for its next piece instead.
      arrival.arrived();
    }
    ReferenceCountUtil.release(content);
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest http) {
    arrival.arrived();
    ctx.channel().config().setAutoRead(false);
    var transfer = new Transfer(ctx, http);
    active = transfer;
    String client = HttpEdge.client(ctx, http, context.limits());
    Duration wait = context.rate().take(client, 1);
    if (!wait.isZero()) {
      transfer.answer(
          Response.of(Problem.later(ProblemType.RATE_LIMITED, "Too many requests.", wait)));
    } else if (!routes.start(transfer, client)) {
      transfer.answer(
          Response.of(
              Problem.later(
                  ProblemType.OVERLOADED,
                  "Too many files are on their way.",
                  Duration.ofSeconds(1))));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    if (active != null) {
      active.body.fail(new ClosedChannelException());
    }
    super.channelInactive(ctx);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    // A connection that a file goes out on is not idle, though its client says nothing.
    if (active == null || !(event instanceof IdleStateEvent)) {
      super.userEventTriggered(ctx, event);
    }
  }

  /** One request for a file and its answer. Its methods may be called from any thread. */
  final class Transfer {
    final String requestId;
    final HttpRequest http;
    final BodyStream body;
    private final ChannelHandlerContext ctx;
    private final long startedNs = System.nanoTime();
    private boolean keepAlive;
    private boolean bodySeen;

    Transfer(ChannelHandlerContext ctx, HttpRequest http) {
      this.ctx = ctx;
      this.http = http;
      requestId = HttpEdge.requestId(http);
      keepAlive = HttpUtil.isKeepAlive(http);
      body = new BodyStream(() -> ctx.executor().execute(ctx::read), context.limits().request());
    }

    /** Lets a client that waits for it send the body. */
    void expectBody() {
      if (HttpUtil.is100ContinueExpected(http)) {
        ctx.writeAndFlush(
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
      }
    }

    /** Answers with a whole body, and ends. */
    void answer(Response response) {
      boolean head = http.method().equals(HttpMethod.HEAD);
      var out =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.valueOf(response.status()),
              head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(response.body()));
      out.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
      if (response.status() != 204 && response.status() != 304) {
        out.headers().set(HttpHeaderNames.CONTENT_TYPE, response.type());
        out.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
      }
      response.headers().forEach(out.headers()::set);
      ctx.executor().execute(() -> end(response.status(), write(out)));
    }

    /**
     * Begins an answer whose body of {@code length} bytes follows through the stream that is
     * returned; its writes wait until the client has taken them. {@link #finish} ends it.
     */
    OutputStream begin(int status, long length, Map<String, String> headers) throws IOException {
      var out = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
      out.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
      headers.forEach(out.headers()::set);
      var begun = new java.util.concurrent.CompletableFuture<ChannelFuture>();
      ctx.executor().execute(() -> begun.complete(write(out)));
      await(begun.join());
      return new Pieces();
    }

    void finish(int status) {
      ctx.executor()
          .execute(() -> end(status, ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)));
    }

    /** Ends an answer that can't be completed; the client notices by the missing bytes. */
    void abort() {
      ctx.close();
    }

    private ChannelFuture write(HttpResponse out) {
      keepAlive &= bodySeen && !context.streams().stopping();
      if (!keepAlive) {
        out.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
      out.headers().set("X-Request-Id", requestId);
      out.headers().set("X-Content-Type-Options", "nosniff");
      context.cors().headers(http.headers()).forEach(out.headers()::set);
      return ctx.writeAndFlush(out);
    }

    private void end(int status, ChannelFuture written) {
      MetricRegistry metrics = context.services().metrics();
      metrics.counter("http.requests{route=content,status=" + status + "}").inc();
      metrics
          .timer("http.latency{route=content}")
          .update(System.nanoTime() - startedNs, TimeUnit.NANOSECONDS);
      if (!keepAlive) {
        written.addListener(ChannelFutureListener.CLOSE);
        return;
      }
      written.addListener(
          done -> {
            active = null;
            ctx.channel().config().setAutoRead(true);
          });
    }

    private void await(ChannelFuture written) throws IOException {
      try {
        if (!written.await(context.limits().slowConsumer().toMillis())) {
          throw new IOException("the client takes nothing");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      if (!written.isSuccess()) {
        throw new IOException("the client is gone", written.cause());
      }
    }

    private final class Pieces extends OutputStream {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        await(
            ctx.writeAndFlush(
                new DefaultHttpContent(Unpooled.wrappedBuffer(bytes, offset, length))));
      }
    }
  }
}
