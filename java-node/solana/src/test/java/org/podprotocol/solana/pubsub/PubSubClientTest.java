package org.podprotocol.solana.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.solana.local.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
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
import org.podprotocol.solana.local.LocalChain;
import org.podprotocol.solana.local.TcpFaultProxy;
import org.podprotocol.solana.local.TrackedNetwork;
import org.podprotocol.solana.rpc.AccountFilter;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.Contextual;
import org.podprotocol.solana.rpc.KeyedAccount;
import org.podprotocol.solana.rpc.RpcException;
import org.podprotocol.solana.rpc.SendOptions;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.transaction.Message;
import org.podprotocol.solana.transaction.SystemProgram;
import org.podprotocol.solana.transaction.Transaction;

/** Subscriptions to a real chain over a connection that breaks. */
@Timeout(60)
class PubSubClientTest {

  private static final Keypair RICH = Keypair.generate();
  private static LocalChain chain;
  private static Network network;
  private static HttpEndpoint endpoint;
  private static SolanaRpc rpc;

  private TcpFaultProxy proxy;
  private PubSubClient client;

  @BeforeAll
  static void start() throws Exception {
    chain = LocalChain.start(20, RICH.publicKey());
    network = TrackedNetwork.open(2);
    endpoint = new HttpEndpoint(network, chain.rpcUrl(), HttpOptions.defaults());
    rpc = new SolanaRpc(endpoint);
  }

  @AfterAll
  static void stop() {
    endpoint.close();
    network.eventLoops().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    chain.close();
  }

  private static PubSubOptions quick() {
    return PubSubOptions.defaults()
        .withBackoff(Duration.ofMillis(10), Duration.ofMillis(50))
        .withLiveness(Duration.ofMillis(200), null, Duration.ofSeconds(2));
  }

  @BeforeEach
  void open() {
    proxy = new TcpFaultProxy(network.eventLoops(), chain.wsUrl());
    client = new PubSubClient(network, proxy.url("ws"), quick());
  }

  @AfterEach
  void close() {
    client.close();
    proxy.close();
  }

  /** Keeps everything it hears. */
  private static final class Ear<T> implements SubscriptionListener<T> {
    final List<T> heard = new CopyOnWriteArrayList<>();
    final List<Boolean> subscribed = new CopyOnWriteArrayList<>();
    final List<RpcException> rejected = new CopyOnWriteArrayList<>();

    @Override
    public void notified(T notification) {
      heard.add(notification);
    }

    @Override
    public void subscribed(boolean afterGap) {
      subscribed.add(afterGap);
    }

    @Override
    public void rejected(RpcException reason) {
      rejected.add(reason);
    }
  }

  private static Transaction transfer(PublicKey to, long lamports) throws Exception {
    return Transaction.signed(
        Message.legacy(
            RICH.publicKey(),
            rpc.getLatestBlockhash(Commitment.CONFIRMED).get().blockhash(),
            List.of(SystemProgram.transfer(RICH.publicKey(), to, lamports))),
        RICH);
  }

  private static void send(Transaction transaction) throws Exception {
    rpc.sendTransaction(transaction, new SendOptions(true, Commitment.CONFIRMED, 0, null)).get();
  }

  private <T> Ear<T> hear(SubscriptionRequest<T> request) throws Exception {
    Ear<T> ear = new Ear<>();
    client.subscribe(request, ear);
    eventually("subscribed", () -> !ear.subscribed.isEmpty());
    return ear;
  }

  @Test
  void tellsOfAccounts() throws Exception {
    PublicKey to = Keypair.generate().publicKey();
    Ear<Contextual<AccountInfo>> ear = hear(SubscriptionRequest.account(to, Commitment.CONFIRMED));
    send(transfer(to, 5_000_000));
    eventually("notified", () -> !ear.heard.isEmpty());
    assertEquals(5_000_000, ear.heard.get(0).value().lamports());
    assertTrue(ear.heard.get(0).slot() > 0);
  }

  @Test
  void tellsOfSignaturesOnce() throws Exception {
    Transaction transaction = transfer(Keypair.generate().publicKey(), 5_000_000);
    Ear<SignatureNotification> ear =
        hear(SubscriptionRequest.signature(transaction.id(), Commitment.CONFIRMED));
    send(transaction);
    eventually("notified", () -> !ear.heard.isEmpty());
    assertNull(ear.heard.get(0).error());
    eventually("over", () -> client.subscriptions() == 0);
  }

