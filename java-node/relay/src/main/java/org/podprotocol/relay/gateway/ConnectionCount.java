package org.podprotocol.relay.gateway;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Closes connections beyond the most that may be open, over all and from one address. */
@Sharable
final class ConnectionCount extends ChannelInboundHandlerAdapter {
  private final int most;
  private final int mostPerAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
  private final Counter refused;

  ConnectionCount(int most, int mostPerAddress, MetricRegistry metrics) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
    refused = metrics.counter("http.refused.connections");
    metrics.gauge("http.connections", () -> (Gauge<Integer>) open::get);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) throws Exception {
    String address = address(ctx);
    int all = open.incrementAndGet();
    int ofAddress = byAddress.merge(address, 1, Integer::sum);
    ctx.channel()
        .closeFuture()
        .addListener(
            closed -> {
              open.decrementAndGet();
              byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
            });
    if (all > most || ofAddress > mostPerAddress) {
      refused.inc();
      ctx.close();
      return;
    }
    super.channelActive(ctx);
  }

  static String address(ChannelHandlerContext ctx) {
    return ctx.channel().remoteAddress() instanceof InetSocketAddress socket
        ? socket.getAddress().getHostAddress()
        : "unknown";
  }
}
