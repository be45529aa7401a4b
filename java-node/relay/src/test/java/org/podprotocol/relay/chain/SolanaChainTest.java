package org.podprotocol.relay.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.bindings.PodProtocolPdas;
import org.podprotocol.bindings.instructions.CloseAgent;
import org.podprotocol.bindings.instructions.CreateChannel;
import org.podprotocol.bindings.instructions.Invite;
import org.podprotocol.bindings.instructions.JoinChannel;
import org.podprotocol.bindings.instructions.LeaveChannel;
import org.podprotocol.bindings.runtime.ProgramAddress;
import org.podprotocol.relay.config.ChainSettings;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;

class SolanaChainTest {

  @TempDir static Path keys;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = TestCluster.start(keys, 50);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void aRelayIsOpenedOnceWithItsTerms() {
    RelayAccount opened = cluster.openRelay(1);
    assertEquals(cluster.committer().publicKey(), opened.operator());
    assertEquals(cluster.terms(1).committer(), opened.committer());
    assertEquals(cluster.terms(1).receiptKey(), opened.receiptKey());
    assertEquals(1_500, opened.mergeDelaySlots());
    assertEquals("http://127.0.0.1:8080", opened.endpoint());
    assertEquals(0, opened.epoch());
    assertTrue(opened.open());
    assertEquals(opened.address(), cluster.openRelay(1).address());
  }

  @Test
  void aRelayThatIsThereWithOtherKeysIsNotTakenOver() {
    cluster.openRelay(2);
    try (ChainConnection connection = cluster.connect()) {
      RelayTerms terms = cluster.terms(2);
      var other =
          new RelayTerms(
              2, terms.committer(), Keypair.generate().publicKey(), 1_500, terms.endpoint());
      var refused =
          assertThrows(
              ChainSetupException.class,
              () ->
                  new RelayOpening(connection, TestCluster.PROGRAM)
                      .open(cluster.committer(), other));
      assertTrue(refused.getMessage().contains("receipt key"), refused.getMessage());
    }
  }

  @Test
  void theDirectoryKnowsRegisteredAgentsAndNobodyElse() throws IOException {
    RelayAccount relay = cluster.openRelay(3);
    Keypair signer = Keypair.generate();
    var program = new PodProgram(TestCluster.PROGRAM);
    PublicKey creator = cluster.committer().publicKey();
    PublicKey agent = program.agent(creator, "Ägent 7");
    try (SolanaChain chain = cluster.open(relay.address())) {
      assertEquals(Optional.empty(), join(chain.agents().agent(agent)));
      register(chain, new AgentTerms("Ägent 7", signer.publicKey(), 5, false));
      AgentView view = awaitAgent(chain, agent);
      assertEquals(creator, view.authority());
      assertEquals(signer.publicKey(), view.signer());
      assertEquals(Optional.of(RecipientKind.AGENT), join(chain.agents().recipient(agent)));
      assertEquals(Optional.empty(), join(chain.agents().recipient(relay.address())));
      assertEquals(Optional.empty(), join(chain.agents().recipient(creator)));
    }
  }

  @Test
  void membersOfAChannelAreThoseTheChainNames() throws IOException {
    RelayAccount relay = cluster.openRelay(7);
    PublicKey key = cluster.committer().publicKey();
    var program = new PodProgram(TestCluster.PROGRAM);
    PublicKey owner = program.agent(key, "owner");
    PublicKey guest = program.agent(key, "guest");
    byte[] name = Arrays.copyOf("club".getBytes(StandardCharsets.UTF_8), 32);
    ProgramAddress channel = PodProtocolPdas.channel(owner, name);
    ProgramAddress ownerMembership = PodProtocolPdas.membership(channel.address(), owner);
    ProgramAddress guestMembership = PodProtocolPdas.membership(channel.address(), guest);
    try (SolanaChain chain = cluster.open(relay.address())) {
      AgentDirectory agents = chain.agents();
      var ended = new CompletableFuture<PublicKey>();
      agents.onReadersChanged(
          (where, who) -> {
            if (where.equals(channel.address()) && who != null && who.equals(guest)) {
              ended.complete(who);
            }
          });
      register(chain, new AgentTerms("owner", key, 0, false));
      register(chain, new AgentTerms("guest", key, 0, false));
      send(
          chain,
          CreateChannel.builder()
              .authority(key)
              .payer(key)
              .creator(owner)
              .channelBump(channel.bump())
              .membershipBump(ownerMembership.bump())
              .name(name)
              .visibility(1)
              .memberLimit(10)
              .build());
      await(() -> join(agents.isMember(channel.address(), owner)));
      assertEquals(
          Optional.of(RecipientKind.PRIVATE_CHANNEL), join(agents.recipient(channel.address())));
      assertFalse(join(agents.isMember(channel.address(), guest)));
      send(
          chain,
          Invite.builder()
              .authority(key)
              .payer(key)
              .inviter(owner)
              .inviterMembership(ownerMembership.address())
              .channel(channel.address())
              .agent(guest)
              .bump(guestMembership.bump())
              .role(0)
              .build());
      assertFalse(join(agents.isMember(channel.address(), guest)));
      send(
          chain,
          JoinChannel.builder()
              .signer(key)
              .payer(key)
              .agent(guest)
              .channel(channel.address())
              .bump(guestMembership.bump())
              .build());
      await(() -> join(agents.isMember(channel.address(), guest)));
      send(
          chain,
          LeaveChannel.builder()
              .signer(key)
              .agent(guest)
              .channel(channel.address())
              .membership(guestMembership.address())
              .build());
      await(() -> !join(agents.isMember(channel.address(), guest)));
      assertEquals(guest, ended.orTimeout(10, TimeUnit.SECONDS).join());
    }
  }

