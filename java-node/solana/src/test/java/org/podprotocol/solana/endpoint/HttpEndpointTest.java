package org.podprotocol.solana.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.podprotocol.solana.local.HttpFaultProxy;
import org.podprotocol.solana.local.HttpFaultProxy.Fault;
import org.podprotocol.solana.local.LocalChain;
import org.podprotocol.solana.local.TrackedNetwork;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.HttpStatusException;
import org.podprotocol.solana.rpc.MalformedResponseException;
import org.podprotocol.solana.rpc.MethodClass;
import org.podprotocol.solana.rpc.RpcErrorException;
import org.podprotocol.solana.rpc.RpcRequest;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.rpc.TransportException;
import org.podprotocol.solana.rpc.TransportException.Reason;

/** One endpoint against a real chain behind a proxy that injects faults. */
@Timeout(60)
class HttpEndpointTest {

  private static LocalChain chain;
  private static Network network;

  private HttpFaultProxy proxy;
  private HttpEndpoint endpoint;

  @BeforeAll
  static void start() throws Exception {
    chain = LocalChain.start(50);
    network = TrackedNetwork.open(2);
  }

  @AfterAll
  static void stop() {
    network.eventLoops().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    chain.close();
  }

  @BeforeEach
  void open() {
    proxy = new HttpFaultProxy(network.eventLoops(), chain.rpcUrl());
    endpoint = open(HttpOptions.defaults());
  }

  private HttpEndpoint open(HttpOptions options) {
    return new HttpEndpoint(network, proxy.url(), options);
  }

  @AfterEach
  void close() {
    endpoint.close();
    proxy.close();
  }

