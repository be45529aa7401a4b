package org.podprotocol.relay.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.AccountCache.Reading;
import org.podprotocol.solana.pubsub.PubSub;
import org.podprotocol.solana.pubsub.SlotNotification;
import org.podprotocol.solana.pubsub.Subscription;
import org.podprotocol.solana.pubsub.SubscriptionListener;
import org.podprotocol.solana.pubsub.SubscriptionRequest;

class ProgramFeedTest {

  private static final PublicKey AGENT = new PublicKey(new byte[32]);

  private final DefaultEventExecutor loop = new DefaultEventExecutor();
  private final AtomicLong now = new AtomicLong(1_000_000_000_000L);
  private final Socket socket = new Socket();
  private final HeardSlots slots = new HeardSlots();
  private final Source source = new Source();
  private CachedDirectory directory;
  private ProgramFeed feed;

  @BeforeEach
  void start() {
    directory =
        new CachedDirectory(
            new PodProgram(TestCluster.PROGRAM),
            source,
            new NoAccounts(),
            now::get,
            new MetricRegistry());
    feed =
        new ProgramFeed(
            socket, new PodProgram(TestCluster.PROGRAM), directory, slots, loop, now::get);
    feed.start();
    await(() -> socket.changes.size() == 4);
  }

  @AfterEach
  void stop() throws InterruptedException {
    feed.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
  }

  @Test
  void itIsUpOnceSlotsAreToldAndTheProgramIsSubscribed() {
    socket.slot(7);
    await(() -> slots.slot() == 7);
    assertFalse(feed.isUp());
    socket.subscribed(false);
    await(feed::isUp);
  }

  @Test
  void aSilentSocketIsDownAndAccountsAreReadAgain() {
    up();
    assertEquals(Optional.empty(), directory.agent(AGENT).toCompletableFuture().join());
    now.addAndGet(Duration.ofSeconds(3).toNanos());
    await(() -> !feed.isUp());
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    directory.agent(AGENT).toCompletableFuture().join();
    assertEquals(2, source.reads.get());
  }

  @Test
  void afterAGapWhatIsKnownIsReadAnewAndARotationIsHeardOf() {
    up();
    source.put(view(1));
    directory.agent(AGENT).toCompletableFuture().join();
    var heard = new CompletableFuture<AgentView>();
    directory.onAgentChanged(heard::complete);
    source.put(view(2));
    socket.subscribed(true);
    assertEquals(view(2), heard.orTimeout(10, TimeUnit.SECONDS).join());
    await(feed::isUp);
    assertEquals(Optional.of(view(2)), directory.agent(AGENT).toCompletableFuture().join());
    assertEquals(1, source.reads.get());
  }

  private void up() {
    socket.slot(7);
    socket.subscribed(false);
    await(feed::isUp);
  }

  private static AgentView view(int signer) {
    byte[] key = new byte[32];
    key[0] = (byte) signer;
    return new AgentView(AGENT, AGENT, new PublicKey(key), signer, false, signer);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, "did not come about in time");
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** A socket whose words the test says. */
  private static final class Socket implements PubSub {
    private volatile SubscriptionListener<SlotNotification> slotListener;
    private final List<SubscriptionListener<?>> changes = new CopyOnWriteArrayList<>();

    @Override
    @SuppressWarnings("unchecked")
    public <T> Subscription subscribe(
        SubscriptionRequest<T> request, SubscriptionListener<T> listener) {
      if (request.equals(SubscriptionRequest.slots())) {
        slotListener = (SubscriptionListener<SlotNotification>) listener;
      } else {
        changes.add(listener);
      }
      return () -> {};
    }

    void subscribed(boolean afterGap) {
      changes.forEach(listener -> listener.subscribed(afterGap));
    }

    void slot(long slot) {
      slotListener.notified(new SlotNotification(slot, slot - 1, 0));
    }
  }

  private static final class Source implements AccountCache.Source<Party> {
    private final Map<PublicKey, Reading<Party>> accounts = new HashMap<>();
    private final AtomicLong reads = new AtomicLong();

    synchronized void put(AgentView view) {
      accounts.put(view.address(), new Reading<>(Optional.of(view), view.contextSlot()));
    }

    private synchronized Reading<Party> get(PublicKey address) {
      return accounts.getOrDefault(address, new Reading<>(Optional.empty(), 0));
    }

    @Override
    public CompletableFuture<Reading<Party>> read(PublicKey address, long minSlot) {
      reads.incrementAndGet();
      return CompletableFuture.completedFuture(get(address));
    }

    @Override
    public CompletableFuture<List<Reading<Party>>> readAll(List<PublicKey> addresses) {
      var readings = new ArrayList<Reading<Party>>();
      addresses.forEach(address -> readings.add(get(address)));
      return CompletableFuture.completedFuture(readings);
    }
  }

  private static final class NoAccounts implements AccountCache.Source<MembershipView> {
    @Override
    public CompletableFuture<Reading<MembershipView>> read(PublicKey address, long minSlot) {
      return CompletableFuture.completedFuture(new Reading<>(Optional.empty(), 0));
    }

    @Override
    public CompletableFuture<List<Reading<MembershipView>>> readAll(List<PublicKey> addresses) {
      return CompletableFuture.completedFuture(
          addresses.stream()
              .map(address -> new Reading<MembershipView>(Optional.empty(), 0))
              .toList());
    }
  }
}
