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
import java.util.Map;

/** An answer of server-sent events on a connection (HTML standard, section 9.2). */
final class ServerSentEvents {
  private final ChannelHandlerContext ctx;

  ServerSentEvents(ChannelHandlerContext ctx) {
    this.ctx = ctx;
  }

  /** Writes the head, to go out with what is written next. */
  void head(String requestId, Map<String, String> headers) {
    var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED)
        .set("X-Request-Id", requestId);
    headers.forEach(head.headers()::set);
    ctx.write(head);
  }

  void write(String ascii) {
    write(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  void write(byte[] bytes) {
    ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
  }

  /** Ends the answer and closes the connection. */
  void end() {
    ctx.writeAndFlush(new DefaultLastHttpContent()).addListener(ChannelFutureListener.CLOSE);
  }
}
