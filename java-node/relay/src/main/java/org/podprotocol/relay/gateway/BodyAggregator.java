package org.podprotocol.relay.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;

/** Makes whole requests, and answers oversized ones in the API's own form. */
final class BodyAggregator extends HttpObjectAggregator {
  private final int most;
  private final ArrivalClock arrival;

  BodyAggregator(int most, ArrivalClock arrival) {
    super(most);
    this.most = most;
    this.arrival = arrival;
  }

  @Override
  protected void decode(
      ChannelHandlerContext ctx, io.netty.handler.codec.http.HttpObject message, List<Object> out)
      throws Exception {
    int before = out.size();
    super.decode(ctx, message, out);
    if (out.size() > before && out.getLast() instanceof FullHttpRequest) {
      arrival.arrived();
    }
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
    Problem problem =
        Problem.of(ProblemType.CONTENT_TOO_LARGE, "The body is longer than " + most + " bytes.");
    HttpEdge.writeLast(
        ctx, Response.of(problem), oversized instanceof HttpRequest request ? request : null);
  }
}
