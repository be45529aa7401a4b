package org.podprotocol.solana.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.podprotocol.solana.rpc.RpcException;
import org.podprotocol.solana.rpc.TransportException;
import org.podprotocol.solana.rpc.TransportException.Reason;

class HttpExchangeHandlerTest {

  private final HttpExchangeHandler handler = new HttpExchangeHandler("node:80");
  private final EmbeddedChannel channel = new EmbeddedChannel(handler);
  private final List<Object> told = new ArrayList<>();

  private final HttpExchange exchange =
      new HttpExchange() {
        @Override
        public void answered(FullHttpResponse response) {
          told.add(response.status());
        }

        @Override
        public void failed(RpcException cause) {
          told.add(assertInstanceOf(TransportException.class, cause).reason());
        }
      };

  private void begin() {
    ChannelHandlerContext context = channel.pipeline().context(handler);
    handler.begin(context, exchange, Duration.ofSeconds(1));
  }

  private static FullHttpResponse ok(ByteBuf content) {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, content);
  }

  @Test
  void answerIsToldOnceAndItsBufferReleased() {
    begin();
    ByteBuf content = Unpooled.buffer(4).writeInt(7);
    channel.writeInbound(ok(content));
    assertEquals(List.of(HttpResponseStatus.OK), told);
    assertEquals(0, content.refCnt());
    channel.close();
    assertEquals(1, told.size());
  }

  @Test
  void answerWithoutCallEndsTheConnection() {
    ByteBuf content = Unpooled.buffer(4).writeInt(7);
    channel.writeInbound(ok(content));
    assertFalse(channel.isActive());
    assertEquals(0, content.refCnt());
  }

  @Test
  void timeoutEndsTheConnection() {
    begin();
    channel.advanceTimeBy(1001, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertEquals(List.of(Reason.TIMEOUT), told);
    assertFalse(channel.isActive());
  }

  @Test
  void timerOfAnAnsweredCallDoesNotHitTheNext() {
    begin();
    channel.advanceTimeBy(900, TimeUnit.MILLISECONDS);
    channel.writeInbound(ok(Unpooled.buffer(0)));
    begin();
    channel.advanceTimeBy(900, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertEquals(1, told.size());
    assertTrue(channel.isActive());
  }

  @Test
  void closeAndErrorsAreTold() {
    begin();
    channel.pipeline().fireExceptionCaught(new TooLongFrameException("big"));
    assertEquals(List.of(Reason.RESPONSE_TOO_LARGE), told);
    assertFalse(channel.isActive());

    EmbeddedChannel second = new EmbeddedChannel();
    HttpExchangeHandler other = new HttpExchangeHandler("node:80");
    second.pipeline().addLast(other);
    other.begin(second.pipeline().context(other), exchange, Duration.ofSeconds(1));
    second.close();
    assertEquals(Reason.CLOSED, told.get(1));
  }

  @Test
  void oneCallAtATime() {
    begin();
    assertThrows(IllegalStateException.class, this::begin);
  }

  @Test
  void idleConnectionsAreClosedBusyOnesNot() {
    begin();
    channel.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
    assertTrue(channel.isActive());
    channel.writeInbound(ok(Unpooled.buffer(0)));
    channel.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
    assertFalse(channel.isActive());
  }
}
