package org.podprotocol.solana.local;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;

/**
 * Fails the test run if a Netty buffer was lost (Netty alone only logs it) or an event loop was
 * blocked (BlockHound tells).
 */
public final class NettyDiscipline implements LauncherSessionListener {

  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();
  private static final List<AssertionError> BLOCKED = new CopyOnWriteArrayList<>();

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
      LEAKS.add(resourceType + " " + records);
      super.reportTracedLeak(resourceType, records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      LEAKS.add(resourceType);
      super.reportUntracedLeak(resourceType);
    }

    @Override
    protected boolean needReport() {
      return true;
    }
  }

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    BlockHound.builder()
        .loadIntegrations()
        // The first channel reads the platform's network properties.
        .allowBlockingCallsInside("io.netty.channel.ReflectiveChannelFactory", "newChannel")
        .blockingMethodCallback(
            method -> {
              String thread = Thread.currentThread().getName();
              if (thread.startsWith("test-net") || thread.startsWith("solana-net")) {
                BLOCKED.add(new AssertionError(thread + " was blocked by " + method));
              }
            })
        .install();
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    // A lost buffer is found when it has been collected and another is made.
    for (int i = 0; i < 3; i++) {
      System.gc();
      PooledByteBufAllocator.DEFAULT.buffer(16).release();
    }
    if (!BLOCKED.isEmpty()) {
      BLOCKED.forEach(Throwable::printStackTrace);
      throw BLOCKED.get(0);
    }
    if (!LEAKS.isEmpty()) {
      throw new AssertionError(LEAKS.size() + " Netty buffers were lost: " + LEAKS.get(0));
    }
  }
}