  @Test
  void goesToTheNextNodeWhenOneIsLostAndBackWhenThatIsLostToo() throws Exception {
    client.close();
    try (var other = new TcpFaultProxy(network.eventLoops(), chain.wsUrl())) {
      client = new PubSubClient(network, List.of(proxy.url("ws"), other.url("ws")), quick());
      Ear<SlotNotification> ear = hear(SubscriptionRequest.slots());
      assertEquals(0, other.accepted());
      proxy.refusing(true);
      proxy.dropConnections();
      eventually("the other node", () -> ear.subscribed.size() == 2);
      assertEquals(1, other.accepted());
      assertTrue(ear.subscribed.get(1), "there was a gap");
      int before = ear.heard.size();
      eventually("slots go on", () -> ear.heard.size() > before);
      proxy.refusing(false);
      other.refusing(true);
      other.dropConnections();
      eventually("the first node again", () -> ear.subscribed.size() == 3);
    }
  }

  @Test
  void tellsOfSlots() throws Exception {
    Ear<SlotNotification> ear = hear(SubscriptionRequest.slots());
    eventually("several slots", () -> ear.heard.size() > 3);
    assertTrue(ear.heard.get(3).slot() > ear.heard.get(0).slot());
  }

  @Test
  void tellsOfLogs() throws Exception {
    PublicKey to = Keypair.generate().publicKey();
    Ear<LogsNotification> ear = hear(SubscriptionRequest.logs(to, Commitment.CONFIRMED));
    Transaction transaction = transfer(to, 5_000_000);
    send(transaction);
    eventually("notified", () -> !ear.heard.isEmpty());
    assertEquals(transaction.id(), ear.heard.get(0).signature());
    assertTrue(ear.heard.get(0).logs().toString().contains("invoke [1]"));
  }

  @Test
  void tellsOfAProgramsAccountsThroughFilters() throws Exception {
    Ear<Contextual<KeyedAccount>> ear =
        hear(
            SubscriptionRequest.program(
                SystemProgram.PROGRAM,
                List.of(
                    AccountFilter.dataSize(80),
                    AccountFilter.memcmp(8, RICH.publicKey().toByteArray())),
                Commitment.CONFIRMED));
    Keypair account = Keypair.generate();
    send(transfer(Keypair.generate().publicKey(), 5_000_000));
    send(
        Transaction.signed(
            Message.legacy(
                RICH.publicKey(),
                rpc.getLatestBlockhash(Commitment.CONFIRMED).get().blockhash(),
                List.of(
                    SystemProgram.createAccount(
                        RICH.publicKey(),
                        account.publicKey(),
                        1_500_000,
                        80,
                        SystemProgram.PROGRAM),
                    SystemProgram.initializeNonce(account.publicKey(), RICH.publicKey()))),
            RICH,
            account));
    eventually("notified", () -> !ear.heard.isEmpty());
    assertEquals(account.publicKey(), ear.heard.get(0).value().address());
  }

  @Test
  void everythingWantedIsSubscribedAgainAfterALoss() throws Exception {
    PublicKey to = Keypair.generate().publicKey();
    Ear<Contextual<AccountInfo>> account =
        hear(SubscriptionRequest.account(to, Commitment.CONFIRMED));
    Ear<SlotNotification> slots = hear(SubscriptionRequest.slots());
    for (int round = 1; round <= 3; round++) {
      int expected = round + 1;
      proxy.dropConnections();
      eventually(
          "subscribed again",
          () -> account.subscribed.size() == expected && slots.subscribed.size() == expected);
      int before = account.heard.size();
      send(transfer(to, 5_000_000 + round));
      eventually("notified again", () -> account.heard.size() > before);
    }
    assertEquals(List.of(false, true, true, true), account.subscribed);
    assertEquals(4, client.connects());
  }