  @Test
  void aClosedAgentIsKnownToBeClosed() throws IOException {
    RelayAccount relay = cluster.openRelay(8);
    PublicKey key = cluster.committer().publicKey();
    PublicKey agent = new PodProgram(TestCluster.PROGRAM).agent(key, "gone");
    try (SolanaChain chain = cluster.open(relay.address())) {
      register(chain, new AgentTerms("gone", key, 0, false));
      await(() -> join(chain.agents().recipient(agent)).isPresent());
      send(chain, CloseAgent.builder().authority(key).agent(agent).creator(key).build());
      await(() -> join(chain.agents().agent(agent)).orElseThrow().closed());
      assertEquals(Optional.empty(), join(chain.agents().recipient(agent)));
    }
  }

  @Test
  void aChangeIsToldWithoutAskingAgain() throws IOException {
    RelayAccount relay = cluster.openRelay(6);
    var metrics = new MetricRegistry();
    PublicKey agent =
        new PodProgram(TestCluster.PROGRAM).agent(cluster.committer().publicKey(), "told");
    try (SolanaChain chain = SolanaChain.open(cluster.settings(relay.address()), metrics)) {
      await(() -> metrics.gauge("chain.feed.up").getValue().equals(1));
      assertEquals(Optional.empty(), join(chain.agents().agent(agent)));
      var heard = new CompletableFuture<AgentView>();
      chain.agents().onAgentChanged(heard::complete);
      register(chain, new AgentTerms("told", cluster.committer().publicKey(), 0, false));
      assertEquals(agent, heard.orTimeout(10, TimeUnit.SECONDS).join().address());
      long misses = metrics.counter("chain.accounts.misses").getCount();
      assertTrue(join(chain.agents().agent(agent)).isPresent());
      assertEquals(misses, metrics.counter("chain.accounts.misses").getCount());
    }
  }

  @Test
  void theSlotClockFollowsTheChain() throws IOException {
    RelayAccount relay = cluster.openRelay(4);
    try (SolanaChain chain = cluster.open(relay.address())) {
      long first = chain.slots().slot();
      assertTrue(first > 0);
      await(() -> chain.slots().slot() > first);
      assertTrue(chain.status().ready());
    }
  }

  @Test
  void aProgramThatIsNotDeployedIsNamed(@TempDir Path folder) throws IOException {
    try (TestCluster empty = TestCluster.startWithoutProgram(folder)) {
      var refused =
          assertThrows(ChainSetupException.class, () -> empty.open(new PublicKey(new byte[32])));
      assertTrue(
          refused.getMessage().contains("no program at " + TestCluster.PROGRAM.toBase58()),
          refused.getMessage());
    }
  }

  @Test
  void aRelayThatIsNotOpenedIsNamed() {
    PublicKey nowhere = Keypair.generate().publicKey();
    var refused = assertThrows(ChainSetupException.class, () -> cluster.open(nowhere));
    assertTrue(refused.getMessage().contains("pod relay init"), refused.getMessage());
  }

  @Test
  void anotherCommitterKeyIsNamed(@TempDir Path folder) throws IOException {
    RelayAccount relay = cluster.openRelay(5);
    ChainSettings settings = cluster.settings(relay.address());
    Path key = folder.resolve("other.json");
    Keypair.generate().save(key);
    var wrong =
        new ChainSettings(
            settings.rpc(),
            settings.webSocket(),
            settings.programId(),
            settings.relay(),
            key,
            settings.receiptKey(),
            settings.commitInterval(),
            0,
            settings.requestTimeout());
    var refused =
        assertThrows(
            ChainSetupException.class, () -> SolanaChain.open(wrong, new MetricRegistry()));
    assertTrue(refused.getMessage().contains("chain.committer-key"), refused.getMessage());
    assertTrue(Files.exists(key));
  }

  @Test
  void aChainThatIsNotThereIsNamed() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    ChainSettings settings = cluster.settings(new PublicKey(new byte[32]));
    var away =
        new ChainSettings(
            List.of(URI.create("http://127.0.0.1:" + port)),
            List.of(),
            settings.programId(),
            settings.relay(),
            settings.committerKey(),
            settings.receiptKey(),
            settings.commitInterval(),
            0,
            Duration.ofSeconds(2));
    var refused =
        assertThrows(
            ChainUnavailableException.class, () -> SolanaChain.open(away, new MetricRegistry()));
    assertTrue(refused.getMessage().contains("127.0.0.1:" + port), refused.getMessage());
  }

  private static void register(SolanaChain chain, AgentTerms terms) {
    var program = new PodProgram(TestCluster.PROGRAM);
    send(chain, program.registerAgent(cluster.committer().publicKey(), terms));
  }

  private static void send(SolanaChain chain, TransactionInstruction instruction) {
    Outcome outcome =
        chain
            .connection()
            .sender()
            .send(SendRequest.of(cluster.committer(), List.of(instruction)))
            .outcome()
            .join();
    assertTrue(outcome instanceof Outcome.Landed, outcome.toString());
  }

  private static AgentView awaitAgent(SolanaChain chain, PublicKey agent) {
    await(() -> join(chain.agents().agent(agent)).isPresent());
    return join(chain.agents().agent(agent)).orElseThrow();
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, "did not come about in time");
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }
}
