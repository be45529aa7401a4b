package org.podprotocol.relay.anchoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.relay.chain.LogSnapshot;
import org.podprotocol.relay.chain.OnChainCommit;
import org.podprotocol.relay.chain.RelayAccount;
import org.podprotocol.relay.chain.RelayLedger.Finality;
import org.podprotocol.relay.chain.SolanaChain;
import org.podprotocol.relay.chain.TestCluster;

/** The commit loop against the program on a local chain. */
class AnchoringOnChainTest {

  @TempDir static Path keys;
  private static TestCluster cluster;

  @TempDir Path trees;

  @BeforeAll
  static void start() throws IOException {
    cluster = TestCluster.start(keys, 50);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void theLogOnChainBecomesTheTreeOfTheJournal() throws IOException {
    RelayAccount relay = cluster.openRelay(1);
    var journal = new MemoryJournal();
    try (SolanaChain chain = cluster.open(relay.address());
        LogAnchoring anchoring = anchoring(journal, chain)) {
      anchoring.start();
      for (int n = 1; n <= 44; n++) {
        journal.add(n);
        if (n % 11 == 0) {
          awaitAnchored(journal, anchoring);
        }
      }
      awaitAnchored(journal, anchoring);
      LogSnapshot log = chain.ledger().log(Finality.CONFIRMED);
      assertEquals(990, log.size());
      assertArrayEquals(ReferenceTree.root(journal.leaves()), root(log.peaks()));
      assertPeaksProven(journal, anchoring, log);
      Await.until(() -> "final: " + journal.finalizedSize(), () -> journal.finalizedSize() == 990);
    }
  }

  @Test
  void commitsThatWereNotHeardOfAreFoundInTheChainsHistory() throws IOException {
    RelayAccount relay = cluster.openRelay(2);
    var journal = new MemoryJournal();
    try (SolanaChain chain = cluster.open(relay.address());
        LogAnchoring anchoring = anchoring(journal, chain)) {
      anchoring.start();
      journal.add(10);
      awaitAnchored(journal, anchoring);
      journal.add(10);
      awaitAnchored(journal, anchoring);
    }
    MemoryJournal forgetful = journal.copyOfFirst(20);
    try (SolanaChain chain = cluster.open(relay.address());
        LogAnchoring anchoring = anchoring(forgetful, chain)) {
      anchoring.start();
      assertEquals(20, forgetful.anchoredSize());
      assertEquals(journal.commits(), forgetful.commits());
      List<OnChainCommit> later = chain.ledger().commitsSince(0, 15);
      assertEquals(1, later.size());
      assertEquals(20, later.getFirst().end());
    }
  }

  @Test
  void anOlderJournalRefusesToServe() throws IOException {
    RelayAccount relay = cluster.openRelay(3);
    var journal = new MemoryJournal();
    try (SolanaChain chain = cluster.open(relay.address())) {
      try (LogAnchoring anchoring = anchoring(journal, chain)) {
        anchoring.start();
        journal.add(10);
        awaitAnchored(journal, anchoring);
      }
      try (LogAnchoring older = anchoring(journal.copyOfFirst(9), chain)) {
        assertThrows(JournalBehindChainException.class, older::start);
      }
    }
  }

  private LogAnchoring anchoring(MemoryJournal journal, SolanaChain chain) throws IOException {
    return new LogAnchoring(
        journal,
        chain.ledger(),
        AnchoringSettings.of(trees, Duration.ofMillis(100), 0),
        new MetricRegistry());
  }

  private static void awaitAnchored(MemoryJournal journal, LogAnchoring anchoring) {
    Await.until(
        () -> journal.anchoredSize() + " of " + journal.size() + ", " + anchoring.status(),
        () -> journal.anchoredSize() == journal.size());
  }

  private static void assertPeaksProven(
      MemoryJournal journal, LogAnchoring anchoring, LogSnapshot log) {
    for (int i = 0; i < journal.size(); i += 37) {
      InclusionProof proof = anchoring.proofs().proof(i).toCompletableFuture().join().orElseThrow();
      byte[] acc = journal.leaves().get(i);
      for (int h = 0; h < proof.path().size(); h++) {
        byte[] one = {1};
        byte[] sibling = proof.path().get(h);
        acc =
            (i >> h & 1) == 0
                ? ReferenceTree.sha256(one, acc, sibling)
                : ReferenceTree.sha256(one, sibling, acc);
      }
      byte[] peak = acc;
      assertTrue(log.peaks().stream().anyMatch(p -> Arrays.equals(p, peak)), "message " + i);
      assertEquals(log.log(), proof.log());
    }
  }

  private static byte[] root(List<byte[]> peaks) {
    byte[] acc = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      acc = ReferenceTree.sha256(new byte[] {1}, peaks.get(i), acc);
    }
    return acc;
  }
}
