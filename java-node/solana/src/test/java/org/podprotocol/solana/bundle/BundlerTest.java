package org.podprotocol.solana.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.p2p.solanaj.core.AccountMeta;
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
import org.podprotocol.solana.send.BlockhashCache;
import org.podprotocol.solana.send.LookupTables;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.PriorityFee;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.send.SenderOptions;
import org.podprotocol.solana.send.SignatureWatch;
import org.podprotocol.solana.send.TransactionSender;
import org.podprotocol.solana.transaction.AddressLookupTable;
import org.podprotocol.solana.transaction.ComputeBudget;
import org.podprotocol.solana.transaction.LookupTableProgram;
import org.podprotocol.solana.transaction.MessageSize;
import org.podprotocol.solana.transaction.MessageVersion;
import org.podprotocol.solana.transaction.SystemProgram;

@Timeout(60)
class BundlerTest {

  private static final Keypair RICH = Keypair.generate();
  private static LocalChain chain;
  private static Network network;
  private static HttpEndpoint endpoint;
  private static SolanaRpc rpc;
  private static BlockhashCache blockhashes;
  private static TransactionSender sender;

  @BeforeAll
  static void start() throws Exception {
    chain = LocalChain.start(10, RICH.publicKey());
    network = TrackedNetwork.open(1);
    endpoint = new HttpEndpoint(network, chain.rpcUrl(), HttpOptions.defaults());
    rpc = new SolanaRpc(endpoint);
    blockhashes =
        new BlockhashCache(
            rpc, network.eventLoops().next(), Duration.ofMillis(100), Duration.ofMillis(500));
    sender =
        new TransactionSender(
            rpc,
            rpc,
            blockhashes,
            PriorityFee.none(),
            SignatureWatch.none(),
            network.eventLoops().next(),
            SenderOptions.defaults()
                .withIntervals(
                    Duration.ofMillis(20), Duration.ofMillis(500), Duration.ofSeconds(30)));
  }

  @AfterAll
  static void stop() {
    sender.close();
    blockhashes.close();
    endpoint.close();
    network.eventLoops().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    chain.close();
  }

  private static Operation transfer(PublicKey to, long lamports) {
    return new Operation(
        List.of(SystemProgram.transfer(RICH.publicKey(), to, lamports)), List.of(), 150, 0);
  }

  private static Bundler bundler(List<AddressLookupTable> tables) {
    return new Bundler(sender, RICH, tables, PackLimits.defaults(), Commitment.CONFIRMED, 2);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void fillsTransactionsToTheByte() {
    MessagePacker packer = new MessagePacker(RICH.publicKey(), List.of(), PackLimits.defaults());
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      operations.add(transfer(Keypair.generate().publicKey(), 1));
    }
    List<List<Operation>> groups = packer.pack(operations);
    assertEquals(
        operations, groups.stream().flatMap(List::stream).toList(), "all of them, in order");
    for (int i = 0; i + 1 < groups.size(); i++) {
      assertTrue(size(groups.get(i)) <= 1232);
      List<Operation> oneMore = new ArrayList<>(groups.get(i));
      oneMore.add(groups.get(i + 1).get(0));
      assertTrue(size(oneMore) > 1232, "one more would not have fitted");
    }
  }

  private static int size(List<Operation> group) {
    List<TransactionInstruction> all = new ArrayList<>();
    all.add(ComputeBudget.unitLimit(1));
    all.add(ComputeBudget.unitPrice(1));
    all.add(ComputeBudget.loadedAccountsDataSize(1));
    group.forEach(operation -> all.addAll(operation.instructions()));
    return MessageSize.of(MessageVersion.LEGACY, RICH.publicKey(), all, List.of());
  }

