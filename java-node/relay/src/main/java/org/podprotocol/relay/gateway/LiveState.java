package org.podprotocol.relay.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.observe.MetricsJson;

/**
 * Health and metrics as server-sent events, one a second, for the dashboard. A client that does not
 * take them misses some.
 */
final class LiveState implements PushedAnswer {
  private static final long PERIOD_MS = 1_000;

  private final EdgeContext context;
  private final ChannelHandlerContext ctx;
  private @Nullable Future<?> ticks;
  private boolean ended;

  LiveState(EdgeContext context, ChannelHandlerContext ctx) {
    this.context = context;
    this.ctx = ctx;
  }

  /** Writes the head of the answer and begins to push. */
  void begin(String requestId) {
    var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED)
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Request-Id", requestId);
    ctx.write(head);
    write("retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII));
    ticks = ctx.executor().scheduleAtFixedRate(this::tick, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    // From here on the client's leaving is noticed.
    ctx.channel().config().setAutoRead(true);
  }

  private void tick() {
    if (ended || !ctx.channel().isWritable()) {
      return;
    }
    write("event: state\ndata: ".getBytes(StandardCharsets.US_ASCII));
    Services services = context.services();
    write(
        Json.bytes(
            out -> {
              out.writeStartObject();
              out.writeNumberField("timeMs", services.clock().millis());
              out.writeBooleanField("ready", services.health().ready());
              out.writeObjectFieldStart("parts");
              for (var part : services.health().parts().entrySet()) {
                out.writeObjectFieldStart(part.getKey());
                out.writeStringField("state", part.getValue().state().name());
                out.writeStringField("detail", part.getValue().detail());
                out.writeEndObject();
              }
              out.writeEndObject();
              out.writeFieldName("metrics");
              MetricsJson.write(services.metrics(), out);
              out.writeEndObject();
            }));
    write("\n\n".getBytes(StandardCharsets.US_ASCII));
  }

  private void write(byte[] bytes) {
    ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
  }

  private void end() {
    if (!ended) {
      close();
      ctx.writeAndFlush(new DefaultLastHttpContent()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void close() {
    ended = true;
    if (ticks != null) {
      ticks.cancel(false);
    }
  }

  @Override
  public void goAway() {
    ctx.executor().execute(this::end);
  }

  @Override
  public void writabilityChanged() {
    // The next second brings the next state.
  }

  @Override
  public void sessionEnded(Session over) {
    // Nobody is logged in here.
  }

  @Override
  public void readersChanged(Address inbox, @Nullable Address agent) {
    // No inbox is read here.
  }

  @Override
  public void progress() {
    // Told with the next state.
  }
}
