package org.podprotocol.solana.local;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.podprotocol.solana.endpoint.Network;

/**
 * A network whose buffers are pooled, so that lost ones are noticed: netty doesn't track unpooled
 * heap buffers.
 */
public final class TrackedNetwork {

  private TrackedNetwork() {}

  /** With so many threads. */
  public static Network open(int threads) {
    return new Network(
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("test-net", true), NioIoHandler.newFactory()),
        NioSocketChannel.class,
        PooledByteBufAllocator.DEFAULT);
  }
}
