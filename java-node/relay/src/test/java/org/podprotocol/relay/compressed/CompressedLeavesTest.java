package org.podprotocol.relay.compressed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.instructions.AppendMessages;
import org.podprotocol.bindings.types.MessageEntry;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.Relay;
import org.podprotocol.relay.chain.AddressHistory;
import org.podprotocol.relay.chain.ChainConnection;
import org.podprotocol.relay.chain.ChainSetupException;
import org.podprotocol.relay.chain.TestAgents;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.compressed.FoundLeaf.Check;
import org.podprotocol.relay.compressed.FoundLeaf.Place;
import org.podprotocol.relay.config.CompressedSettings;
import org.podprotocol.relay.config.ConfigFile;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;

/** Leaves that Light's own programs made, on a local chain. */
class CompressedLeavesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final PublicKey RECIPIENT =
      new PublicKey("So11111111111111111111111111111111111111112");
  private static final int TREE_SIZE = 8 + 8 + 216 + 8;
  private static final int NEWEST_ROOT = 680 + 24;

  @TempDir Path folder;
  private TestCluster cluster;
  private ChainConnection connection;
  private PublicKey sender;
  private long nonce;

  @BeforeEach
  void start() throws IOException {
    cluster = TestCluster.startWithLight(folder, 50);
    connection = cluster.connect();
    sender = TestAgents.register(cluster, "ada", cluster.committer().publicKey());
  }

  @AfterEach
  void stop() {
    connection.close();
    cluster.close();
  }

  private CompressedLeaves open(PublicKey program, PublicKey... queues) throws IOException {
    return CompressedLeaves.open(
        folder,
        new CompressedSettings(List.of(queues), Duration.ofMillis(50), 1_000),
        connection,
        program,
        new MetricRegistry());
  }

  private CompressedLeaves open() throws IOException {
    return open(TestCluster.PROGRAM, LightFixture.QUEUE);
  }

  private void append(int count) {
    var messages = new ArrayList<MessageEntry>();
    for (int i = 0; i < count; i++) {
      messages.add(new MessageEntry(RECIPIENT, new byte[32], ++nonce, 5_000, 0));
    }
    PublicKey payer = cluster.committer().publicKey();
    PublicKey.ProgramDerivedAddress authority;
    try {
      authority =
          PublicKey.findProgramAddress(
              List.of("cpi_authority".getBytes(StandardCharsets.US_ASCII)), TestCluster.PROGRAM);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    var instruction =
        AppendMessages.builder()
            .signer(payer)
            .payer(payer)
            .sender(sender)
            .queue(LightFixture.QUEUE)
            .bump(authority.getNonce())
            .messages(messages)
            .programId(TestCluster.PROGRAM)
            .build();
    Outcome outcome =
        connection
            .sender()
            .send(SendRequest.of(cluster.committer(), List.of(instruction)))
            .outcome()
            .join();
    assertTrue(outcome instanceof Outcome.Landed, outcome::toString);
  }

  private List<Hash> leavesOnChain(int count) throws IOException {
    var history = new AddressHistory(connection);
    List<Hash> leaves = List.of();
    for (int i = 0; i < 1_000 && leaves.size() < count; i++) {
      leaves = LightFixture.leaves(history.account(LightFixture.QUEUE).orElseThrow().data());
      LockSupport.parkNanos(10_000_000);
    }
    assertEquals(count, leaves.size());
    return leaves;
  }

  private static FoundLeaf await(CompressedLeaves index, Hash hash, Predicate<FoundLeaf> wanted)
      throws IOException {
    Optional<FoundLeaf> found = Optional.empty();
    for (int i = 0; i < 2_000; i++) {
      found = index.find(hash);
      if (found.filter(wanted).isPresent()) {
        return found.get();
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new AssertionError("after 20 s: " + found);
  }

  private static FoundLeaf awaitChained(CompressedLeaves index, Hash hash) throws IOException {
    return await(index, hash, leaf -> leaf.check() == Check.HASH_CHAIN);
  }

  /** Sets the tree on chain to what a prover would make of it. */
  private void setTree(long size, Hash root) throws Exception {
    byte[] tree = LightFixture.tree();
    ByteBuffer.wrap(tree).order(ByteOrder.LITTLE_ENDIAN).putLong(TREE_SIZE, size);
    System.arraycopy(root.toBytes(), 0, tree, NEWEST_ROOT, Hash.LENGTH);
    cluster.setAccount(LightFixture.TREE, LightPrograms.ACCOUNT_COMPRESSION, tree);
  }

  @Test
  void leavesOfBeforeAndAfterAreFoundAndTheirHashChainsAreTheQueues() throws IOException {
    append(3);
    append(1);
    try (CompressedLeaves index = open()) {
      List<Hash> leaves = leavesOnChain(4);
      for (int i = 0; i < 4; i++) {
        FoundLeaf leaf = awaitChained(index, leaves.get(i));
        assertEquals(i, leaf.index());
        assertEquals(Place.QUEUE, leaf.place());
        assertNull(leaf.inclusion());
        LeafMessage message = leaf.message();
        assertNotNull(message);
        assertEquals(sender.toBase58(), message.sender().toString());
        assertEquals(RECIPIENT.toBase58(), message.recipient().toString());
        assertEquals(i + 1, message.nonce());
        assertEquals(5_000, message.contentLength());
      }
      append(9);
      leaves = leavesOnChain(13);
      assertEquals(12, awaitChained(index, leaves.get(12)).index());
    }
  }

  @Test
  void aRestartGoesOnWhereTheLastRunEnded() throws IOException {
    append(2);
    List<Hash> leaves = leavesOnChain(2);
    try (CompressedLeaves index = open()) {
      awaitChained(index, leaves.get(1));
    }
    append(2);
    leaves = leavesOnChain(4);
    try (CompressedLeaves index = open()) {
      assertTrue(index.find(leaves.get(0)).isPresent());
      assertEquals(3, awaitChained(index, leaves.get(3)).index());
    }
  }

  @Test
  void aLeafInTheTreeHasAPathToTheRootOnChain() throws Exception {
    append(7);
    List<Hash> leaves = leavesOnChain(7);
    setTree(5, LightFixture.root(leaves.subList(0, 5), 32));
    try (CompressedLeaves index = open()) {
      for (int i = 0; i < 5; i++) {
        FoundLeaf leaf = await(index, leaves.get(i), it -> it.check() == Check.ROOT);
        assertEquals(Place.TREE, leaf.place());
        FoundLeaf.Inclusion inclusion = leaf.inclusion();
        assertNotNull(inclusion);
        assertEquals(5, inclusion.treeSize());
        assertEquals(inclusion.root(), climb(leaf, inclusion.path()));
      }
      assertEquals(Place.QUEUE, awaitChained(index, leaves.get(5)).place());
    }
  }

  private static Hash climb(FoundLeaf leaf, List<Hash> path) {
    Hash node = leaf.hash();
    for (int level = 0; level < path.size(); level++) {
      Hash sibling = path.get(level);
      boolean right = (leaf.index() >> level & 1) == 1;
      node = right ? Poseidon.pair(sibling, node) : Poseidon.pair(node, sibling);
    }
    return node;
  }

  @Test
  void aTreeWithAnotherRootGivesNoPath() throws Exception {
    append(3);
    List<Hash> leaves = leavesOnChain(3);
    setTree(3, LightFixture.root(leaves.subList(0, 2), 32));
    try (CompressedLeaves index = open()) {
      FoundLeaf leaf = await(index, leaves.get(0), it -> it.place() == Place.TREE);
      assertEquals(Check.HASH_CHAIN, leaf.check());
      assertNull(leaf.inclusion());
      assertTrue(leaf.detail().contains("leaves of others were spent"), leaf::detail);
    }
  }

  @Test
  void leavesOfAnotherProgramAreFollowedToo() throws IOException {
    append(2);
    List<Hash> leaves = leavesOnChain(2);
    try (CompressedLeaves index = open(RECIPIENT, LightFixture.QUEUE)) {
      FoundLeaf leaf = awaitChained(index, leaves.get(1));
      assertEquals(1, leaf.index());
      assertNull(leaf.message());
    }
  }

  @Test
  void whatIsNoQueueIsRefusedAtTheStart() {
    ChainSetupException refused =
        assertThrows(ChainSetupException.class, () -> open(TestCluster.PROGRAM, LightFixture.TREE));
    assertTrue(refused.getMessage().contains("no output queue"), refused::getMessage);
    assertThrows(ChainSetupException.class, () -> open(TestCluster.PROGRAM, RECIPIENT));
  }

  @Test
  void theApiAnswersByTheHashOfALeaf() throws Exception {
    PublicKey account = cluster.openRelay(1).address();
    var settings = cluster.settings(account);
    append(2);
    Hash leaf = leavesOnChain(2).get(1);
    var config =
        ConfigFile.read(
            Optional.empty(),
            Map.of(),
            Map.of(
                "chain.rpc", settings.rpc().getFirst().toString(),
                "chain.program", settings.programId().toBase58(),
                "chain.relay", account.toBase58(),
                "chain.committer-key", settings.committerKey().toString(),
                "chain.receipt-key", settings.receiptKey().toString(),
                "data.folder", folder.resolve("data").toString(),
                "compressed.queues", LightFixture.QUEUE.toBase58(),
                "compressed.interval", "50ms",
                "listen.port", "0"));
    try (Relay relay = Relay.start(config, "test")) {
      JsonNode found = JSON.missingNode();
      for (int i = 0; i < 2_000 && !found.path("check").asText().equals("hash-chain"); i++) {
        found = get(relay, "/v1/compressed/" + leaf);
        LockSupport.parkNanos(10_000_000);
      }
      assertEquals(1, found.path("index").asInt(), found::toString);
      assertEquals("queue", found.path("place").asText());
      assertEquals(LightFixture.TREE.toBase58(), found.path("tree").asText());
      assertEquals(sender.toBase58(), found.at("/message/sender").asText());
      assertEquals("2", found.at("/message/nonce").asText());
      assertTrue(found.has("noPath"));
      assertEquals("[\"spent\"]", found.path("unknown").toString());
      assertEquals(404, get(relay, "/v1/compressed/" + Hash.ZERO).path("status").asInt());
      assertEquals(400, get(relay, "/v1/compressed/abc").path("status").asInt());
    }
  }

  private static JsonNode get(Relay relay, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + relay.port() + path);
    return JSON.readTree(
        HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray()).body());
  }
}
