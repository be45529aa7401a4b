package org.podprotocol.relay.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes a connection whose request takes too long to arrive whole, however busily it trickles. */
final class ArrivalClock extends ChannelInboundHandlerAdapter {
  private final Duration limit;
  private @Nullable Future<?> deadline;

  ArrivalClock(Duration limit) {
    this.limit = limit;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (deadline == null) {
      deadline =
          ctx.executor().schedule(() -> ctx.close(), limit.toMillis(), TimeUnit.MILLISECONDS);
    }
    super.channelRead(ctx, message);
  }

  /** A request is whole. */
  void arrived() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    arrived();
  }
}
