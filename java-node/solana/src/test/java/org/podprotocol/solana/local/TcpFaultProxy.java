package org.podprotocol.solana.local;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Passes bytes to a server on 127.0.0.1, until it is told to drop connections, refuse new ones or
 * go silent.
 */
public final class TcpFaultProxy implements AutoCloseable {

  private final InetSocketAddress target;
  private final Channel server;
  private final ConcurrentLinkedQueue<Channel> connections = new ConcurrentLinkedQueue<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile boolean silent;
  private volatile boolean refusing;

  /** Listens on a free port. */
  public TcpFaultProxy(EventLoopGroup eventLoops, URI target) {
    this(eventLoops, target, null);
  }

  /** Listens on a free port, and ends TLS if a context is given. */
  public TcpFaultProxy(EventLoopGroup eventLoops, URI target, @Nullable SslContext tls) {
    this.target = new InetSocketAddress(target.getHost(), target.getPort());
    this.server =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel near) {
                    accepted.incrementAndGet();
                    if (refusing) {
                      near.close();
                      return;
                    }
                    connections.add(near);
                    if (tls != null) {
                      near.pipeline().addLast(tls.newHandler(near.alloc()));
                    }
                    join(near);
                  }
                })
            .bind(new InetSocketAddress("127.0.0.1", 0))
            .syncUninterruptibly()
            .channel();
  }

  private void join(Channel near) {
    new Bootstrap()
        .group(near.eventLoop())
        .channel(NioSocketChannel.class)
        .handler(new Pipe(near, true))
        .connect(target)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                near.close();
                return;
              }
              Channel far = ((io.netty.channel.ChannelFuture) connected).channel();
              near.pipeline().addLast(new Pipe(far, false));
              near.config().setAutoRead(true);
            });
  }

  /** Where it listens, with another URL's scheme and path. */
  public URI url(String scheme) {
    return URI.create(
        scheme + "://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort() + "/");
  }

  /** Connections taken so far, refused ones too. */
  public int accepted() {
    return accepted.get();
  }

  /** True: what the server says is swallowed. */
  public void silent(boolean value) {
    silent = value;
  }

  /** True: new connections end at once. */
  public void refusing(boolean value) {
    refusing = value;
  }

  /** Ends all connections. */
  public void dropConnections() {
    Channel channel;
    while ((channel = connections.poll()) != null) {
      channel.close().syncUninterruptibly();
    }
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    dropConnections();
  }

  private final class Pipe extends ChannelInboundHandlerAdapter {
    private final Channel other;
    private final boolean fromServer;

    Pipe(Channel other, boolean fromServer) {
      this.other = other;
      this.fromServer = fromServer;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      if (fromServer && silent) {
        ReferenceCountUtil.release(bytes);
      } else {
        other.writeAndFlush(bytes);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      other.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
