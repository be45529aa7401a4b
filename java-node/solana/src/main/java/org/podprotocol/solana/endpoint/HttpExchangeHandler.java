package org.podprotocol.solana.endpoint;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.rpc.RpcException;
import org.podprotocol.solana.rpc.TransportException;
import org.podprotocol.solana.rpc.TransportException.Reason;

/**
 * Last handler of a connection: pairs the answer with the exchange under way, or says why none
 * came.
 */
final class HttpExchangeHandler extends SimpleChannelInboundHandler<FullHttpResponse> {

  private final String endpoint;
  private @Nullable HttpExchange current;
  private @Nullable Future<?> timeout;

  HttpExchangeHandler(String endpoint) {
    this.endpoint = endpoint;
  }

  /** Begins an exchange; must run on the event loop of a connection that has none. */
  void begin(ChannelHandlerContext context, HttpExchange exchange, Duration limit) {
    if (current != null) {
      throw new IllegalStateException("the connection already has an exchange");
    }
    current = exchange;
    timeout =
        context
            .executor()
            .schedule(
                () -> expire(context, exchange, limit), limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void expire(ChannelHandlerContext context, HttpExchange exchange, Duration limit) {
    if (current == exchange) {
      fail(Reason.TIMEOUT, "no answer within " + limit.toMillis() + " ms", null);
      context.close();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
    HttpExchange exchange = take();
    if (exchange == null) {
      context.close();
      return;
    }
    exchange.answered(response);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(Reason.CLOSED, "the connection ended before the answer", null);
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof TooLongFrameException) {
      fail(Reason.RESPONSE_TOO_LARGE, "the answer is too large", cause);
    } else {
      fail(Reason.CLOSED, "the connection failed: " + cause, cause);
    }
    context.close();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent && current == null) {
      context.close();
    }
    context.fireUserEventTriggered(event);
  }

  /** Fails the exchange under way, if any. */
  void fail(Reason reason, String message, @Nullable Throwable cause) {
    HttpExchange exchange = take();
    if (exchange != null) {
      RpcException failure = new TransportException(reason, endpoint + ": " + message, cause);
      exchange.failed(failure);
    }
  }

  private @Nullable HttpExchange take() {
    HttpExchange exchange = current;
    current = null;
    if (timeout != null) {
      timeout.cancel(false);
      timeout = null;
    }
    return exchange;
  }
}