  private static <T> Throwable failure(CompletableFuture<T> future) {
    return assertThrows(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS))
        .getCause();
  }

  private CompletableFuture<Long> slot() {
    return new SolanaRpc(endpoint).getSlot(Commitment.CONFIRMED);
  }

  @Test
  void keepsConnectionsAlive() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertTrue(slot().get() > 0);
    }
    assertEquals(1, proxy.accepted());
  }

  @Test
  void neverOpensMoreConnectionsThanAllowed() throws Exception {
    proxy.rule(call -> new Fault.Delay(20));
    List<CompletableFuture<Long>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(slot());
    }
    for (CompletableFuture<Long> call : calls) {
      assertTrue(call.get(20, TimeUnit.SECONDS) > 0);
    }
    assertEquals(10, proxy.accepted());
  }

  @Test
  void servesWaitersInTheOrderTheyCame() throws Exception {
    HttpEndpoint single = open(HttpOptions.defaults().withConnections(1, 100));
    List<Integer> order = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      calls.add(
          new SolanaRpc(single)
              .getSlot(Commitment.CONFIRMED)
              .thenAccept(slot -> order.add(number)));
    }
    CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      expected.add(i);
    }
    assertEquals(expected, order);
    single.close();
  }

  @Test
  void refusesWaitersBeyondTheBound() {
    proxy.rule(call -> new Fault.Hang());
    HttpEndpoint small =
        open(
            HttpOptions.defaults()
                .withConnections(1, 1)
                .withTimeouts(Duration.ofMillis(300), Duration.ofMillis(600)));
    SolanaRpc rpc = new SolanaRpc(small);
    CompletableFuture<Long> running = rpc.getSlot(Commitment.CONFIRMED);
    CompletableFuture<Long> waiting = rpc.getSlot(Commitment.CONFIRMED);
    CompletableFuture<Long> tooMany = rpc.getSlot(Commitment.CONFIRMED);
    assertReason(Reason.BUSY, tooMany);
    assertReason(Reason.BUSY, waiting);
    assertReason(Reason.TIMEOUT, running);
    small.close();
  }

  private static void assertReason(Reason reason, CompletableFuture<?> future) {
    TransportException failure = assertInstanceOf(TransportException.class, failure(future));
    assertEquals(reason, failure.reason(), failure.getMessage());
  }

  @Test
  void statusKeepsRetryAfter() {
    proxy.rule(call -> new Fault.Status(429, "7"));
    HttpStatusException limited = assertInstanceOf(HttpStatusException.class, failure(slot()));
    assertEquals(429, limited.status());
    assertEquals(Duration.ofSeconds(7), limited.retryAfter().orElseThrow());
    assertTrue(limited.isRateLimit());
  }

  @Test
  void wrongAnswersAreMalformed() {
    for (String body :
        List.of(
            "",
            "no json",
            "[]",
            "{}",
            "{\"jsonrpc\":\"2.0\",\"id\":0}",
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":1}",
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"soon\"}")) {
      proxy.rule(call -> new Fault.Body(body));
      assertInstanceOf(MalformedResponseException.class, failure(slot()), body);
    }
  }

  @Test
  void errorKeepsCodeAndData() {
    proxy.rule(
        call ->
            new Fault.Body(
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32005,\"message\":\"behind\","
                    + "\"data\":{\"numSlotsBehind\":42}}}"));
    RpcErrorException error = assertInstanceOf(RpcErrorException.class, failure(slot()));
    assertEquals(-32005, error.code());
    assertEquals(42, error.data().get("numSlotsBehind").intValue());
    assertTrue(error.isNodeFault());
  }

  @Test
  void answersBeyondTheCapFail() {
    HttpEndpoint capped = open(HttpOptions.defaults().withMaxResponseBytes(1000));
    proxy.rule(call -> new Fault.Body("{\"x\":\"" + "y".repeat(2000) + "\"}"));
    assertReason(Reason.RESPONSE_TOO_LARGE, new SolanaRpc(capped).getSlot(Commitment.CONFIRMED));
    capped.close();
  }

  @Test
  void silenceEndsInATimeoutAndCostsTheConnection() throws Exception {
    HttpEndpoint hasty =
        open(HttpOptions.defaults().withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(200)));
    proxy.rule(call -> new Fault.Hang());
    SolanaRpc rpc = new SolanaRpc(hasty);
    assertReason(Reason.TIMEOUT, rpc.getSlot(Commitment.CONFIRMED));
    proxy.rule(call -> HttpFaultProxy.PASS);
    assertTrue(rpc.getSlot(Commitment.CONFIRMED).get() > 0);
    assertEquals(2, proxy.accepted());
    hasty.close();
  }

  @Test
  void aStaleConnectionCostsOneSilentSecondTry() throws Exception {
    assertTrue(slot().get() > 0);
    AtomicInteger drops = new AtomicInteger(1);
    proxy.rule(call -> drops.getAndDecrement() > 0 ? new Fault.Drop() : HttpFaultProxy.PASS);
    assertTrue(slot().get() > 0);

    drops.set(1);
    RpcRequest<Long> once =
        new RpcRequest<>(
            "getSlot",
            JsonNodeFactory.instance.arrayNode(),
            MethodClass.READ,
            false,
            result -> result.longValue());
    assertReason(Reason.CLOSED, endpoint.call(once));
  }

  @Test
  void aFreshConnectionThatDropsIsNotRepeated() {
    proxy.rule(call -> new Fault.Drop());
    assertReason(Reason.CLOSED, slot());
    assertEquals(1, proxy.calls().size());
  }

  @Test
  void nobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    HttpEndpoint nobody =
        new HttpEndpoint(network, URI.create("http://127.0.0.1:" + port), HttpOptions.defaults());
    assertReason(Reason.CONNECT, new SolanaRpc(nobody).getSlot(Commitment.CONFIRMED));
    nobody.close();
  }

  @Test
  void closedEndpointTakesNoCalls() {
    endpoint.close();
    assertReason(Reason.SHUT_DOWN, slot());
  }

  @Test
  void urlsSecretsAreNotShown() {
    HttpEndpoint secret =
        new HttpEndpoint(
            network,
            URI.create("http://127.0.0.1:1/v2/topsecret?api-key=topsecret"),
            HttpOptions.defaults());
    assertFalse(secret.toString().contains("topsecret"));
    Throwable failure = failure(new SolanaRpc(secret).getSlot(Commitment.CONFIRMED));
    assertFalse(failure.getMessage().contains("topsecret"), failure.getMessage());
    secret.close();
    assertThrows(
        IllegalArgumentException.class,
        () -> new HttpEndpoint(network, URI.create("ftp://127.0.0.1/"), HttpOptions.defaults()));
  }

  @Test
  void batchAnswersBindById() throws Exception {
    proxy.rule(
        call ->
            new Fault.Body(
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":11},"
                    + "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":10},"
                    + "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-1,\"message\":\"no\"}}]"));
    RpcRequest<Long> request =
        RpcRequest.read(
            "getSlot", JsonNodeFactory.instance.arrayNode(), result -> result.longValue());
    List<CompletableFuture<Long>> answers =
        endpoint.batch(List.of(request, request, request, request));
    assertEquals(10, answers.get(0).get());
    assertEquals(11, answers.get(1).get());
    assertInstanceOf(RpcErrorException.class, failure(answers.get(2)));
    assertInstanceOf(MalformedResponseException.class, failure(answers.get(3)));
  }

  @Test
  void serverWithoutBatchesGetsSingleCalls() throws Exception {
    RpcRequest<Long> request =
        RpcRequest.read(
            "getSlot", JsonNodeFactory.instance.arrayNode(), result -> result.longValue());
    for (int round = 0; round < 2; round++) {
      for (CompletableFuture<Long> answer : endpoint.batch(List.of(request, request))) {
        assertTrue(answer.get() > 0);
      }
    }
    assertEquals(1, proxy.calls().stream().filter("batch"::equals).count());
    assertEquals(4, proxy.calls().stream().filter("getSlot"::equals).count());
  }
}
