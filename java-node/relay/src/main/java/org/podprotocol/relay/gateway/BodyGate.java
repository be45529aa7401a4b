package org.podprotocol.relay.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;

/** Lets a request with a large body in only while there is room for it in memory. */
final class BodyGate extends ChannelInboundHandlerAdapter {
  private static final long SMALL = 64 << 10;

  private final ByteBudget budget;
  private final long mostBody;
  private long taken;
  private boolean refused;

  BodyGate(ByteBudget budget, long mostBody) {
    this.budget = budget;
    this.mostBody = mostBody;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    // What is no request has no length to rely on; the edge says so.
    if (message instanceof HttpRequest request && !refused && request.decoderResult().isSuccess()) {
      // Without a length it may become as long as is allowed.
      long length =
          HttpUtil.getContentLength(
              request, HttpUtil.isTransferEncodingChunked(request) ? mostBody : 0L);
      long weight = Math.min(length, mostBody);
      if (weight > SMALL) {
        if (budget.take(weight)) {
          taken += weight;
        } else {
          refused = true;
          Problem problem =
              Problem.later(
                  ProblemType.OVERLOADED,
                  "Too many large requests are under way.",
                  Duration.ofSeconds(1));
          HttpEdge.writeLast(ctx, Response.of(problem), request);
        }
      }
    }
    if (refused) {
      ReferenceCountUtil.release(message);
    } else {
      super.channelRead(ctx, message);
    }
  }

  /** The request has been dealt with. */
  void done() {
    budget.giveBack(taken);
    taken = 0;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    done();
  }
}
