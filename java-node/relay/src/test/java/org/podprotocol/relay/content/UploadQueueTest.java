package org.podprotocol.relay.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadQueueTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final UploadQueue.Settings QUICK_RETRY =
      new UploadQueue.Settings(
          5,
          100,
          Duration.ofSeconds(10),
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofDays(1));

  @TempDir Path folder;
  private EmbeddedBlockStore local;

  @BeforeEach
  void openStore() throws IOException {
    local = EmbeddedBlockStore.open(folder.resolve("store"), 1 << 30, Clock.systemUTC());
  }

  private Publishable content(int size, int seed) throws IOException {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    Cid root = UnixFsFile.store(new ByteArrayInputStream(bytes), size, local).root();
    local.pin(root);
    return Publishable.of(root, size, true, false).orElseThrow();
  }

  private UploadQueue queue(BlockStore remote, UploadQueue.Settings settings) throws IOException {
    return UploadQueue.open(
        folder.resolve("uploads.db"),
        local,
        remote,
        settings,
        Clock.systemUTC(),
        new MetricRegistry());
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, "did not happen in time");
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static UploadState.Place place(UploadQueue queue, Publishable content)
      throws IOException {
    return queue.state(content.root()).place();
  }

  @Test
  void plaintextOfPrivateMessagesCanNotBeSubmitted() {
    Cid root = Cid.hash(Cid.RAW, new byte[] {1});
    assertEquals(Optional.empty(), Publishable.of(root, 1, false, false));
    assertTrue(Publishable.of(root, 1, true, false).isPresent());
    assertTrue(Publishable.of(root, 1, false, true).isPresent());
  }

  @Test
  void contentIsStoredOnceItsPinWasSeenInKubo() throws Exception {
    try (var kubo = KuboDaemon.create(folder.resolve("kubo"))) {
      kubo.start();
      KuboBlockStore remote = kubo.store(HttpClient.newHttpClient(), Duration.ofSeconds(20));
      try (var queue = queue(remote, QUICK_RETRY)) {
        queue.start();
        Publishable content = content(3 << 20, 1);
        assertEquals(UploadState.Place.LOCAL, place(queue, content));
        assertTrue(queue.submit(content));
        await(() -> place(queue, content) == UploadState.Place.STORED);
        assertTrue(remote.isPinned(content.root()));
        assertEquals(3 << 20, UnixFsFile.size(content.root(), remote));
      }
    }
  }

  @Test
  void aKuboThatIsKilledInMidUploadGetsTheRestWhenItIsBack() throws Exception {
    try (var kubo = KuboDaemon.create(folder.resolve("kubo"))) {
      kubo.start();
      var http = HttpClient.newHttpClient();
      var swap = new SwappableStore(kubo.store(http, Duration.ofSeconds(20)));
      try (var queue = queue(swap, QUICK_RETRY)) {
        Publishable content = content(16 << 20, 2);
        swap.permits.release(20);
        queue.start();
        assertTrue(queue.submit(content));
        await(() -> swap.permits.availablePermits() == 0);
        kubo.kill();
        swap.permits.release(1_000_000);
        await(() -> queue.state(content.root()).lastError() != null);
        UploadState down = queue.state(content.root());
        assertEquals(UploadState.Place.PENDING, down.place());
        assertNotNull(down.lastError());
        assertTrue(local.has(content.root()));

        kubo.start();
        swap.target = kubo.store(http, Duration.ofSeconds(20));
        await(() -> place(queue, content) == UploadState.Place.STORED);
        assertTrue(swap.target.isPinned(content.root()));
      }
    }
  }

  @Test
  void whatIsPendingSurvivesARestart() throws Exception {
    Publishable content = content(100, 3);
    try (var queue = queue(new FailingStore(), QUICK_RETRY)) {
      assertTrue(queue.submit(content));
    }
    try (var remote =
            EmbeddedBlockStore.open(folder.resolve("remote"), 1 << 20, Clock.systemUTC());
        var queue = queue(remote, QUICK_RETRY)) {
      assertEquals(UploadState.Place.PENDING, place(queue, content));
      queue.start();
      await(() -> place(queue, content) == UploadState.Place.STORED);
      assertTrue(remote.isPinned(content.root()));
    }
  }

  @Test
  void smallerContentGoesFirstButAnOldLargeOneIsNotOvertakenForEver() throws Exception {
    var oneAtATime =
        new UploadQueue.Settings(
            1,
            100,
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofDays(1));
    var clock = new SteppedClock();
    var order = new ArrayList<Cid>();
    var remote = new RecordingStore(order);
    try (var queue =
        UploadQueue.open(
            folder.resolve("uploads.db"), local, remote, oneAtATime, clock, new MetricRegistry())) {
      Publishable large = content(1 << 20, 4);
      Publishable small = content(1000, 5);
      queue.submit(large);
      queue.submit(small);
      clock.nowMs += 11_000;
      Publishable late = content(1001, 6);
      queue.submit(late);
      queue.start();
      await(() -> queue.pending() == 0);
      assertEquals(List.of(small.root(), large.root(), late.root()), order);
    }
  }

  @Test
  void aFullQueueRefusesAndTakesAgainLater() throws Exception {
    var two =
        new UploadQueue.Settings(
            5,
            2,
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofDays(1));
    try (var remote =
            EmbeddedBlockStore.open(folder.resolve("remote"), 1 << 20, Clock.systemUTC());
        var queue = queue(remote, two)) {
      assertTrue(queue.submit(content(10, 7)));
      assertTrue(queue.submit(content(11, 8)));
      Publishable third = content(12, 9);
      assertFalse(queue.submit(third));
      assertEquals(UploadState.Place.LOCAL, place(queue, third));
      queue.start();
      await(() -> queue.pending() == 0);
      assertTrue(queue.submit(third));
    }
  }

  @Test
  void aPinThatIsGoneIsMadeAgain() throws Exception {
    var settings =
        new UploadQueue.Settings(
            5,
            100,
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(100));
    try (var remote =
            EmbeddedBlockStore.open(folder.resolve("remote"), 1 << 20, Clock.systemUTC());
        var queue = queue(remote, settings)) {
      queue.start();
      Publishable content = content(10, 10);
      queue.submit(content);
      await(() -> place(queue, content) == UploadState.Place.STORED);
      remote.unpin(content.root());
      await(() -> remote.isPinned(content.root()));
      await(() -> place(queue, content) == UploadState.Place.STORED);
    }
  }

  private static final class SteppedClock extends Clock {
    volatile long nowMs = 1_000_000;

    @Override
    public java.time.ZoneId getZone() {
      return java.time.ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public java.time.Instant instant() {
      return java.time.Instant.ofEpochMilli(nowMs);
    }
  }

  /** Passes calls on, as many puts as there are permits, to a store that can be exchanged. */
  private static final class SwappableStore implements BlockStore {
    final Semaphore permits = new Semaphore(0);
    volatile BlockStore target;

    SwappableStore(BlockStore target) {
      this.target = target;
    }

    @Override
    public String name() {
      return target.name();
    }

    @Override
    public Optional<byte[]> get(Cid cid) throws IOException {
      return target.get(cid);
    }

    @Override
    public void put(Cid cid, byte[] block) throws IOException {
      permits.acquireUninterruptibly();
      target.put(cid, block);
    }

    @Override
    public boolean has(Cid cid) throws IOException {
      return target.has(cid);
    }

    @Override
    public void pin(Cid root) throws IOException {
      target.pin(root);
    }

    @Override
    public boolean isPinned(Cid root) throws IOException {
      return target.isPinned(root);
    }

    @Override
    public void unpin(Cid root) throws IOException {
      target.unpin(root);
    }
  }

  private static class FailingStore implements BlockStore {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public Optional<byte[]> get(Cid cid) throws IOException {
      throw new IOException("down");
    }

    @Override
    public void put(Cid cid, byte[] block) throws IOException {
      throw new IOException("down");
    }

    @Override
    public boolean has(Cid cid) throws IOException {
      throw new IOException("down");
    }

    @Override
    public void pin(Cid root) throws IOException {
      throw new IOException("down");
    }

    @Override
    public boolean isPinned(Cid root) throws IOException {
      throw new IOException("down");
    }

    @Override
    public void unpin(Cid root) throws IOException {
      throw new IOException("down");
    }
  }

  /** Takes everything and notes the order of pins. */
  private static final class RecordingStore extends FailingStore {
    private final List<Cid> pins;

    RecordingStore(List<Cid> pins) {
      this.pins = pins;
    }

    @Override
    public void put(Cid cid, byte[] block) {}

    @Override
    public boolean has(Cid cid) {
      return false;
    }

    @Override
    public void pin(Cid root) {
      synchronized (pins) {
        pins.add(root);
      }
    }

    @Override
    public boolean isPinned(Cid root) {
      synchronized (pins) {
        return pins.contains(root);
      }
    }
  }
}
