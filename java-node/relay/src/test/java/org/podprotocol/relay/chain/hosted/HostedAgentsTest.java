package org.podprotocol.relay.chain.hosted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.AgentView;
import org.podprotocol.relay.chain.ChainConnection;
import org.podprotocol.relay.chain.PodProgram;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.chain.hosted.HostedAgents.Request;
import org.podprotocol.relay.chain.hosted.Operation.RegisterAgent;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.ReadOptions;

/** Hosted operations against the program on a local chain. */
class HostedAgentsTest {

  @TempDir static Path keys;
  private static TestCluster cluster;
  private static ChainConnection connection;

  @TempDir private Path folder;
  private final MetricRegistry metrics = new MetricRegistry();
  private HostedAgents hosted;

  @BeforeAll
  static void startChain() throws IOException {
    cluster = TestCluster.start(keys, 50);
    connection = cluster.connect();
  }

  @AfterAll
  static void stopChain() {
    connection.close();
    cluster.close();
  }

  @BeforeEach
  void start() throws IOException {
    hosted = open(metrics);
  }

  private HostedAgents open(MetricRegistry registry) throws IOException {
    return new HostedAgents(
        connection,
        TestCluster.PROGRAM,
        cluster.committer(),
        folder.resolve("operations.db"),
        Clock.systemUTC(),
        registry);
  }

  @AfterEach
  void stop() {
    hosted.close();
  }

