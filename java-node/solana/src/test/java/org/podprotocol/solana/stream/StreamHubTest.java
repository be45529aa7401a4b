package org.podprotocol.solana.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.solana.local.Eventually.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.endpoint.HttpEndpoint;
import org.podprotocol.solana.endpoint.HttpOptions;
import org.podprotocol.solana.endpoint.Network;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.local.LocalChain;
import org.podprotocol.solana.local.TcpFaultProxy;
import org.podprotocol.solana.local.TrackedNetwork;
import org.podprotocol.solana.pubsub.PubSubClient;
import org.podprotocol.solana.pubsub.PubSubOptions;
import org.podprotocol.solana.pubsub.SlotNotification;
import org.podprotocol.solana.pubsub.Subscription;
import org.podprotocol.solana.pubsub.SubscriptionRequest;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.SendOptions;
import org.podprotocol.solana.rpc.SignatureInfo;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.transaction.Blockhash;
import org.podprotocol.solana.transaction.Message;
import org.podprotocol.solana.transaction.SystemProgram;
import org.podprotocol.solana.transaction.Transaction;

@Timeout(60)
class StreamHubTest {

  private static final Keypair RICH = Keypair.generate();
  private static LocalChain chain;
  private static Network network;
  private static HttpEndpoint endpoint;
  private static SolanaRpc rpc;
  private static ExecutorService executor;

  private TcpFaultProxy proxy;
  private PubSubClient pubSub;
  private StreamHub hub;

  @BeforeAll
  static void start() throws Exception {
    chain = LocalChain.start(10, RICH.publicKey());
    network = TrackedNetwork.open(2);
    endpoint = new HttpEndpoint(network, chain.rpcUrl(), HttpOptions.defaults());
    rpc = new SolanaRpc(endpoint);
    executor = Executors.newFixedThreadPool(3);
  }

  @AfterAll
  static void stop() {
    executor.shutdownNow();
    endpoint.close();
    network.eventLoops().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    chain.close();
  }

  @BeforeEach
  void open() {
    proxy = new TcpFaultProxy(network.eventLoops(), chain.wsUrl());
    pubSub =
        new PubSubClient(
            network,
            proxy.url("ws"),
            PubSubOptions.defaults().withBackoff(Duration.ofMillis(10), Duration.ofMillis(50)));
    hub = new StreamHub(pubSub);
  }

  @AfterEach
  void close() {
    hub.close();
    pubSub.close();
    proxy.close();
  }

  /** Keeps what it reads. */
  private static class Reader<T> implements StreamConsumer<T> {
    final List<T> items = new CopyOnWriteArrayList<>();
    final AtomicInteger gaps = new AtomicInteger();
    final List<End> ends = new CopyOnWriteArrayList<>();

    @Override
    public void next(T item) {
      items.add(item);
    }

    @Override
    public void gap() {
      gaps.incrementAndGet();
    }

    @Override
    public void ended(End reason) {
      ends.add(reason);
    }
  }

  private Subscription slots(Reader<SlotNotification> reader) {
    return hub.open(SubscriptionRequest.slots(), 1000, SlowConsumer.DROP_OLDEST, executor, reader);
  }

  @Test
  void equalRequestsShareOneUpstreamUntilTheLastLeaves() throws Exception {
    Reader<SlotNotification> first = new Reader<>();
    Reader<SlotNotification> second = new Reader<>();
    Subscription one = slots(first);
    Subscription two = slots(second);
    eventually("both read", () -> first.items.size() > 2 && second.items.size() > 2);
    assertEquals(1, pubSub.subscriptions());
    one.cancel();
    one.cancel();
    int read = second.items.size();
    eventually("the other reads on", () -> second.items.size() > read + 2);
    assertEquals(1, pubSub.subscriptions());
    two.cancel();
    eventually("released", () -> pubSub.subscriptions() == 0);
    assertEquals(0, hub.upstreams());
    assertTrue(first.ends.isEmpty(), "who cancels is not told of it");

    Reader<SlotNotification> third = new Reader<>();
    slots(third);
    eventually("opened anew", () -> !third.items.isEmpty());
  }