  @Test
  void keepsUnitsInstructionsAndAccountsWithinLimits() {
    PublicKey to = Keypair.generate().publicKey();
    MessagePacker units =
        new MessagePacker(RICH.publicKey(), List.of(), new PackLimits(64, 64, 1000));
    List<Operation> six =
        List.of(
            transfer(to, 1),
            transfer(to, 2),
            transfer(to, 3),
            transfer(to, 4),
            transfer(to, 5),
            transfer(to, 6),
            transfer(to, 7));
    assertEquals(List.of(6, 1), units.pack(six).stream().map(List::size).toList());
    MessagePacker instructions =
        new MessagePacker(RICH.publicKey(), List.of(), new PackLimits(5, 64, 1_400_000));
    assertEquals(List.of(2, 2, 2, 1), instructions.pack(six).stream().map(List::size).toList());
    MessagePacker accounts =
        new MessagePacker(RICH.publicKey(), List.of(), new PackLimits(64, 5, 1_400_000));
    List<Operation> strangers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      strangers.add(transfer(Keypair.generate().publicKey(), 1));
    }
    // Payer, system program and compute budget are three of five.
    assertEquals(List.of(2, 2, 1), accounts.pack(strangers).stream().map(List::size).toList());
  }

  @Test
  void namesTheOperationThatCannotFit() {
    Operation huge =
        new Operation(
            List.of(new TransactionInstruction(SystemProgram.PROGRAM, List.of(), new byte[1200])),
            List.of(),
            150,
            0);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> bundler(List.of()).submit(List.of(transfer(RICH.publicKey(), 1), huge)));
    assertTrue(e.getMessage().contains("operation 1"), e.getMessage());
  }

  @Test
  void failingMembersFailAloneAndTheOthersSucceed() throws Exception {
    PublicKey to = Keypair.generate().publicKey();
    List<Operation> operations = new ArrayList<>();
    Set<Integer> bad = Set.of(3, 17, 29);
    for (int i = 0; i < 30; i++) {
      operations.add(transfer(to, bad.contains(i) ? Long.MAX_VALUE : 1_000_000 + i));
    }
    List<CompletableFuture<OperationOutcome>> outcomes = bundler(List.of()).submit(operations);
    Set<Object> transactions = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      OperationOutcome outcome = get(outcomes.get(i));
      if (bad.contains(i)) {
        OperationOutcome.Failed failed = assertInstanceOf(OperationOutcome.Failed.class, outcome);
        assertEquals(1L, failed.error().customCode());
        assertEquals(0, failed.error().instruction().index(), "within its operation");
      } else {
        transactions.add(assertInstanceOf(OperationOutcome.Succeeded.class, outcome).signature());
      }
    }
    long expected = 0;
    for (int i = 0; i < 30; i++) {
      expected += bad.contains(i) ? 0 : 1_000_000 + i;
    }
    assertEquals(expected, get(rpc.getBalance(to, Commitment.CONFIRMED)));
    assertTrue(transactions.size() <= 3, transactions.size() + " transactions");
  }

  @Test
  void signsForAllMembersOnce() throws Exception {
    Keypair other = Keypair.generate();
    PublicKey to = Keypair.generate().publicKey();
    Outcome funded =
        get(
            sender
                .send(
                    SendRequest.of(
                        RICH,
                        List.of(
                            SystemProgram.transfer(
                                RICH.publicKey(), other.publicKey(), 100_000_000))))
                .outcome());
    assertInstanceOf(Outcome.Landed.class, funded);
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      operations.add(
          new Operation(
              List.of(SystemProgram.transfer(other.publicKey(), to, 2_000_000 + i)),
              List.of(other),
              150,
              0));
    }
    Set<Object> transactions = new HashSet<>();
    for (CompletableFuture<OperationOutcome> outcome : bundler(List.of()).submit(operations)) {
      transactions.add(
          assertInstanceOf(OperationOutcome.Succeeded.class, get(outcome)).signature());
    }
    assertEquals(1, transactions.size());
  }

  @Test
  void lookupTablesMakeRoomForMore() throws Exception {
    List<PublicKey> entries = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      entries.add(Keypair.generate().publicKey());
    }
    long slot = get(rpc.getSlot(Commitment.FINALIZED));
    PublicKey table = LookupTableProgram.address(RICH.publicKey(), slot);
    assertInstanceOf(
        Outcome.Landed.class,
        get(
            sender
                .send(
                    SendRequest.of(
                        RICH,
                        List.of(
                            LookupTableProgram.create(RICH.publicKey(), RICH.publicKey(), slot),
                            LookupTableProgram.extend(
                                table, RICH.publicKey(), RICH.publicKey(), entries))))
                .outcome()));
    LookupTables tables =
        new LookupTables(rpc, List.of(table, RICH.publicKey()), Duration.ofMillis(1));
    while (get(tables.all()).isEmpty() || get(tables.all()).get(0).addresses().isEmpty()) {
      Thread.onSpinWait();
    }

    TransactionInstruction one =
        new TransactionInstruction(
            SystemProgram.PROGRAM,
            List.of(new AccountMeta(entries.get(0), false, true)),
            new byte[0]);
    assertTrue(
        get(tables.choose(RICH.publicKey(), List.of(one))).isEmpty(), "one entry saves nothing");

    List<Operation> operations = entries.stream().map(entry -> transfer(entry, 1_000_000)).toList();
    List<TransactionInstruction> all =
        operations.stream().flatMap(operation -> operation.instructions().stream()).toList();
    List<AddressLookupTable> chosen = get(tables.choose(RICH.publicKey(), all));
    assertEquals(1, chosen.size());
    assertEquals(entries, chosen.get(0).addresses());

    Set<Object> transactions = new HashSet<>();
    for (CompletableFuture<OperationOutcome> outcome : bundler(chosen).submit(operations)) {
      transactions.add(
          assertInstanceOf(OperationOutcome.Succeeded.class, get(outcome)).signature());
    }
    assertEquals(1, transactions.size(), "without the table it takes two");
    assertFalse(
        new MessagePacker(RICH.publicKey(), List.of(), PackLimits.defaults()).fits(operations));
    assertEquals(1_000_000, get(rpc.getBalance(entries.get(24), Commitment.CONFIRMED)));
    LandedTransaction landed =
        get(rpc.getTransaction(
                (org.podprotocol.solana.keys.Signature) transactions.iterator().next(),
                Commitment.CONFIRMED))
            .orElseThrow();
    assertTrue(landed.accounts().containsAll(entries), "loaded addresses are told");
  }
}