  @Test
  void aThousandRegistrationsShareFewTransactionsAndEachAgentIsThere() {
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      requests.add(request("crowd-" + i));
    }
    List<OperationResult> results = join(hosted.submit(requests));
    for (int i = 0; i < 1_000; i++) {
      var done = assertInstanceOf(OperationResult.Done.class, results.get(i));
      if (i % 50 == 0) {
        assertEquals(cluster.committer().publicKey(), read(done).authority());
      }
    }
    long signatures =
        results.stream().map(r -> ((OperationResult.Done) r).signature()).distinct().count();
    assertTrue(signatures <= 100, signatures + " transactions");
    Snapshot latency = metrics.timer("operations.latency").getSnapshot();
    System.out.printf(
        "1000 agents registered in %d transactions; latency p50 %.0f ms, p99 %.0f ms%n",
        signatures, latency.getMedian() / 1e6, latency.get99thPercentile() / 1e6);
  }

  @Test
  void aFailingMemberFailsAloneAndTheOthersAreDone() {
    join(hosted.submit(List.of(request("taken"))));
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      requests.add(request("fine-" + i));
    }
    requests.add(5, request("taken"));
    List<OperationResult> results = join(hosted.submit(requests));
    for (int i = 0; i < 12; i++) {
      boolean asExpected =
          i == 5
              ? results.get(i) instanceof OperationResult.Refused
              : results.get(i) instanceof OperationResult.Done;
      assertTrue(asExpected, "member " + i + ": " + results.get(i));
    }
  }

  @Test
  void twoOperationsForOneAddressDoNotShareAFate() {
    List<OperationResult> results = join(hosted.submit(List.of(request("twin"), request("twin"))));
    long done = results.stream().filter(r -> r instanceof OperationResult.Done).count();
    long refused = results.stream().filter(r -> r instanceof OperationResult.Refused).count();
    assertEquals(List.of(1L, 1L), List.of(done, refused), results.toString());
  }

  @Test
  void aNameTheProgramDoesNotTakeIsRefusedWithItsCode() {
    OperationResult result = join(hosted.submit(List.of(request("tab\u0007bell")))).getFirst();
    var refused = assertInstanceOf(OperationResult.Refused.class, result);
    assertTrue(refused.code() != null && refused.code() >= 6_000, refused.toString());
  }

  @Test
  void anIdempotencyKeyStandsForOneOperation() {
    var first = new Request(register("once"), "key-1");
    CompletableFuture<List<OperationResult>> asked = hosted.submit(List.of(first));
    CompletableFuture<List<OperationResult>> askedAgain = hosted.submit(List.of(first));
    OperationResult result = done(asked.join().getFirst());
    assertEquals(result, askedAgain.join().getFirst());
    assertEquals(result, join(hosted.submit(List.of(first))).getFirst());
    assertEquals(1, metrics.counter("operations.submitted").getCount());
    assertRefused(new Request(register("other"), "key-1"));
  }

  private void assertRefused(Request request) {
    var refused =
        assertThrows(CompletionException.class, () -> hosted.submit(List.of(request)).join());
    assertInstanceOf(IllegalArgumentException.class, refused.getCause());
  }

  @Test
  void anIdempotencyKeyStandsForOneOperationAcrossRestarts() throws Exception {
    var kept = new Request(register("kept"), "key-kept");
    var taken = new Request(register("kept"), "key-taken");
    OperationResult result = done(join(hosted.submit(List.of(kept))).getFirst());
    OperationResult refusal = join(hosted.submit(List.of(taken))).getFirst();
    assertInstanceOf(OperationResult.Refused.class, refusal);
    hosted.close();
    var registry = new MetricRegistry();
    hosted = open(registry);
    assertEquals(List.of(result, refusal), join(hosted.submit(List.of(kept, taken))));
    assertRefused(new Request(register("another"), "key-kept"));
    assertEquals(0, registry.counter("operations.submitted").getCount());
  }

  @Test
  void moreThanMayBeUnderWayIsRefusedAsAWhole() {
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < 10_001; i++) {
      requests.add(request("many-" + i));
    }
    var refused = assertThrows(CompletionException.class, () -> hosted.submit(requests).join());
    assertInstanceOf(OperationsFullException.class, refused.getCause());
    assertEquals(0, metrics.counter("operations.submitted").getCount());
  }

  @Test
  void agentsWithSignersOfTheirOwnKeepThem() {
    List<Request> requests = new ArrayList<>();
    List<Keypair> signers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      signers.add(Keypair.generate());
      requests.add(new Request(new RegisterAgent("own-" + i, signers.get(i).publicKey(), i), null));
    }
    List<OperationResult> results = join(hosted.submit(requests));
    for (int i = 0; i < 5; i++) {
      AgentView agent = read(assertInstanceOf(OperationResult.Done.class, results.get(i)));
      assertEquals(signers.get(i).publicKey(), agent.signer());
    }
    assertEquals(
        1, results.stream().map(r -> ((OperationResult.Done) r).signature()).distinct().count());
  }

  @Test
  void hostedAgentsAreUpdatedRotatedSpokenForAndGivenChannels() {
    List<OperationResult> made = join(hosted.submit(List.of(request("ada"), request("bob"))));
    PublicKey ada = ((OperationResult.Done) made.get(0)).address();
    PublicKey bob = ((OperationResult.Done) made.get(1)).address();
    PublicKey signer = Keypair.generate().publicKey();
    var program = new PodProgram(TestCluster.PROGRAM);
    List<OperationResult> results =
        join(
            hosted.submit(
                List.of(
                    new Request(new Operation.SendMessage(ada, bob, 1, "grüß dich"), null),
                    new Request(new Operation.SendMessage(ada, ada, 2, "self"), null),
                    new Request(new Operation.CreateChannel(ada, "square", true, 50), null),
                    new Request(new Operation.UpdateAgent(bob, 9), null),
                    new Request(new Operation.RotateSigner(bob, signer), null))));
    assertEquals(program.message(ada, 1), done(results.get(0)).address());
    assertInstanceOf(OperationResult.Refused.class, results.get(1));
    assertEquals(program.channel(ada, "square"), done(results.get(2)).address());
    assertEquals(bob, done(results.get(3)).address());
    assertEquals(signer, read(done(results.get(4))).signer());
  }

  private static OperationResult.Done done(OperationResult result) {
    return assertInstanceOf(OperationResult.Done.class, result);
  }

  private static RegisterAgent register(String name) {
    return new RegisterAgent(name, null, 0);
  }

  private static Request request(String name) {
    return new Request(register(name), null);
  }

  private static List<OperationResult> join(CompletableFuture<List<OperationResult>> results) {
    return results.join();
  }

  private static AgentView read(OperationResult.Done done) {
    var account =
        connection
            .rpc()
            .getAccountInfo(
                done.address(),
                ReadOptions.at(Commitment.CONFIRMED).withMinContextSlot(done.slot()))
            .join();
    return new PodProgram(TestCluster.PROGRAM)
        .agent(done.address(), account.value().orElseThrow(), account.slot())
        .orElseThrow();
  }
}
