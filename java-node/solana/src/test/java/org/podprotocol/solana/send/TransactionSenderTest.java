package org.podprotocol.solana.send;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.endpoint.HttpEndpoint;
import org.podprotocol.solana.endpoint.HttpOptions;
import org.podprotocol.solana.endpoint.Network;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.local.LocalChain;
import org.podprotocol.solana.local.TrackedNetwork;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.LandedTransaction;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.transaction.CompiledInstruction;
import org.podprotocol.solana.transaction.ComputeBudget;
import org.podprotocol.solana.transaction.SystemProgram;
import org.podprotocol.solana.transaction.TransactionTooLargeException;

@Timeout(60)
class TransactionSenderTest {

  private static final Keypair RICH = Keypair.generate();
  private static LocalChain chain;
  private static Network network;
  private static HttpEndpoint endpoint;
  private static SolanaRpc rpc;
  private static BlockhashCache blockhashes;

  private TransactionSender sender;

  @BeforeAll
  static void start() throws Exception {
    chain = LocalChain.start(10, RICH.publicKey());
    network = TrackedNetwork.open(1);
    endpoint = new HttpEndpoint(network, chain.rpcUrl(), HttpOptions.defaults());
    rpc = new SolanaRpc(endpoint);
    blockhashes =
        new BlockhashCache(
            rpc, network.eventLoops().next(), Duration.ofMillis(100), Duration.ofMillis(500));
  }

  @AfterAll
  static void stop() {
    blockhashes.close();
    endpoint.close();
    network.eventLoops().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    chain.close();
  }

  private static SenderOptions quick() {
    return SenderOptions.defaults()
        .withIntervals(Duration.ofMillis(20), Duration.ofMillis(500), Duration.ofSeconds(30));
  }

  private static TransactionSender sender(SenderOptions options, PriorityFee fee) {
    return new TransactionSender(
        rpc, rpc, blockhashes, fee, SignatureWatch.none(), network.eventLoops().next(), options);
  }

  @BeforeEach
  void open() {
    sender = sender(quick(), PriorityFee.none());
  }

  @AfterEach
  void close() {
    sender.close();
  }

  private static SendRequest transfer(PublicKey to, long lamports) {
    return SendRequest.of(RICH, List.of(SystemProgram.transfer(RICH.publicKey(), to, lamports)));
  }

  private static Outcome outcome(Submission submission) throws Exception {
    return submission.outcome().get(30, TimeUnit.SECONDS);
  }

  private LandedTransaction ledger(Submission submission) throws Exception {
    return rpc.getTransaction(submission.signed().get(), Commitment.CONFIRMED)
        .get(5, TimeUnit.SECONDS)
        .orElseThrow();
  }

  @Test
  void landsWithTheUnitsThatSimulationFound() throws Exception {
    PublicKey to = Keypair.generate().publicKey();
    Submission submission = sender.send(transfer(to, 5_000_000));
    Outcome.Landed landed = assertInstanceOf(Outcome.Landed.class, outcome(submission));
    assertEquals(submission.signed().get(), landed.signature());
    assertEquals(submission.sent().get(), landed.signature());
    assertEquals(5_000_000, rpc.getBalance(to, Commitment.CONFIRMED).get());
    LandedTransaction inLedger = ledger(submission);
    var limit = inLedger.transaction().message().instructions().get(0).data();
    assertEquals(2, limit[0], "SetComputeUnitLimit comes first");
    assertEquals(
        1000, (limit[1] & 0xff) | (limit[2] & 0xff) << 8, "the floor: 450 units were used");
    assertEquals(0, sender.inFlight());
  }

  @Test
  void theObserverHearsHowATransactionWent() throws Exception {
    var reports = new LinkedBlockingQueue<SendReport>();
    try (var observed =
        new TransactionSender(
            rpc,
            rpc,
            blockhashes,
            PriorityFee.none(),
            SignatureWatch.none(),
            network.eventLoops().next(),
            quick(),
            reports::add)) {
      Outcome outcome = outcome(observed.send(transfer(Keypair.generate().publicKey(), 1_000_000)));
      SendReport report = reports.poll(30, TimeUnit.SECONDS);
      assertNotNull(report);
      assertEquals(outcome, report.outcome());
      assertEquals(1, report.signatures());
      assertTrue(report.sends() >= 1);
      assertTrue(report.untilTaken().orElseThrow().compareTo(report.untilEnd()) <= 0);
      assertNull(reports.poll(), "one report for one transaction");
    }
  }

