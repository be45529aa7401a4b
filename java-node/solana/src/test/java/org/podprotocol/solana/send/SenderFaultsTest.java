package org.podprotocol.solana.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.solana.local.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
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
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.local.HttpFaultProxy;
import org.podprotocol.solana.local.HttpFaultProxy.Call;
import org.podprotocol.solana.local.HttpFaultProxy.Fault;
import org.podprotocol.solana.local.LocalChain;
import org.podprotocol.solana.local.TrackedNetwork;
import org.podprotocol.solana.pubsub.PubSubClient;
import org.podprotocol.solana.pubsub.PubSubOptions;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.HttpStatusException;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.transaction.SystemProgram;
import org.podprotocol.solana.transaction.Transaction;

/**
 * The sender against a chain that is reached through faults: nothing is lost, nothing doubled,
 * nothing guessed.
 */
@Timeout(60)
class SenderFaultsTest {

  private static final Keypair RICH = Keypair.generate();
  private static LocalChain chain;
  private static Network network;

  private HttpFaultProxy proxy;
  private HttpEndpoint endpoint;
  private SolanaRpc rpc;
  private BlockhashCache blockhashes;
  private TransactionSender sender;

  @BeforeAll
  static void start() throws Exception {
    chain = LocalChain.start(10, RICH.publicKey());
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
    endpoint =
        new HttpEndpoint(
            network,
            proxy.url(),
            HttpOptions.defaults().withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300)));
    rpc = new SolanaRpc(endpoint);
    blockhashes =
        new BlockhashCache(
            rpc, network.eventLoops().next(), Duration.ofMillis(100), Duration.ofMillis(500));
    sender = sender(SignatureWatch.none(), options());
  }

  private static SenderOptions options() {
    return SenderOptions.defaults()
        .withIntervals(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(30));
  }

  private TransactionSender sender(SignatureWatch watch, SenderOptions options) {
    return new TransactionSender(
        rpc, rpc, blockhashes, PriorityFee.none(), watch, network.eventLoops().next(), options);
  }

  @AfterEach
  void close() {
    sender.close();
    blockhashes.close();
    endpoint.close();
    proxy.close();
  }

  private static SendRequest transfer(PublicKey to) {
    return SendRequest.of(RICH, List.of(SystemProgram.transfer(RICH.publicKey(), to, 5_000_000)))
        .withLimits(ComputeLimits.fixed(1000))
        .withoutPreflight();
  }

  private static Outcome outcome(Submission submission) throws Exception {
    return submission.outcome().get(30, TimeUnit.SECONDS);
  }

  private void onSend(Function<Call, Fault> rule) {
    proxy.rule(
        call -> call.method().equals("sendTransaction") ? rule.apply(call) : HttpFaultProxy.PASS);
  }

  private long sends() {
    return proxy.calls().stream().filter("sendTransaction"::equals).count();
  }

  /** What a node says that takes a transaction and loses it. */
  private static Fault swallow(Call call) {
    JsonNode wire = call.params().get(0);
    Transaction transaction = Transaction.decode(Base64.getDecoder().decode(wire.asText()));
    return new Fault.Body("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"" + transaction.id() + "\"}");
  }

  private long balance(PublicKey key) throws Exception {
    return rpc.getBalance(key, Commitment.CONFIRMED).get();
  }

  @Test
  void swallowedSendsAreMadeAgainUntilOneLands() throws Exception {
    AtomicInteger swallowed = new AtomicInteger();
    onSend(call -> swallowed.incrementAndGet() <= 3 ? swallow(call) : HttpFaultProxy.PASS);
    PublicKey to = Keypair.generate().publicKey();
    Submission submission = sender.send(transfer(to));
    assertInstanceOf(Outcome.Landed.class, outcome(submission));
    assertTrue(sends() >= 4);
    assertEquals(5_000_000, balance(to), "all sends were of one transaction");
  }

  @Test
  void whatNeverLandsExpiresAfterItsLastBlock() throws Exception {
    onSend(SenderFaultsTest::swallow);
    long validUntil = blockhashes.latest().get().lastValidBlockHeight();
    Submission submission = sender.send(transfer(Keypair.generate().publicKey()));
    Outcome.Expired expired = assertInstanceOf(Outcome.Expired.class, outcome(submission));
    assertEquals(submission.signed().get(), expired.signature());
    assertTrue(
        rpc.getBlockHeight(Commitment.CONFIRMED).get() > validUntil + 32,
        "not before the settle buffer has passed");
  }

  @Test
  void neverAcceptedExpiresToo() throws Exception {
    onSend(call -> new Fault.Status(500, ""));
    Submission submission = sender.send(transfer(Keypair.generate().publicKey()));
    assertInstanceOf(Outcome.Expired.class, outcome(submission));
    assertTrue(submission.sent().isCompletedExceptionally());
    assertTrue(sends() > 3);
  }

  @Test
  void lostAnswersAreNotMistakenForFailures() throws Exception {
    // The node takes it and its answer is lost; the second try meets a preflight that knows it.
    AtomicInteger first = new AtomicInteger();
    onSend(
        call ->
            first.getAndIncrement() == 0
                ? new Fault.Rewrite(answer -> "lost")
                : HttpFaultProxy.PASS);
    PublicKey to = Keypair.generate().publicKey();
    SendRequest withPreflight =
        SendRequest.of(RICH, List.of(SystemProgram.transfer(RICH.publicKey(), to, 5_000_000)))
            .withLimits(ComputeLimits.fixed(1000));
    assertInstanceOf(Outcome.Landed.class, outcome(sender.send(withPreflight)));
    assertEquals(5_000_000, balance(to));
  }

  @Test
  void timeoutsAndDropsOfSendsAreSurvived() throws Exception {
    AtomicInteger sends = new AtomicInteger();
    onSend(
        call ->
            switch (sends.getAndIncrement()) {
              case 0 -> new Fault.Hang();
              case 1 -> new Fault.Drop();
              case 2 -> new Fault.Status(429, "");
              default -> HttpFaultProxy.PASS;
            });
    PublicKey to = Keypair.generate().publicKey();
    assertInstanceOf(Outcome.Landed.class, outcome(sender.send(transfer(to))));
    assertEquals(5_000_000, balance(to));
  }

  @Test
  void anotherTransactionsSignatureInTheAnswerIsNoAcceptance() throws Exception {
    AtomicInteger wrong = new AtomicInteger();
    onSend(
        call ->
            wrong.getAndIncrement() < 2
                ? new Fault.Body(
                    "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\""
                        + RICH.signNow(new byte[] {1})
                        + "\"}")
                : HttpFaultProxy.PASS);
    Submission submission = sender.send(transfer(Keypair.generate().publicKey()));
    assertInstanceOf(Outcome.Landed.class, outcome(submission));
    assertTrue(wrong.get() >= 3);
  }

  @Test
  void aNodeThatDoesNotKnowTheBlockhashYetIsAskedAgain() throws Exception {
    AtomicInteger sends = new AtomicInteger();
    onSend(
        call ->
            sends.getAndIncrement() < 2
                ? new Fault.Body(
                    "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32002,\"message\":\"sim\","
                        + "\"data\":{\"err\":\"BlockhashNotFound\",\"logs\":[]}}}")
                : HttpFaultProxy.PASS);
    assertInstanceOf(
        Outcome.Landed.class, outcome(sender.send(transfer(Keypair.generate().publicKey()))));
    assertEquals(3, sends.get());
  }

  @Test
  void failingStatusPollsOnlyDelayTheOutcome() throws Exception {
    AtomicInteger polls = new AtomicInteger();
    proxy.rule(
        call ->
            call.method().equals("getSignatureStatuses") && polls.getAndIncrement() < 5
                ? new Fault.Status(500, "")
                : HttpFaultProxy.PASS);
    assertInstanceOf(
        Outcome.Landed.class, outcome(sender.send(transfer(Keypair.generate().publicKey()))));
    assertTrue(polls.get() > 5);
  }

  @Test
  void staleNodesCannotDeclareExpiry() throws Exception {
    // The node that answers about statuses is far behind the one that tells the height.
    proxy.rule(
        call ->
            switch (call.method()) {
              case "getSignatureStatuses" ->
                  new Fault.Body(
                      "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"context\":{\"slot\":1},"
                          + "\"value\":[null]}}");
              case "sendTransaction" -> swallow(call);
              default -> HttpFaultProxy.PASS;
            });
    long validUntil = blockhashes.latest().get().lastValidBlockHeight();
    Submission submission = sender.send(transfer(Keypair.generate().publicKey()));
    eventually(
        "long over", () -> rpc.getBlockHeight(Commitment.CONFIRMED).get() > validUntil + 100);
    assertFalse(submission.outcome().isDone());
    onSend(SenderFaultsTest::swallow);
    assertInstanceOf(Outcome.Expired.class, outcome(submission));
  }

  @Test
  void openFatesEndAsUnknown() throws Exception {
    proxy.rule(
        call ->
            call.method().equals("getLatestBlockhash")
                ? HttpFaultProxy.PASS
                : new Fault.Status(500, ""));
    try (TransactionSender impatient =
        sender(
            SignatureWatch.none(),
            options()
                .withIntervals(
                    Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(500)))) {
      Submission submission = impatient.send(transfer(Keypair.generate().publicKey()));
      Outcome.Unknown unknown = assertInstanceOf(Outcome.Unknown.class, outcome(submission));
      assertEquals(submission.signed().get(), unknown.signature());
      assertEquals(0, impatient.inFlight());
    }
  }

  @Test
  void aSubscribedSignatureIsHeardOfWithoutPolling() throws Exception {
    proxy.rule(
        call ->
            call.method().equals("getSignatureStatuses")
                ? new Fault.Status(500, "")
                : HttpFaultProxy.PASS);
    try (PubSubClient pubSub = new PubSubClient(network, chain.wsUrl(), PubSubOptions.defaults());
        TransactionSender watching = sender(SignatureWatch.over(pubSub), options())) {
      assertInstanceOf(
          Outcome.Landed.class, outcome(watching.send(transfer(Keypair.generate().publicKey()))));
      eventually("released", () -> pubSub.subscriptions() == 0);
    }
  }

  @Test
  void withoutABlockhashPreparationFailsInTime() throws Exception {
    proxy.rule(call -> new Fault.Status(500, ""));
    eventually("the cached one is too old", () -> !blockhashes.latest().isDone());
    Submission submission = sender.send(transfer(Keypair.generate().publicKey()));
    ExecutionException e =
        assertThrows(
            ExecutionException.class, () -> submission.outcome().get(20, TimeUnit.SECONDS));
    assertInstanceOf(HttpStatusException.class, e.getCause());
    assertEquals(0, sender.inFlight());
  }

  @Test
  void aSignerThatNeverAnswersGivesItsPlaceBack() throws Exception {
    Signer silent = Signer.external(RICH.publicKey(), message -> new CompletableFuture<>());
    try (TransactionSender impatient =
        sender(
            SignatureWatch.none(),
            options()
                .withIntervals(
                    Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(200)))) {
      Submission submission =
          impatient.send(
              SendRequest.of(
                      silent,
                      List.of(SystemProgram.transfer(RICH.publicKey(), RICH.publicKey(), 1)))
                  .withLimits(ComputeLimits.fixed(1000)));
      ExecutionException e =
          assertThrows(
              ExecutionException.class, () -> submission.outcome().get(20, TimeUnit.SECONDS));
      assertInstanceOf(TimeoutException.class, e.getCause());
      assertEquals(0, impatient.inFlight());
    }
    assertEquals(0, sends());
  }
}
