package org.podprotocol.relay.gateway;

import io.netty.channel.ChannelHandlerContext;
import java.util.Map;
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
  private final ServerSentEvents events;
  private @Nullable Future<?> ticks;
  private boolean ended;

  LiveState(EdgeContext context, ChannelHandlerContext ctx) {
    this.context = context;
    this.ctx = ctx;
    this.events = new ServerSentEvents(ctx);
  }

  /** Writes the head of the answer and begins to push. */
  void begin(String requestId) {
    events.head(requestId, Map.of("X-Content-Type-Options", "nosniff"));
    events.write("retry: 2000\n\n");
    ticks = ctx.executor().scheduleAtFixedRate(this::tick, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    // From here on the client's leaving is noticed.
    ctx.channel().config().setAutoRead(true);
  }

  private void tick() {
    if (ended || !ctx.channel().isWritable()) {
      return;
    }
    events.write("event: state\ndata: ");
    Services services = context.services();
    events.write(
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
    events.write("\n\n");
  }

  private void end() {
    if (!ended) {
      close();
      events.end();
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