  @Test
  void aSlowConsumerLosesTheOldestOrItsStreamAndHarmsNobody() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    Reader<SlotNotification> dropping =
        new Reader<>() {
          @Override
          public void next(SlotNotification item) {
            await(stuck);
            super.next(item);
          }
        };
    Reader<SlotNotification> ending =
        new Reader<>() {
          @Override
          public void next(SlotNotification item) {
            await(stuck);
            super.next(item);
          }
        };
    Reader<SlotNotification> quick = new Reader<>();
    hub.open(SubscriptionRequest.slots(), 3, SlowConsumer.DROP_OLDEST, executor, dropping);
    hub.open(SubscriptionRequest.slots(), 3, SlowConsumer.END, executor, ending);
    slots(quick);
    eventually("the quick one reads", () -> quick.items.size() > 20);
    stuck.countDown();
    eventually("the slow one is told", () -> dropping.gaps.get() >= 1);
    eventually("the other has ended", () -> ending.ends.size() == 1);
    assertEquals(StreamConsumer.End.TOO_SLOW, ending.ends.get(0));
    eventually("reads on", () -> dropping.items.size() > 5);
    List<Long> slots = dropping.items.stream().map(SlotNotification::slot).toList();
    assertEquals(slots.stream().sorted().toList(), slots);
    assertTrue(slots.get(1) - slots.get(0) > 10, "from the first to the newest three");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void lossOfTheConnectionIsToldAsAGap() throws Exception {
    Reader<SlotNotification> reader = new Reader<>();
    slots(reader);
    eventually("reads", () -> !reader.items.isEmpty());
    proxy.dropConnections();
    eventually("gap", () -> reader.gaps.get() >= 1);
    int read = reader.items.size();
    eventually("reads on", () -> reader.items.size() > read);
  }

  @Test
  void closingTheHubEndsAllStreams() throws Exception {
    Reader<SlotNotification> reader = new Reader<>();
    slots(reader);
    eventually("reads", () -> !reader.items.isEmpty());
    hub.close();
    eventually("told", () -> reader.ends.equals(List.of(StreamConsumer.End.CLOSED)));
    assertThrows(IllegalStateException.class, () -> slots(new Reader<>()));
    eventually("released", () -> pubSub.subscriptions() == 0);
  }

  @Test
  void followsAnAddressWithoutGapsThroughLostConnections() throws Exception {
    PublicKey to = Keypair.generate().publicKey();
    List<Signature> sent = new ArrayList<>();
    List<Signature> told = new CopyOnWriteArrayList<>();
    AtomicInteger refusals = new AtomicInteger(2);
    for (int i = 0; i < 3; i++) {
      sent.add(transfer(to, 5_000_000 + i));
    }
    try (AddressFollower follower =
        new AddressFollower(
            rpc,
            pubSub,
            network.eventLoops().next(),
            to,
            Commitment.CONFIRMED,
            null,
            0,
            Duration.ofMillis(200),
            5,
            transactions -> {
              if (refusals.getAndDecrement() > 0) {
                return CompletableFuture.failedFuture(new IllegalStateException("not now"));
              }
              transactions.stream().map(SignatureInfo::signature).forEach(told::add);
              return CompletableFuture.completedFuture(null);
            })) {
      eventually("history is told", () -> told.size() == 3);
      for (int round = 0; round < 3; round++) {
        proxy.refusing(true);
        proxy.dropConnections();
        sent.add(transfer(to, 6_000_000 + round));
        proxy.refusing(false);
        sent.add(transfer(to, 7_000_000 + round));
      }
      eventually("all are told", () -> told.size() >= sent.size());
    }
    assertEquals(sent, told, "each once, oldest first");
    assertFalse(told.isEmpty());
  }

  /** Lands before it returns, so that the order on the chain is known. */
  private static Signature transfer(PublicKey to, long lamports) throws Exception {
    Blockhash blockhash = rpc.getLatestBlockhash(Commitment.CONFIRMED).get().blockhash();
    Transaction transaction =
        Transaction.signed(
            Message.legacy(
                RICH.publicKey(),
                blockhash,
                List.of(SystemProgram.transfer(RICH.publicKey(), to, lamports))),
            RICH);
    rpc.sendTransaction(transaction, new SendOptions(true, Commitment.CONFIRMED, 0, null)).get();
    eventually(
        "landed",
        () ->
            rpc.getSignatureStatuses(List.of(transaction.id()), false)
                .get()
                .value()
                .get(0)
                .filter(status -> status.commitment().isAtLeast(Commitment.CONFIRMED))
                .isPresent());
    return transaction.id();
  }
}
