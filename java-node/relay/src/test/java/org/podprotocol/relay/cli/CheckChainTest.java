package org.podprotocol.relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.ChainConnection;
import org.podprotocol.relay.chain.RelayOpening;
import org.podprotocol.relay.chain.RelayTerms;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.config.ChainSettings;
import org.podprotocol.solana.keys.Keypair;

/** {@code pod relay --check-chain} on clusters that are as they should be and that are not. */
class CheckChainTest {

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static ChainSettings settings;

  @BeforeAll
  static void start() throws IOException {
    cluster = TestCluster.start(Files.createDirectory(folder.resolve("keys")), 50);
    settings = cluster.settings(cluster.openRelay(1).address());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void aChainWhereAllIsRightPasses() {
    PodRun run = check(settings.rpc().getFirst(), settings.relay(), settings.committerKey());
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains(settings.relay().toBase58()), run.out());
    assertTrue(
        run.out().contains(cluster.committer().publicKey().toBase58() + " holds 999."), run.out());
  }

  @Test
  void aClusterWithoutTheProgramIsRefused(@TempDir Path keys) throws IOException {
    try (TestCluster empty = TestCluster.startWithoutProgram(keys)) {
      assertRefused(
          "There is no program at " + TestCluster.PROGRAM.toBase58(),
          check(empty.rpcUrl(), settings.relay(), settings.committerKey()));
    }
  }

  @Test
  void anotherClusterThatHasTheProgramIsRefusedByItsGenesisHash(@TempDir Path keys)
      throws IOException {
    try (TestCluster other = TestCluster.start(keys, 50);
        ChainConnection connection = other.connect()) {
      PodRun run = check(other.rpcUrl(), settings.relay(), settings.committerKey());
      assertRefused("There is no Relay account at " + settings.relay().toBase58(), run);
      String genesis = connection.rpc().getGenesisHash().join().toString();
      assertTrue(run.err().contains(genesis), run.err());
    }
  }

  @Test
  void aCommitterWithoutMoneyIsRefused() throws IOException {
    Keypair poor = Keypair.generate();
    Path key = folder.resolve("poor.json");
    poor.save(key);
    var terms =
        new RelayTerms(
            2, poor.publicKey(), cluster.receiptKey().publicKey(), 1_500, "http://127.0.0.1:1");
    PublicKey relay;
    try (ChainConnection connection = cluster.connect()) {
      relay =
          new RelayOpening(connection, TestCluster.PROGRAM)
              .open(cluster.committer(), terms)
              .address();
    }
    assertRefused(
        "committer " + poor.publicKey().toBase58() + " holds 0 lamports",
        check(settings.rpc().getFirst(), relay, key));
  }

  @Test
  void theKeyOfAnotherRelayIsRefused() throws IOException {
    Path key = folder.resolve("other.json");
    Keypair.generate().save(key);
    assertRefused("chain.committer-key", check(settings.rpc().getFirst(), settings.relay(), key));
  }

  @Test
  void aChainThatNobodyAnswersForEndsWithFour() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    PodRun run =
        check(URI.create("http://127.0.0.1:" + port), settings.relay(), settings.committerKey());
    assertEquals(4, run.exitCode(), run.err());
    assertTrue(run.err().contains("127.0.0.1:" + port), run.err());
  }

  private static void assertRefused(String why, PodRun run) {
    assertEquals(3, run.exitCode(), run.err());
    assertTrue(run.err().contains(why), run.err());
    assertEquals("", run.out());
  }

  private static PodRun check(URI rpc, PublicKey relay, Path committer) {
    var arguments = new ArrayList<>(List.of("relay", "--check-chain"));
    for (String setting :
        List.of(
            "chain.rpc=" + rpc,
            "chain.program=" + TestCluster.PROGRAM,
            "chain.relay=" + relay,
            "chain.committer-key=" + committer,
            "chain.receipt-key=" + settings.receiptKey(),
            "chain.request-timeout=2s")) {
      arguments.addAll(List.of("-O", setting));
    }
    return PodRun.of(arguments.toArray(String[]::new));
  }
}