  @Test
  void programErrorInABlockIsFinalAndKeepsItsCode() throws Exception {
    SendRequest tooMuch =
        transfer(Keypair.generate().publicKey(), Long.MAX_VALUE)
            .withLimits(ComputeLimits.fixed(1000))
            .withoutPreflight();
    Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, outcome(sender.send(tooMuch)));
    assertEquals(1L, failed.error().customCode());
    assertEquals(0, failed.error().instruction().index(), "among the caller's own instructions");
  }

  @Test
  void simulationRejectsBeforeAnythingIsSigned() throws Exception {
    Submission submission = sender.send(transfer(Keypair.generate().publicKey(), Long.MAX_VALUE));
    Outcome.Rejected rejected = assertInstanceOf(Outcome.Rejected.class, outcome(submission));
    assertEquals(1L, rejected.error().customCode());
    assertFalse(rejected.logs().isEmpty());
    ExecutionException e = assertThrows(ExecutionException.class, () -> submission.signed().get());
    assertInstanceOf(NotSentException.class, e.getCause());
    assertEquals(0, sender.inFlight());
  }

  @Test
  void preflightRejectsWhatWasNotSimulated() throws Exception {
    SendRequest tooMuch =
        transfer(Keypair.generate().publicKey(), Long.MAX_VALUE)
            .withLimits(ComputeLimits.fixed(1000));
    Outcome.Rejected rejected =
        assertInstanceOf(Outcome.Rejected.class, outcome(sender.send(tooMuch)));
    assertEquals(1L, rejected.error().customCode());
  }

  @Test
  void manyAtOnceEachLandOnce() throws Exception {
    List<Submission> submissions = new ArrayList<>();
    PublicKey to = Keypair.generate().publicKey();
    for (int i = 0; i < 100; i++) {
      submissions.add(
          sender.send(
              transfer(to, 1_000_000 + i)
                  .withLimits(ComputeLimits.fixed(1000))
                  .withoutPreflight()));
    }
    Set<String> signatures = new HashSet<>();
    for (Submission submission : submissions) {
      Outcome.Landed landed = assertInstanceOf(Outcome.Landed.class, outcome(submission));
      signatures.add(landed.signature().toBase58());
    }
    assertEquals(100, signatures.size());
    assertEquals(100L * 1_000_000 + 99 * 50, rpc.getBalance(to, Commitment.CONFIRMED).get());
  }

  @Test
  void refusesMoreThanMayBeInFlight() throws Exception {
    try (TransactionSender small = sender(quick().withBounds(2, 1, 1), PriorityFee.none())) {
      List<Submission> submissions = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        submissions.add(small.send(transfer(Keypair.generate().publicKey(), 2_000_000)));
      }
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> outcome(submissions.get(2)));
      assertInstanceOf(SenderBusyException.class, e.getCause());
      assertInstanceOf(Outcome.Landed.class, outcome(submissions.get(0)));
      assertInstanceOf(Outcome.Landed.class, outcome(submissions.get(1)));
    }
  }

  @Test
  void priorityFeeIsCappedInLamports() throws Exception {
    try (TransactionSender paying =
        sender(quick().withMaxPriorityFeeLamports(7), PriorityFee.fixed(1_000_000_000))) {
      Submission submission =
          paying.send(
              transfer(Keypair.generate().publicKey(), 5_000_000)
                  .withLimits(ComputeLimits.fixed(1000)));
      assertInstanceOf(Outcome.Landed.class, outcome(submission));
      // 7 lamports are 7,000,000 micro-lamports, spread over 1,000 units.
      assertArrayEquals(
          ComputeBudget.unitPrice(7_000).getData(), budget(ledger(submission)).get(1));
    }
  }

  @Test
  void callersComputeBudgetIsReplaced() throws Exception {
    PublicKey to = Keypair.generate().publicKey();
    SendRequest request =
        SendRequest.of(
                RICH,
                List.of(
                    ComputeBudget.unitPrice(1_000_000_000),
                    SystemProgram.transfer(RICH.publicKey(), to, 5_000_000)))
            .withLimits(ComputeLimits.fixed(1000));
    Submission submission = sender.send(request);
    assertInstanceOf(Outcome.Landed.class, outcome(submission));
    List<byte[]> budget = budget(ledger(submission));
    assertEquals(1, budget.size());
    assertArrayEquals(ComputeBudget.unitLimit(1000).getData(), budget.get(0));
  }

  /** The data of the compute budget instructions. */
  private static List<byte[]> budget(LandedTransaction landed) {
    return landed.transaction().message().instructions().stream()
        .filter(i -> landed.accounts().get(i.programIndex()).equals(ComputeBudget.PROGRAM))
        .map(CompiledInstruction::data)
        .toList();
  }

  @Test
  void refusesWhatItCouldNotSend() {
    SendRequest budgetOnly = SendRequest.of(RICH, List.of(ComputeBudget.unitPrice(1)));
    assertCause(IllegalArgumentException.class, sender.send(budgetOnly));

    SendRequest tooLarge =
        SendRequest.of(
            RICH,
            List.of(new TransactionInstruction(SystemProgram.PROGRAM, List.of(), new byte[1300])));
    assertCause(TransactionTooLargeException.class, sender.send(tooLarge));

    Keypair other = Keypair.generate();
    SendRequest unsigned =
        SendRequest.of(
                RICH, List.of(SystemProgram.transfer(other.publicKey(), RICH.publicKey(), 1)))
            .withLimits(ComputeLimits.fixed(1000));
    assertCause(IllegalArgumentException.class, sender.send(unsigned));

    try (TransactionSender narrow =
        sender(
            quick().withAllowedPrograms(Set.of(Keypair.generate().publicKey())),
            PriorityFee.none())) {
      assertCause(
          IllegalArgumentException.class,
          narrow.send(transfer(Keypair.generate().publicKey(), 5_000_000)));
    }
    assertEquals(0, sender.inFlight());
  }

  private static void assertCause(Class<? extends Throwable> expected, Submission submission) {
    ExecutionException e =
        assertThrows(
            ExecutionException.class, () -> submission.outcome().get(10, TimeUnit.SECONDS));
    assertInstanceOf(expected, e.getCause());
  }

  @Test
  void durableNonceOutlivesItsTimeAndIsSpentOnce() throws Exception {
    Keypair account = Keypair.generate();
    long rent = rpc.getMinimumBalanceForRentExemption(80).get();
    SendRequest create =
        SendRequest.of(
                RICH,
                List.of(
                    SystemProgram.createAccount(
                        RICH.publicKey(), account.publicKey(), rent, 80, SystemProgram.PROGRAM),
                    SystemProgram.initializeNonce(account.publicKey(), RICH.publicKey())))
            .withSigners(List.of(account));
    assertInstanceOf(Outcome.Landed.class, outcome(sender.send(create)));

    NoncePool pool = new NoncePool(rpc, RICH, List.of(account.publicKey()));
    DurableNonce nonce = pool.lend().orElseThrow().get();
    assertTrue(pool.lend().isEmpty(), "one transaction at a time");
    SendRequest first =
        transfer(Keypair.generate().publicKey(), 5_000_000)
            .withNonce(nonce)
            .withLimits(ComputeLimits.fixed(2000));
    assertInstanceOf(Outcome.Landed.class, outcome(sender.send(first)));
    assertFalse(
        DurableNonce.fetch(rpc, account.publicKey(), RICH).get().value().equals(nonce.value()));

    pool.giveBack(nonce);
    assertFalse(pool.lend().orElseThrow().get().value().equals(nonce.value()));

    SendRequest second =
        transfer(Keypair.generate().publicKey(), 6_000_000)
            .withNonce(nonce)
            .withLimits(ComputeLimits.fixed(2000))
            .withoutPreflight();
    Outcome spent = outcome(sender.send(second));
    assertTrue(
        spent instanceof Outcome.Expired || spent instanceof Outcome.Rejected, spent.toString());
  }

  @Test
  void closingTellsWhatWasInFlight() throws Exception {
    TransactionSender brief = sender(quick(), PriorityFee.none());
    Submission submission =
        brief.send(
            transfer(Keypair.generate().publicKey(), 5_000_000)
                .withLimits(ComputeLimits.fixed(1000)));
    submission.sent().get(5, TimeUnit.SECONDS);
    brief.close();
    Outcome outcome = outcome(submission);
    assertTrue(outcome instanceof Outcome.Unknown || outcome instanceof Outcome.Landed);
    ExecutionException e =
        assertThrows(
            ExecutionException.class,
            () -> brief.send(transfer(RICH.publicKey(), 1)).outcome().get());
    assertInstanceOf(IllegalStateException.class, e.getCause());
  }

  @Test
  void blockhashCacheKeepsFreshByItself() throws Exception {
    CompletableFuture<?> first = blockhashes.latest();
    Object hash = first.get(5, TimeUnit.SECONDS);
    while (blockhashes.latest().get(5, TimeUnit.SECONDS).equals(hash)) {
      Thread.onSpinWait();
    }
  }
}
