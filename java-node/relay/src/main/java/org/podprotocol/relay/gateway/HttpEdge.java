package org.podprotocol.relay.gateway;

import com.codahale.metrics.MetricRegistry;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.podprotocol.relay.config.LimitSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP connection: takes one whole request at a time, has its route answer, writes the answer.
 */
final class HttpEdge extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger(HttpEdge.class);
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String STREAM_PATH = "/v1/stream";

  private final EdgeContext context;
  private final BodyGate gate;
  private boolean busy;
  private @Nullable PushedAnswer events;

  HttpEdge(EdgeContext context, BodyGate gate) {
    this.context = context;
    this.gate = gate;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest http) {
    if (events != null) {
      // The answer to the last request has not ended and will not until this connection does.
      ctx.close();
      return;
    }
    long startedNs = System.nanoTime();
    String requestId = requestId(http);
    if (!http.decoderResult().isSuccess()) {
      writeLast(
          ctx,
          Response.of(Problem.of(ProblemType.MALFORMED, "This is not an HTTP request.")),
          null);
      return;
    }
    String client = client(ctx, http, context.limits());
    Duration wait = context.rate().take(client, 1);
    if (!wait.isZero()) {
      answer(
          ctx,
          http,
          requestId,
          Response.of(Problem.later(ProblemType.RATE_LIMITED, "Too many requests.", wait)));
      return;
    }
    if (isUpgrade(http) && context.router().hasStream()) {
      context.streams().upgrade(ctx, http, context, client, this::refuseUpgrade);
      return;
    }
    if (http.method().equals(HttpMethod.OPTIONS)) {
      Optional<Response> preflight = context.cors().preflight(http.headers());
      if (preflight.isPresent()) {
        answer(ctx, http, requestId, preflight.get());
        return;
      }
    }
    route(ctx, http, requestId, client, startedNs);
  }

  private void route(
      ChannelHandlerContext ctx,
      FullHttpRequest http,
      String requestId,
      String client,
      long startedNs) {
    String method = http.method().name();
    Request request;
    Router.Found found;
    try {
      request = request(http, requestId, client);
      found = context.router().find(method, request.path());
    } catch (IllegalArgumentException e) {
      answer(
          ctx,
          http,
          requestId,
          Response.of(Problem.of(ProblemType.MALFORMED, "The address can't be decoded.")));
      return;
    }
    // What the answer needs of the request; the request's buffers are gone by then.
    HttpRequest head = head(http);
    busy = true;
    ctx.channel().config().setAutoRead(false);
    if (isEvents(request) && context.router().hasStream()) {
      events(ctx, head, request);
      return;
    }
    AdminHost check = context.router().liveState();
    if (check != null && isLiveState(request)) {
      liveState(ctx, head, request, check);
      return;
    }
    CompletionStage<Response> answered;
    try {
      answered = found.route().answer(request);
    } catch (RuntimeException e) {
      answered = java.util.concurrent.CompletableFuture.failedFuture(e);
    }
    answered.whenComplete(
        (response, failure) -> {
          Response done = failure == null ? response : Response.of(Problems.of(failure, requestId));
          ctx.executor()
              .execute(
                  () -> {
                    count(found.name(), done.status(), startedNs);
                    answer(ctx, head, requestId, done);
                  });
        });
  }

  private static boolean isEvents(Request request) {
    return request.method().equals("GET")
        && request.path().size() == 3
        && request.path().get(0).equals("v1")
        && request.path().get(1).equals("events");
  }

  private static boolean isLiveState(Request request) {
    return request.method().equals("GET") && request.path().equals(List.of("admin", "live"));
  }

  private void liveState(
      ChannelHandlerContext ctx, HttpRequest head, Request request, AdminHost check) {
    try {
      check.check(request);
    } catch (ProblemException e) {
      answer(ctx, head, request.id(), Response.of(e.problem()));
      return;
    }
    var stream = new LiveState(context, ctx);
    events = stream;
    context.streams().add(stream, ctx);
    stream.begin(request.id());
  }

  /** Turns the connection into an event stream. */
  private void events(ChannelHandlerContext ctx, HttpRequest head, Request request) {
    CompletionStage<?> begun;
    try {
      begun =
          context
              .eventRoute()
              .begin(
                  ctx, request, context.cors().headers(head.headers()), stream -> events = stream);
    } catch (RuntimeException e) {
      begun = java.util.concurrent.CompletableFuture.failedFuture(e);
    }
    begun.whenComplete(
        (ok, failure) -> {
          if (failure != null) {
            ctx.executor()
                .execute(
                    () ->
                        answer(
                            ctx,
                            head,
                            request.id(),
                            Response.of(Problems.of(failure, request.id()))));
          }
        });
  }

  private static Request request(FullHttpRequest http, String requestId, String client) {
    var decoder = new QueryStringDecoder(http.uri());
    String path = decoder.path();
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("not a path");
    }
    List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
    Map<String, String> query = new HashMap<>();
    decoder.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
    return new Request(
        requestId,
        http.method().name(),
        segments,
        query,
        http.headers(),
        ByteBufUtil.getBytes(http.content()),
        client);
  }

  private static HttpRequest head(FullHttpRequest http) {
    return new io.netty.handler.codec.http.DefaultHttpRequest(
        http.protocolVersion(), http.method(), http.uri(), http.headers());
  }

  private void refuseUpgrade(ChannelHandlerContext ctx, HttpRequest http) {
    answer(
        ctx,
        http,
        requestId(http),
        Response.of(
            Problem.of(ProblemType.MALFORMED, "This WebSocket version is not supported; 13 is.")));
  }

  private void answer(
      ChannelHandlerContext ctx, HttpRequest http, String requestId, Response response) {
    gate.done();
    boolean keepAlive = HttpUtil.isKeepAlive(http) && !context.streams().stopping();
    boolean head = http.method().equals(HttpMethod.HEAD);
    var out =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(response.body()));
    setHeaders(out.headers(), response, keepAlive);
    out.headers().set("X-Request-Id", requestId);
    context.cors().headers(http.headers()).forEach(out.headers()::set);
    ctx.writeAndFlush(out)
        .addListener(
            written -> {
              busy = false;
              if (!keepAlive || !written.isSuccess()) {
                ctx.close();
              } else {
                ctx.channel().config().setAutoRead(true);
              }
            });
  }

  private static void setHeaders(
      io.netty.handler.codec.http.HttpHeaders headers, Response response, boolean keepAlive) {
    if (response.status() != 204) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
      headers.set(HttpHeaderNames.CONTENT_TYPE, response.type());
    }
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    response.headers().forEach(headers::set);
  }

  /** Answers from before the edge, when the rest of the request is not wanted, and closes. */
  static void writeLast(
      ChannelHandlerContext ctx, Response response, @Nullable HttpRequest request) {
    var out =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            Unpooled.wrappedBuffer(response.body()));
    setHeaders(out.headers(), response, false);
    out.headers()
        .set("X-Request-Id", request == null ? UUID.randomUUID().toString() : requestId(request));
    ctx.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
  }

  private void count(String route, int status, long startedNs) {
    MetricRegistry metrics = context.services().metrics();
    metrics.counter("http.requests{route=" + route + ",status=" + status + "}").inc();
    metrics
        .timer("http.latency{route=" + route + "}")
        .update(System.nanoTime() - startedNs, TimeUnit.NANOSECONDS);
  }

  private static boolean isUpgrade(HttpRequest http) {
    return http.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
        && new QueryStringDecoder(http.uri()).rawPath().equals(STREAM_PATH);
  }

  static String requestId(HttpRequest http) {
    String given = http.headers().get("X-Request-Id");
    return given != null && REQUEST_ID.matcher(given).matches()
        ? given
        : UUID.randomUUID().toString();
  }

  /** Address of the client; behind a trusted proxy, the one that the proxy names. */
  static String client(ChannelHandlerContext ctx, HttpRequest http, LimitSettings limits) {
    String address = ConnectionCount.address(ctx);
    String forwarded = http.headers().get("X-Forwarded-For");
    if (forwarded == null || !limits.trustedProxies().contains(address)) {
      return address;
    }
    // The last entry is the one that the trusted proxy itself wrote.
    return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
    if (events != null) {
      events.writabilityChanged();
    }
    super.channelWritabilityChanged(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    if (events != null) {
      events.close();
    }
    super.channelInactive(ctx);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof IdleStateEvent && !busy) {
      ctx.close();
    } else {
      super.userEventTriggered(ctx, event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException
        || cause instanceof io.netty.handler.codec.CodecException
        || cause instanceof io.netty.handler.timeout.TimeoutException) {
      log.debug("A connection failed: {}", cause.toString());
    } else {
      log.error("A connection failed.", cause);
    }
    ctx.close();
  }
}
