package org.podprotocol.solana.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.endpoint.HttpEndpoint;
import org.podprotocol.solana.endpoint.HttpOptions;
import org.podprotocol.solana.endpoint.Network;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.local.LocalChain;
import org.podprotocol.solana.local.TrackedNetwork;
import org.podprotocol.solana.transaction.Message;
import org.podprotocol.solana.transaction.SystemProgram;
import org.podprotocol.solana.transaction.Transaction;

/** Every method against a real local chain. */
@Timeout(60)
class SolanaRpcTest {

  private static final Keypair RICH = Keypair.generate();
  private static LocalChain chain;
  private static Network network;
  private static HttpEndpoint endpoint;
  private static SolanaRpc rpc;

  @BeforeAll
  static void start() throws Exception {
    chain = LocalChain.start(20, RICH.publicKey());
    network = TrackedNetwork.open(1);
    endpoint = new HttpEndpoint(network, chain.rpcUrl(), HttpOptions.defaults());
    rpc = new SolanaRpc(endpoint);
  }

  @AfterAll
  static void stop() {
    endpoint.close();
    network.eventLoops().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    chain.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }

  private static Signature land(Transaction transaction) throws Exception {
    SendOptions options = new SendOptions(false, Commitment.CONFIRMED, 0, null);
    Signature signature = get(rpc.sendTransaction(transaction, options));
    while (get(rpc.getSignatureStatuses(List.of(signature), false)).value().get(0).isEmpty()) {
      Thread.onSpinWait();
    }
    return signature;
  }

  private static Transaction transfer(PublicKey to, long lamports) throws Exception {
    LatestBlockhash latest = get(rpc.getLatestBlockhash(Commitment.CONFIRMED));
    return Transaction.signed(
        Message.legacy(
            RICH.publicKey(),
            latest.blockhash(),
            List.of(SystemProgram.transfer(RICH.publicKey(), to, lamports))),
        RICH);
  }

  @Test
  void answersAboutTheCluster() throws Exception {
    get(rpc.getHealth());
    assertEquals(32, get(rpc.getGenesisHash()).toBytes().length);
    assertFalse(get(rpc.getVersion()).core().isEmpty());
    long slot = get(rpc.getSlot(Commitment.CONFIRMED));
    assertTrue(slot > 0);
    assertTrue(get(rpc.getBlockHeight(Commitment.CONFIRMED)) > 0);
    LatestBlockhash latest = get(rpc.getLatestBlockhash(Commitment.CONFIRMED));
    assertTrue(latest.contextSlot() >= slot);
    assertTrue(latest.lastValidBlockHeight() > get(rpc.getBlockHeight(Commitment.CONFIRMED)));
    assertEquals(890_880, get(rpc.getMinimumBalanceForRentExemption(0)));
  }

  @Test
  void movesLamportsAndShowsWhatHappened() throws Exception {
    PublicKey to = Keypair.generate().publicKey();
    Transaction transaction = transfer(to, 5_000_000);
    Signature signature = land(transaction);
    assertEquals(transaction.id(), signature);
    assertEquals(5_000_000, get(rpc.getBalance(to, Commitment.PROCESSED)));

    SignatureStatus status =
        get(rpc.getSignatureStatuses(List.of(signature), true)).value().get(0).orElseThrow();
    assertNull(status.error());

    LandedTransaction landed =
        get(rpc.getTransaction(signature, Commitment.CONFIRMED)).orElseThrow();
    assertArrayEquals(transaction.toBytes(), landed.transaction().toBytes());
    assertEquals(5_000, landed.feeLamports());
    assertTrue(landed.accounts().contains(to));
    assertNull(landed.error());

    List<SignatureInfo> history =
        get(rpc.getSignaturesForAddress(to, null, null, 10, Commitment.CONFIRMED));
    assertEquals(List.of(signature), history.stream().map(SignatureInfo::signature).toList());
  }

  @Test
  void readsAccountsWholeAndInSlices() throws Exception {
    PublicKey to = Keypair.generate().publicKey();
    Keypair account = Keypair.generate();
    LatestBlockhash latest = get(rpc.getLatestBlockhash(Commitment.CONFIRMED));
    long rent = get(rpc.getMinimumBalanceForRentExemption(80));
    land(
        Transaction.signed(
            Message.legacy(
                RICH.publicKey(),
                latest.blockhash(),
                List.of(
                    SystemProgram.createAccount(
                        RICH.publicKey(), account.publicKey(), rent, 80, SystemProgram.PROGRAM),
                    SystemProgram.initializeNonce(account.publicKey(), RICH.publicKey()))),
            RICH,
            account));
    AccountInfo whole =
        get(rpc.getAccountInfo(account.publicKey(), ReadOptions.at(Commitment.CONFIRMED)))
            .value()
            .orElseThrow();
    assertEquals(80, whole.data().length);
    assertEquals(SystemProgram.PROGRAM, whole.owner());
    assertEquals(rent, whole.lamports());
    assertEquals(RICH.publicKey(), PublicKey.readPubkey(whole.data(), 8));

    ReadOptions slice = ReadOptions.at(Commitment.CONFIRMED).withDataSlice(8, 32);
    List<Optional<AccountInfo>> several =
        get(rpc.getMultipleAccounts(List.of(account.publicKey(), to), slice)).value();
    assertArrayEquals(RICH.publicKey().toByteArray(), several.get(0).orElseThrow().data());
    assertTrue(several.get(1).isEmpty());

    List<KeyedAccount> owned =
        get(rpc.getProgramAccounts(
                SystemProgram.PROGRAM,
                List.of(
                    AccountFilter.dataSize(80),
                    AccountFilter.memcmp(8, RICH.publicKey().toByteArray())),
                ReadOptions.at(Commitment.CONFIRMED)))
            .value();
    assertEquals(List.of(account.publicKey()), owned.stream().map(KeyedAccount::address).toList());
  }

