package org.podprotocol.solana.local;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.internal.ThreadExecutorMap;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;

/**
 * Fails a test class while which a Netty buffer was lost (Netty alone only logs it) or an event
 * loop was blocked (BlockHound tells). Registered for all tests of a module by {@code
 * src/test/services}; {@link NettyDisciplineTest} shows that it notices.
 */
public final class NettyDiscipline implements AfterAllCallback {

  private static final Queue<AssertionError> FAULTS = new ConcurrentLinkedQueue<>();

  static {
    watchEventLoops();
  }

  /** Netty's detector, except that it keeps what it finds; named by system property. */
  public static final class Detector<T> extends ResourceLeakDetector<T> {

    /** As Netty calls it. */
    public Detector(Class<?> resourceType, int samplingInterval) {
      super(resourceType, samplingInterval);
    }

    /** As older code of Netty calls it. */
    @SuppressWarnings("deprecation")
    public Detector(Class<?> resourceType, int samplingInterval, long maxActive) {
      super(resourceType, samplingInterval, maxActive);
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      FAULTS.add(new AssertionError("a " + resourceType + " was lost: " + records));
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      FAULTS.add(new AssertionError("a " + resourceType + " was lost"));
    }

    @Override
    protected boolean needReport() {
      return true;
    }
  }

  private static void watchEventLoops() {
    String buffer = "(Ljava/nio/ByteBuffer;)I";
    String bufferAndPlace = "(Ljava/nio/ByteBuffer;J)I";
    BlockHound.builder()
        .loadIntegrations()
        // The first channel reads the platform's network properties.
        .allowBlockingCallsInside("io.netty.channel.ReflectiveChannelFactory", "newChannel")
        // The kernel's random numbers come from no disk.
        .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
        // Work is handed to other threads under locks that are held for some instructions.
        .allowBlockingCallsInside("java.util.concurrent.LinkedBlockingQueue", "offer")
        .allowBlockingCallsInside("java.util.concurrent.ArrayBlockingQueue", "offer")
        .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "execute")
        .allowBlockingCallsInside(
            "java.util.concurrent.ScheduledThreadPoolExecutor", "delayedExecute")
        .blockingMethodCallback(
            method -> {
              if (ThreadExecutorMap.currentExecutor() instanceof EventLoop) {
                FAULTS.add(
                    new AssertionError(
                        Thread.currentThread().getName() + " was blocked by " + method));
              }
            })
        // BlockHound knows streams, sleeping and parking, not these.
        .markAsBlocking("sun.nio.ch.FileChannelImpl", "read", buffer)
        .markAsBlocking("sun.nio.ch.FileChannelImpl", "write", buffer)
        .markAsBlocking("sun.nio.ch.FileChannelImpl", "read", bufferAndPlace)
        .markAsBlocking("sun.nio.ch.FileChannelImpl", "write", bufferAndPlace)
        .markAsBlocking("sun.nio.ch.FileChannelImpl", "force", "(Z)V")
        .markAsBlocking("org.sqlite.core.NativeDB", "step", "(J)I")
        .markAsBlocking("org.sqlite.core.NativeDB", "_exec_utf8", "([B)I")
        .install();
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    findLostBuffers();
    var faults = new ArrayList<AssertionError>();
    for (AssertionError fault = FAULTS.poll(); fault != null; fault = FAULTS.poll()) {
      faults.add(fault);
    }
    if (!faults.isEmpty()) {
      AssertionError first = faults.get(0);
      faults.subList(1, faults.size()).forEach(first::addSuppressed);
      throw first;
    }
  }

  /**
   * A lost buffer is found when it was collected, and another is made. The second round begins when
   * what the first one collected has been queued.
   */
  private static void findLostBuffers() throws InterruptedException {
    for (int round = 0; round < 2; round++) {
      var collected = new ReferenceQueue<Object>();
      var witness = new PhantomReference<>(new Object(), collected);
      while (collected.remove(1) == null) {
        System.gc();
      }
      witness.clear();
      PooledByteBufAllocator.DEFAULT.buffer(16).release();
    }
  }
}