  @Test
  void whatIsWantedWhileDownIsSubscribedWhenUp() throws Exception {
    hear(SubscriptionRequest.slots());
    proxy.refusing(true);
    proxy.dropConnections();
    eventually("down", () -> !client.isConnected());
    Ear<SlotNotification> later = new Ear<>();
    Ear<SlotNotification> never = new Ear<>();
    client.subscribe(SubscriptionRequest.slots(), later);
    client.subscribe(SubscriptionRequest.slots(), never).cancel();
    int attempts = proxy.accepted();
    eventually("tries on", () -> proxy.accepted() > attempts + 2);
    proxy.refusing(false);
    eventually("notified", () -> later.heard.size() > 1);
    assertTrue(never.heard.isEmpty());
    assertEquals(List.of(false), later.subscribed);
  }

  @Test
  void silentPeerIsPingedAndGivenUp() throws Exception {
    Ear<SlotNotification> ear = hear(SubscriptionRequest.slots());
    proxy.silent(true);
    eventually("given up", () -> client.connects() > 1 || !client.isConnected());
    proxy.silent(false);
    int before = ear.heard.size();
    eventually("notified again", () -> ear.heard.size() > before);
    assertTrue(ear.subscribed.size() > 1);
  }

  @Test
  void quietButLivingPeerIsKept() throws Exception {
    // Nobody touches this account, and slots aren't watched: only pongs come.
    Ear<Contextual<AccountInfo>> ear =
        hear(SubscriptionRequest.account(Keypair.generate().publicKey(), Commitment.CONFIRMED));
    long begun = System.nanoTime();
    eventually("a second has passed", () -> System.nanoTime() - begun > 1_000_000_000L);
    assertEquals(1, client.connects());
    assertTrue(ear.heard.isEmpty());
  }

  @Test
  void cancelReleasesTheSubscription() throws Exception {
    Ear<SlotNotification> ear = new Ear<>();
    Subscription subscription = client.subscribe(SubscriptionRequest.slots(), ear);
    eventually("notified", () -> !ear.heard.isEmpty());
    subscription.cancel();
    subscription.cancel();
    eventually("released", () -> client.subscriptions() == 0);
    int heard = ear.heard.size();
    Ear<SlotNotification> other = hear(SubscriptionRequest.slots());
    eventually("others hear", () -> other.heard.size() > 2);
    assertEquals(heard, ear.heard.size());
  }

  @Test
  void subscriptionsAreCapped() throws Exception {
    try (PubSubClient small =
        new PubSubClient(network, chain.wsUrl(), quick().withCaps(1 << 20, 1))) {
      small.subscribe(SubscriptionRequest.slots(), new Ear<>());
      assertThrows(
          IllegalStateException.class,
          () -> small.subscribe(SubscriptionRequest.slots(), new Ear<>()));
    }
    try (PubSubSockets several =
        new PubSubSockets(network, chain.wsUrl(), quick().withCaps(1 << 20, 1), 2)) {
      Ear<SlotNotification> first = new Ear<>();
      Ear<SlotNotification> second = new Ear<>();
      several.subscribe(SubscriptionRequest.slots(), first);
      several.subscribe(SubscriptionRequest.slots(), second);
      eventually("both hear", () -> !first.heard.isEmpty() && !second.heard.isEmpty());
      assertEquals(2, several.sockets());
      assertThrows(
          IllegalStateException.class,
          () -> several.subscribe(SubscriptionRequest.slots(), new Ear<>()));
    }
  }

  @Test
  void aListenerThatFailsHarmsNobody() throws Exception {
    Ear<SlotNotification> good = hear(SubscriptionRequest.slots());
    client.subscribe(
        SubscriptionRequest.slots(),
        notification -> {
          throw new IllegalArgumentException("the listener's own trouble");
        });
    int before = good.heard.size();
    eventually("others hear", () -> good.heard.size() > before + 5);
    assertEquals(1, client.connects());
    assertFalse(good.heard.isEmpty());
  }

  @Test
  void equalRequestsAreEqual() {
    PublicKey key = RICH.publicKey();
    assertEquals(
        SubscriptionRequest.account(key, Commitment.CONFIRMED),
        SubscriptionRequest.account(key, Commitment.CONFIRMED));
    assertFalse(
        SubscriptionRequest.account(key, Commitment.CONFIRMED)
            .equals(SubscriptionRequest.account(key, Commitment.FINALIZED)));
    assertFalse(SubscriptionRequest.slots().equals(SubscriptionRequest.roots()));
  }
}
