package org.podprotocol.solana.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Test classes that misbehave fail, although each of their tests passes. */
public class NettyDisciplineTest {

  @Test
  void aLostBufferFailsItsTestClass() {
    assertTrue(failureOf(LosesABuffer.class).contains("ByteBuf was lost"));
  }

  @Test
  void anEventLoopThatWaitsFailsItsTestClass() {
    assertTrue(failureOf(Waits.class).contains("was blocked by"));
  }

  @Test
  void anEventLoopThatReadsAFileFailsItsTestClass() {
    assertTrue(failureOf(ReadsAFile.class).contains("FileChannelImpl"));
  }

  @Test
  void aTestClassThatDoesNoneOfItPasses() {
    assertEquals(List.of(), failuresOf(Behaves.class));
  }

  private static String failureOf(Class<?> tests) {
    List<Throwable> failures = failuresOf(tests);
    assertEquals(1, failures.size(), failures.toString());
    return failures.get(0).getMessage();
  }

  private static List<Throwable> failuresOf(Class<?> tests) {
    var summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(),
            summary);
    assertEquals(1, summary.getSummary().getTestsSucceededCount());
    return summary.getSummary().getFailures().stream().map(f -> f.getException()).toList();
  }

  private static void onEventLoop(Callable<?> work) throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      loops.submit(work).get(10, TimeUnit.SECONDS);
    } finally {
      loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
    }
  }

  static final class LosesABuffer {
    @Test
    void passes() {
      PooledByteBufAllocator.DEFAULT.buffer(16).writeByte(1);
    }
  }

  static final class Waits {
    @Test
    void passes() throws Exception {
      onEventLoop(
          () -> {
            LockSupport.parkNanos(1);
            return null;
          });
    }
  }

  static final class ReadsAFile {
    @TempDir Path folder;

    @Test
    void passes() throws Exception {
      Path file = Files.writeString(folder.resolve("file"), "content");
      onEventLoop(
          () -> {
            try (FileChannel channel = FileChannel.open(file)) {
              return channel.read(ByteBuffer.allocate(7));
            }
          });
    }
  }

  static final class Behaves {
    @Test
    void passes() throws Exception {
      onEventLoop(() -> PooledByteBufAllocator.DEFAULT.buffer(16).release());
    }
  }
}
