package org.podprotocol.solana.endpoint;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * What connections are made with. The event loops belong to whoever made them: closing clients
 * doesn't stop them.
 *
 * @param eventLoops the threads that do all input and output
 * @param channelType the kind of TCP channel that fits the event loops
 * @param allocator where buffers come from
 * @param resolver finds the addresses of hosts; must not block an event loop, as Netty's default
 *     does
 */
public record Network(
    EventLoopGroup eventLoops,
    Class<? extends Channel> channelType,
    ByteBufAllocator allocator,
    AddressResolverGroup<InetSocketAddress> resolver) {

  /** Checks for null. */
  public Network {
    Objects.requireNonNull(eventLoops, "eventLoops");
    Objects.requireNonNull(channelType, "channelType");
    Objects.requireNonNull(allocator, "allocator");
    Objects.requireNonNull(resolver, "resolver");
  }

  /**
   * With the platform's name resolution on a thread of its own, which lives only while it is
   * needed.
   */
  public Network(
      EventLoopGroup eventLoops, Class<? extends Channel> channelType, ByteBufAllocator allocator) {
    this(eventLoops, channelType, allocator, new OffLoopResolver());
  }

  /**
   * NIO with daemon threads and unpooled heap buffers: least memory. Stop it with {@code
   * eventLoops().shutdownGracefully()}.
   */
  public static Network nio(int threads) {
    return new Network(
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("solana-net", true), NioIoHandler.newFactory()),
        NioSocketChannel.class,
        new UnpooledByteBufAllocator(false));
  }
}
