package org.podprotocol.solana.endpoint;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The platform's name resolution, which blocks, away from the event loops. Literal addresses are
 * taken as they are. The one thread ends when it has had nothing to do for some seconds.
 */
final class OffLoopResolver extends AddressResolverGroup<InetSocketAddress> {

  private static final int MAX_WAITING = 256;

  private final ThreadPoolExecutor lookups;

  OffLoopResolver() {
    lookups =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            new DefaultThreadFactory("solana-names", true));
    lookups.allowCoreThreadTimeOut(true);
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new Names(executor).asAddressResolver();
  }

  private final class Names extends InetNameResolver {
    Names(EventExecutor executor) {
      super(executor);
    }

    @Override
    protected void doResolve(String name, Promise<InetAddress> promise) {
      lookUp(() -> InetAddress.getByName(name), name, promise);
    }

    @Override
    protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
      lookUp(() -> Arrays.asList(InetAddress.getAllByName(name)), name, promise);
    }

    private <T> void lookUp(Callable<T> lookup, String name, Promise<T> promise) {
      Runnable task =
          () -> {
            try {
              promise.trySuccess(lookup.call());
            } catch (Exception e) {
              promise.tryFailure(e);
            }
          };
      if (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
        task.run();
        return;
      }
      try {
        lookups.execute(task);
      } catch (RejectedExecutionException e) {
        promise.tryFailure(new UnknownHostException(name + ": too many lookups are waiting"));
      }
    }
  }
}
