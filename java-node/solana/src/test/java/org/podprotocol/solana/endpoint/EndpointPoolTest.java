package org.podprotocol.solana.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.local.HttpFaultProxy;
import org.podprotocol.solana.local.HttpFaultProxy.Fault;
import org.podprotocol.solana.local.LocalChain;
import org.podprotocol.solana.local.TrackedNetwork;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.HttpStatusException;
import org.podprotocol.solana.rpc.MethodClass;
import org.podprotocol.solana.rpc.RpcErrorException;
import org.podprotocol.solana.rpc.SendOptions;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.rpc.TransportException;
import org.podprotocol.solana.transaction.Message;
import org.podprotocol.solana.transaction.SystemProgram;
import org.podprotocol.solana.transaction.Transaction;

/** A pool over one chain reached by several faulty roads. */
@Timeout(60)
class EndpointPoolTest {

  private static final Keypair RICH = Keypair.generate();
  private static LocalChain chain;
  private static Network network;

  private final AtomicLong skipNanos = new AtomicLong();
  private final List<HttpFaultProxy> proxies = new ArrayList<>();
  private final List<HttpEndpoint> endpoints = new ArrayList<>();
  private EndpointPool pool;
  private SolanaRpc rpc;

  @BeforeAll
  static void start() throws Exception {
    chain = LocalChain.start(20, RICH.publicKey());
    network = TrackedNetwork.open(2);
  }

  @AfterAll
  static void stop() {
    network.eventLoops().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    chain.close();
  }

