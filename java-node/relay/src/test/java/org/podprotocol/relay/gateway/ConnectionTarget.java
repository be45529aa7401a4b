package org.podprotocol.relay.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.LoggerFactory;

/**
 * Whatever the bytes are that a connection brings, before or after it became a WebSocket, they are
 * answered or the connection is closed, and nothing fails that nobody expected: no error is logged,
 * and no buffer leaks. The first byte says what the others are.
 */
public final class ConnectionTarget {
  static final byte HTTP = 0;
  static final byte FRAMES = 1;
  static final byte TEXT = 2;
  static final byte BINARY = 3;

  private static final byte[] UPGRADE =
      """
      GET /v1/stream HTTP/1.1\r
      Host: a\r
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """
          .getBytes(StandardCharsets.US_ASCII);
  private static final LocalAddress ADDRESS = new LocalAddress("fuzzed");

  private static final Queue<String> FAILURES = new ConcurrentLinkedQueue<>();
  private static final BlockingQueue<Channel> ACCEPTED = new LinkedBlockingQueue<>();
  private static final EventLoopGroup LOOPS;

  static {
    System.setProperty("io.netty.leakDetection.level", "paranoid");
    var root =
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(Level.WARN);
    var failures = new Failures();
    failures.start();
    root.addAppender(failures);
    LOOPS = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    try {
      Path folder = Files.createTempDirectory(Path.of("target"), "fuzzed-edge");
      var edge = new EdgeFixture(folder, Map.of("limits.address-rate", "0"));
      new ServerBootstrap()
          .group(LOOPS)
          .channel(LocalServerChannel.class)
          .childHandler(
              new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                  edge.gateway().initialise(channel, false);
                  ACCEPTED.add(channel);
                }
              })
          .bind(ADDRESS)
          .sync();
    } catch (Exception e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private ConnectionTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws InterruptedException {
    if (input.length == 0) {
      return;
    }
    Channel client =
        new Bootstrap()
            .group(LOOPS)
            .channel(LocalChannel.class)
            .handler(new Ignored())
            .connect(ADDRESS)
            .sync()
            .channel();
    Channel server = ACCEPTED.take();
    client.writeAndFlush(bytes(input)).await();
    // What the bytes set going on the event loop has been done when these have.
    client.eventLoop().submit(() -> {}).await();
    client.close().await();
    server.closeFuture().await();
    String failure = FAILURES.poll();
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }

  private static ByteBuf bytes(byte[] input) {
    ByteBuf rest = Unpooled.wrappedBuffer(input, 1, input.length - 1);
    return switch (input[0] & 3) {
      case HTTP -> rest;
      case FRAMES -> Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(UPGRADE), rest);
      default ->
          Unpooled.wrappedBuffer(
              Unpooled.wrappedBuffer(UPGRADE), frameHead(input[0] & 3, input.length - 1), rest);
    };
  }

  /** The head of a whole frame with a mask of zeros, which leaves the payload as it is. */
  private static ByteBuf frameHead(int kind, int length) {
    return Unpooled.buffer(14)
        .writeByte(0x80 | (kind == TEXT ? 1 : 2))
        .writeByte(0x80 | 127)
        .writeLong(length)
        .writeInt(0);
  }

  /** A client that does not look at its answers. */
  private static final class Ignored extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object answer) {
      ReferenceCountUtil.release(answer);
    }
  }

  private static final class Failures extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      String cause =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      FAILURES.add(event.getLevel() + " " + event.getFormattedMessage() + "\n" + cause);
    }
  }
}