  @Test
  void simulatesWithoutSignaturesOrBlockhash() throws Exception {
    PublicKey to = Keypair.generate().publicKey();
    Message ok =
        Message.legacy(
            RICH.publicKey(),
            org.podprotocol.solana.transaction.Blockhash.ZERO,
            List.of(SystemProgram.transfer(RICH.publicKey(), to, 5_000_000)));
    SimulateOptions dryRun = SimulateOptions.dryRun(Commitment.CONFIRMED);
    Simulation simulation = get(rpc.simulateTransaction(Transaction.unsigned(ok), dryRun));
    assertNull(simulation.error());
    assertEquals(150, simulation.unitsConsumed());

    Message tooMuch =
        Message.legacy(
            RICH.publicKey(),
            org.podprotocol.solana.transaction.Blockhash.ZERO,
            List.of(SystemProgram.transfer(RICH.publicKey(), to, Long.MAX_VALUE)));
    TransactionError error =
        get(rpc.simulateTransaction(Transaction.unsigned(tooMuch), dryRun)).error();
    assertEquals("InstructionError", error.kind());
    assertEquals(0, error.instruction().index());
    assertEquals(1L, error.customCode(), "SystemError::ResultWithNegativeLamports");
  }

  @Test
  void preflightFailureKeepsCodeAndSimulation() throws Exception {
    Transaction tooMuch = transfer(Keypair.generate().publicKey(), Long.MAX_VALUE);
    SendOptions preflight = new SendOptions(false, Commitment.CONFIRMED, 0, null);
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> get(rpc.sendTransaction(tooMuch, preflight)));
    RpcErrorException error = assertInstanceOf(RpcErrorException.class, root(e));
    assertEquals(RpcErrorException.PREFLIGHT_FAILURE, error.code());
    Simulation simulation = Simulation.ofPreflightFailure(error);
    assertEquals(1L, simulation.error().customCode());
    assertFalse(error.isNodeFault());
  }

  @Test
  void refusesToSendWithoutSignatures() throws Exception {
    Transaction unsigned =
        Transaction.unsigned(transfer(Keypair.generate().publicKey(), 1).message());
    assertThrows(
        IllegalArgumentException.class,
        () -> rpc.sendTransaction(unsigned, new SendOptions(true, Commitment.CONFIRMED, 0, null)));
  }

  @Test
  void aBatchGivesEachTransactionItsOwnFate() throws Exception {
    Transaction good = transfer(Keypair.generate().publicKey(), 5_000_000);
    Transaction bad = transfer(Keypair.generate().publicKey(), Long.MAX_VALUE);
    List<CompletableFuture<Signature>> sent =
        rpc.sendTransactions(
            List.of(good, bad), new SendOptions(false, Commitment.CONFIRMED, 0, null));
    assertEquals(good.id(), get(sent.get(0)));
    ExecutionException e = assertThrows(ExecutionException.class, () -> get(sent.get(1)));
    assertInstanceOf(RpcErrorException.class, root(e));
  }

  @Test
  void airdropsOnATestCluster() throws Exception {
    PublicKey to = Keypair.generate().publicKey();
    Signature signature = get(rpc.requestAirdrop(to, 7_000_000));
    assertNotEquals(null, signature);
    while (get(rpc.getBalance(to, Commitment.PROCESSED)) != 7_000_000) {
      Thread.onSpinWait();
    }
  }

  @Test
  void pricesComeAsNumbers() throws Exception {
    land(transfer(Keypair.generate().publicKey(), 5_000_000));
    for (PrioritizationFee fee : get(rpc.getRecentPrioritizationFees(List.of(RICH.publicKey())))) {
      assertTrue(fee.microLamportsPerUnit() >= 0);
    }
  }

  @Test
  void unknownThingsAreEmptyNotErrors() throws Exception {
    byte[] never = new byte[64];
    never[5] = 1;
    Signature unknown = Signature.of(never);
    assertTrue(get(rpc.getTransaction(unknown, Commitment.CONFIRMED)).isEmpty());
    assertTrue(get(rpc.getSignatureStatuses(List.of(unknown), false)).value().get(0).isEmpty());
    assertTrue(
        get(rpc.getAccountInfo(
                Keypair.generate().publicKey(), ReadOptions.at(Commitment.CONFIRMED)))
            .value()
            .isEmpty());
  }

  private static Throwable root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof RpcException)) {
      cause = cause.getCause();
    }
    return cause;
  }
}