  @BeforeEach
  void open() {
    for (int i = 0; i < 5; i++) {
      HttpFaultProxy proxy = new HttpFaultProxy(network.eventLoops(), chain.rpcUrl());
      proxies.add(proxy);
      endpoints.add(
          new HttpEndpoint(
              network,
              proxy.url(),
              HttpOptions.defaults().withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(1500))));
    }
  }

  /** A pool of the first so many endpoints, whose slots are never compared. */
  private void pool(int size) {
    pool(
        size,
        PoolOptions.defaults()
            .withSlots(Duration.ofHours(1), 5, 150)
            .withBreaker(3, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30)),
        Map.of());
  }

  private void pool(int size, PoolOptions options, Map<Integer, RateBudget> budgets) {
    List<PoolMember> members = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      PoolMember member = PoolMember.of(endpoints.get(i));
      RateBudget budget = budgets.get(i);
      members.add(budget == null ? member : member.withBudget(budget));
    }
    pool =
        new EndpointPool(
            members,
            options,
            network.eventLoops().next(),
            () -> System.nanoTime() + skipNanos.get());
    rpc = new SolanaRpc(pool);
  }

  @AfterEach
  void close() {
    pool.close();
    endpoints.forEach(HttpEndpoint::close);
    proxies.forEach(HttpFaultProxy::close);
  }

  private long height() throws Exception {
    return rpc.getBlockHeight(Commitment.CONFIRMED).get(20, TimeUnit.SECONDS);
  }

  private Throwable failure(CompletableFuture<?> future) {
    return assertThrows(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS))
        .getCause();
  }

  private int calls(int proxy, String method) {
    return (int) proxies.get(proxy).calls().stream().filter(method::equals).count();
  }

  private int allCalls(String method) {
    int all = 0;
    for (int i = 0; i < proxies.size(); i++) {
      all += calls(i, method);
    }
    return all;
  }

  private EndpointStatus status(int index, MethodClass methodClass) {
    return pool.status().stream()
        .filter(s -> s.endpoint().equals(endpoints.get(index).toString()))
        .filter(s -> s.methodClass() == methodClass)
        .findAny()
        .orElseThrow();
  }

  @Test
  void threeRetriesEachOnAnotherEndpoint() {
    pool(5);
    proxies.forEach(proxy -> proxy.rule(call -> new Fault.Status(500, "")));
    HttpStatusException last =
        assertInstanceOf(
            HttpStatusException.class, failure(rpc.getBlockHeight(Commitment.CONFIRMED)));
    assertEquals(500, last.status());
    assertEquals(4, allCalls("getBlockHeight"));
    for (int i = 0; i < 5; i++) {
      assertTrue(calls(i, "getBlockHeight") <= 1, "never the same endpoint again");
    }
  }

  @Test
  void everyFaultOfOneNodeIsHealedByAnother() throws Exception {
    pool(2);
    List<Fault> faults =
        List.of(
            new Fault.Status(500, ""),
            new Fault.Status(429, "1"),
            new Fault.Drop(),
            new Fault.Hang(),
            new Fault.Body("nonsense"),
            new Fault.Body("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"wrong type\"}"),
            new Fault.Body(
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32005,\"message\":\"behind\"}}"));
    for (Fault fault : faults) {
      proxies.get(0).rule(call -> fault);
      assertTrue(height() > 0, fault.toString());
    }
    assertTrue(calls(0, "getBlockHeight") > 0);
    assertTrue(
        status(0, MethodClass.READ).score() < status(1, MethodClass.READ).score(),
        "and the faulty one has lost score");
  }

  @Test
  void whatTheChainSaysIsNotRetried() {
    pool(3);
    Message message =
        Message.legacy(
            RICH.publicKey(),
            org.podprotocol.solana.transaction.Blockhash.ZERO,
            List.of(SystemProgram.transfer(RICH.publicKey(), RICH.publicKey(), 1)));
    CompletableFuture<Signature> sent =
        rpc.sendTransaction(
            Transaction.signed(message, RICH),
            new SendOptions(false, Commitment.CONFIRMED, 0, null));
    RpcErrorException error = assertInstanceOf(RpcErrorException.class, failure(sent));
    assertEquals(RpcErrorException.PREFLIGHT_FAILURE, error.code());
    assertEquals(1, allCalls("sendTransaction"));
    assertTrue(pool.status().stream().allMatch(s -> s.successRate() == 1));
  }

  @Test
  void breakerKeepsCallsAwayThenSendsOneProbe() throws Exception {
    pool(2);
    proxies.get(1).rule(call -> new Fault.Delay(30));
    for (int i = 0; i < 3; i++) {
      proxies.get(0).rule(call -> HttpFaultProxy.PASS);
      height();
    }
    proxies.get(0).rule(call -> new Fault.Drop());
    // Calls one after the other, until the breaker opens; other endpoints answer meanwhile.
    while (!status(0, MethodClass.READ).breaker().equals("OPEN")) {
      skipNanos.addAndGet(TimeUnit.MINUTES.toNanos(5));
      height();
    }
    int before = calls(0, "getBlockHeight");
    for (int i = 0; i < 10; i++) {
      height();
    }
    assertEquals(before, calls(0, "getBlockHeight"), "open: left alone");
    assertEquals("CLOSED", status(0, MethodClass.SEND).breaker(), "other classes are untouched");

    skipNanos.addAndGet(TimeUnit.SECONDS.toNanos(30));
    assertEquals("HALF_OPEN", status(0, MethodClass.READ).breaker());
    proxies.get(0).rule(call -> HttpFaultProxy.PASS);
    skipNanos.addAndGet(TimeUnit.MINUTES.toNanos(10));
    while (!status(0, MethodClass.READ).breaker().equals("CLOSED")) {
      height();
    }
    assertTrue(calls(0, "getBlockHeight") > before);
  }

  @Test
  void aNodeThatAsksForPeaceGetsIt() throws Exception {
    pool(2);
    proxies.get(0).rule(call -> new Fault.Status(429, "60"));
    proxies.get(1).rule(call -> new Fault.Delay(5));
    while (calls(0, "getBlockHeight") == 0) {
      height();
    }
    for (int i = 0; i < 10; i++) {
      height();
    }
    assertEquals(1, calls(0, "getBlockHeight"));
    assertTrue(status(0, MethodClass.READ).pausedMs() > 50_000);
    proxies.get(1).rule(call -> new Fault.Status(500, ""));
    assertInstanceOf(HttpStatusException.class, failure(rpc.getBlockHeight(Commitment.CONFIRMED)));
    assertEquals(1, calls(0, "getBlockHeight"), "not even when it is the last one");
  }

  @Test
  void aNodeBehindTheOthersLosesItsCalls() throws Exception {
    proxies
        .get(0)
        .rule(
            call ->
                call.method().equals("getSlot")
                    ? new Fault.Body("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":1}")
                    : HttpFaultProxy.PASS);
    // The chain is young: two slots behind must do to lose everything.
    pool(2, PoolOptions.defaults().withSlots(Duration.ofMillis(50), 0, 1), Map.of());
    while (status(0, MethodClass.READ).slotLag() < 1) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 5; i++) {
      height();
    }
    assertEquals(0, status(0, MethodClass.READ).score());
    assertEquals(0, calls(0, "getBlockHeight"));
    assertEquals(5, calls(1, "getBlockHeight"));
  }

  @Test
  void budgetsMoveCallsOnAndThenMakeThemWait() throws Exception {
    pool(
        2,
        PoolOptions.defaults()
            .withSlots(Duration.ofHours(1), 5, 150)
            .withBudgetWait(Duration.ofSeconds(2), 10),
        Map.of(0, new RateBudget(5, 5, Map.of()), 1, new RateBudget(5, 5, Map.of())));
    // The first comparison of slots takes a token of each.
    while (allCalls("getSlot") < 2) {
      Thread.onSpinWait();
    }
    List<CompletableFuture<Long>> calls = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      calls.add(rpc.getBlockHeight(Commitment.CONFIRMED));
    }
    for (CompletableFuture<Long> call : calls) {
      assertTrue(call.get(10, TimeUnit.SECONDS) > 0);
    }
    assertTrue(System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(100), "two had to wait");
    assertTrue(calls(0, "getBlockHeight") >= 4 && calls(1, "getBlockHeight") >= 4);
  }

  @Test
  void usedUpBudgetsFailBeyondTheBound() {
    pool(
        1,
        PoolOptions.defaults().withBudgetWait(Duration.ofSeconds(5), 1),
        Map.of(0, new RateBudget(1, 1, Map.of())));
    CompletableFuture<Long> first = rpc.getBlockHeight(Commitment.CONFIRMED);
    CompletableFuture<Long> waits = rpc.getBlockHeight(Commitment.CONFIRMED);
    CompletableFuture<Long> tooMany = rpc.getBlockHeight(Commitment.CONFIRMED);
    TransportException refused = assertInstanceOf(TransportException.class, failure(tooMany));
    assertEquals(TransportException.Reason.UNAVAILABLE, refused.reason());
    assertTrue(first.join() > 0);
    assertTrue(waits.join() > 0);
  }

  @Test
  void fanOutSendsToSeveralAndTheFirstAnswerCounts() throws Exception {
    pool(3);
    proxies
        .get(0)
        .rule(
            call ->
                call.method().equals("sendTransaction")
                    ? new Fault.Status(500, "")
                    : HttpFaultProxy.PASS);
    SolanaRpc fan = new SolanaRpc(pool.fanOut(3));
    Message message =
        Message.legacy(
            RICH.publicKey(),
            rpc.getLatestBlockhash(Commitment.CONFIRMED).get().blockhash(),
            List.of(
                SystemProgram.transfer(
                    RICH.publicKey(), Keypair.generate().publicKey(), 5_000_000)));
    Transaction transaction = Transaction.signed(message, RICH);
    assertEquals(
        transaction.id(),
        fan.sendTransaction(transaction, new SendOptions(true, Commitment.CONFIRMED, 0, null))
            .get(10, TimeUnit.SECONDS));
    while (allCalls("sendTransaction") < 3) {
      Thread.onSpinWait();
    }
    assertEquals(1, calls(0, "sendTransaction"));
    assertEquals(1, calls(1, "sendTransaction"));
    assertEquals(1, calls(2, "sendTransaction"));
  }
}
