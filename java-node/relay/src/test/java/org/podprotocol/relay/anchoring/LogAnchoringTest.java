package org.podprotocol.relay.anchoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.protocol.tree.Chunk;
import org.podprotocol.relay.anchoring.SimulatedLedger.Fate;
import org.podprotocol.relay.journal.CommitRecord;

class LogAnchoringTest {

  private static final Duration INTERVAL = Duration.ofMillis(5);

  private static final Duration BACKOFF = Duration.ofMillis(20);

  @TempDir Path folder;

  private final MemoryJournal journal = new MemoryJournal();
  private SimulatedLedger ledger = new SimulatedLedger();
  private LogAnchoring anchoring;

  @AfterEach
  void stop() {
    if (anchoring != null) {
      anchoring.close();
    }
  }

  @Test
  void everyMessageIsAnchoredThenFinal() throws IOException {
    start();
    for (int n = 1; n <= 40; n++) {
      journal.add(n);
    }
    awaitFinal(820);
    assertArrayEquals(ReferenceTree.root(journal.leaves()), ledger.root(0));
    assertProofsHold();
    assertEquals(new Anchoring.AnchoringStatus(true, "ok", 0), anchoring.status());
  }

  @Test
  void nothingIsCommittedWhenNothingIsNew() throws IOException {
    journal.add(10);
    start();
    awaitFinal(10);
    journal.add(1);
    awaitFinal(11);
    assertEquals(2, ledger.sent());
  }

  @Test
  void chunksNotYetConfirmedRideInTheNextCommit() throws IOException {
    ledger.fates(n -> n == 0 ? Fate.KEPT_BACK : Fate.LANDS);
    start();
    journal.add(7);
    Await.until(() -> "first commit", () -> ledger.kept() == 1);
    journal.add(5);
    awaitAnchored(12);
    assertEquals(List.of("0-7", "7-12"), ranges(ledger.sent(1)));
    ledger.release(0);
    journal.add(1);
    awaitFinal(13);
    assertEquals(List.of(new Range(0, 12), new Range(12, 13)), recorded());
  }

  @Test
  void aCommitThatLandsAfterItsSuccessorDoesNoHarm() throws IOException {
    ledger.fates(n -> n < 2 ? Fate.KEPT_BACK : Fate.LANDS);
    start();
    journal.add(3);
    Await.until(() -> "first commit", () -> ledger.kept() == 1);
    journal.add(3);
    Await.until(() -> "second commit", () -> ledger.kept() == 2);
    ledger.release(1);
    awaitAnchored(6);
    ledger.release(0);
    journal.add(1);
    awaitFinal(7);
    assertArrayEquals(ReferenceTree.root(journal.leaves()), ledger.root(0));
  }

  @Test
  void aSwallowedCommitIsSentAgainWithoutNewMessages() throws IOException {
    ledger.fates(n -> n == 0 ? Fate.KEPT_BACK : Fate.LANDS);
    start(settings(Duration.ofMillis(50), Duration.ofSeconds(45)));
    journal.add(4);
    awaitFinal(4);
    assertEquals(2, ledger.sent());
  }

  @Test
  void anExpiredCommitIsSentAgain() throws IOException {
    ledger.fates(n -> n == 0 ? Fate.EXPIRES : Fate.LANDS);
    start();
    journal.add(4);
    awaitFinal(4);
    assertEquals(1, recorded().size());
  }

  @Test
  void aCommitThatLandedUnheardIsRecordedFromTheChainsHistory() throws IOException {
    ledger.fates(n -> Fate.LANDS_UNHEARD);
    start();
    journal.add(4);
    awaitFinal(4);
    CommitRecord commit = journal.commits().getFirst();
    assertEquals(ledger.commitsSince(0, 0).getFirst().signature(), commit.signature());
    assertEquals(ledger.commitsSince(0, 0).getFirst().slot(), commit.slot());
  }

  @Test
  void aRolledBackCommitIsNoticedAndSentAgain() throws IOException {
    ledger.finalizing(false);
    start(settings(Duration.ofSeconds(8), Duration.ofMillis(100)));
    journal.add(300);
    awaitAnchored(300);
    ledger.rollBackTo(0, journal.leaves());
    Await.until(() -> "a second commit", () -> ledger.end() == 300);
    ledger.finalizing(true);
    awaitFinal(300);
    assertEquals(List.of(new Range(0, 300)), recorded());
    assertProofsHold();
  }

  @Test
  void aRestartGoesOnWhereTheChainIs() throws IOException {
    ledger.fates(n -> n == 3 ? Fate.LANDS_UNHEARD : n > 3 ? Fate.KEPT_BACK : Fate.LANDS);
    start();
    for (int n = 0; n < 3; n++) {
      journal.add(400);
      awaitAnchored(400 * (n + 1));
    }
    anchoring.close();
    journal.forgetListeners();
    journal.add(100);
    ledger.fates(n -> Fate.LANDS);
    start();
    awaitFinal(1_300);
    assertArrayEquals(ReferenceTree.root(journal.leaves()), ledger.root(0));
    assertProofsHold();
  }

  @Test
  void aRestoredJournalBehindTheChainRefusesToServe() throws IOException {
    start();
    journal.add(500);
    awaitFinal(500);
    anchoring.close();
    var restored = journal.copyOfFirst(499);
    try (var older = anchoring(restored)) {
      var refused = assertThrows(JournalBehindChainException.class, older::start);
      assertTrue(refused.getMessage().contains("500 messages"), refused.getMessage());
    }
  }

  @Test
  void aJournalWithOtherMessagesRefusesToServe() throws IOException {
    start();
    journal.add(5);
    awaitFinal(5);
    anchoring.close();
    var other = new MemoryJournal();
    other.add(2);
    var swapped = new MemoryJournal();
    swapped.add(6);
    ledger.rollBackTo(
        4,
        List.of(
            other.leaves().get(1),
            other.leaves().get(0),
            swapped.leaves().get(2),
            swapped.leaves().get(3)));
    try (var foreign = anchoring(swapped)) {
      assertThrows(LogDivergedException.class, foreign::start);
    }
  }

  @Test
  void aTreeAheadOfARestoredJournalIsBuiltAnew() throws IOException {
    start();
    journal.add(1_000);
    awaitFinal(1_000);
    anchoring.close();
    var restored = journal.copyOfFirst(700);
    ledger = new SimulatedLedger();
    try (var older = anchoring(restored)) {
      older.start();
      Await.until(() -> "anchored", () -> restored.anchoredSize() == 700);
    }
    assertArrayEquals(ReferenceTree.root(restored.leaves()), ledger.root(0));
  }

  @Test
  void theStatusGivesTheChainsWordsForARefusalUntilACommitLands() throws IOException {
    var refusing = new AtomicBoolean(true);
    ledger.fates(n -> refusing.get() ? Fate.REFUSED : Fate.LANDS);
    start();
    journal.add(4);
    Await.until(
        () -> "status", () -> anchoring.status().detail().contains("insufficient funds for fee"));
    assertFalse(anchoring.status().healthy());
    refusing.set(false);
    awaitFinal(4);
    assertTrue(anchoring.status().healthy());
  }

  @Test
  void anUnreachableChainIsReportedAndLosesNothing() throws IOException {
    start();
    journal.add(4);
    awaitFinal(4);
    ledger.reachable(false);
    journal.add(4);
    Await.until(() -> "status", () -> !anchoring.status().healthy());
    assertTrue(anchoring.status().lagMs() >= 0);
    ledger.reachable(true);
    awaitFinal(8);
    assertEquals(new Anchoring.AnchoringStatus(true, "ok", 0), anchoring.status());
  }

  @Test
  void aBacklogThatNeedsMoreHashesThanFitGoesInSeveralCommits() throws IOException {
    ledger.maxChunkBytes(8 + 3 * 32);
    journal.add(30_000);
    start();
    awaitFinal(30_000);
    assertArrayEquals(ReferenceTree.root(journal.leaves()), ledger.root(0));
    assertTrue(ledger.sent() > 1);
  }

  @Test
  void aFullEpochIsFollowedByTheNext() throws IOException {
    ledger = new SimulatedLedger(512);
    start();
    for (int n = 0; n < 10; n++) {
      journal.add(130);
    }
    awaitFinal(1_300);
    assertEquals(2, ledger.epoch());
    for (int epoch = 0; epoch < 3; epoch++) {
      assertArrayEquals(
          ReferenceTree.root(
              journal.leaves().subList(512 * epoch, Math.min(512 * (epoch + 1), 1_300))),
          ledger.root(epoch));
    }
    assertProofsHold();
  }

  @Test
  void whateverBecomesOfCommitsEveryMessageEndsAtItsIndexOnce() throws IOException {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    ledger = new SimulatedLedger(1_024);
    ledger.fates(
        n ->
            switch (random.nextInt(8)) {
              case 0 -> Fate.LANDS_UNHEARD;
              case 1 -> Fate.EXPIRES;
              case 2 -> Fate.LOST_UNHEARD;
              default -> Fate.LANDS;
            });
    start(settings(Duration.ofMillis(30), Duration.ofSeconds(45)));
    for (int n = 0; n < 60; n++) {
      int more = 1 + random.nextInt(90);
      long before = journal.anchoredSize();
      journal.add(more);
      Await.until(() -> "progress, seed " + seed, () -> journal.anchoredSize() > before);
    }
    ledger.fates(n -> Fate.LANDS);
    awaitFinal((int) journal.size());
    for (int epoch = 0; epoch <= ledger.epoch(); epoch++) {
      List<byte[]> leaves = journal.leaves();
      assertArrayEquals(
          ReferenceTree.root(
              leaves.subList(1_024 * epoch, Math.min(1_024 * (epoch + 1), leaves.size()))),
          ledger.root(epoch),
          "seed " + seed);
    }
  }

  @Test
  void thereIsNoProofOfWhatIsNotAnchored() throws IOException {
    ledger.fates(n -> Fate.KEPT_BACK);
    start();
    journal.add(1);
    Await.until(() -> "commit", () -> ledger.kept() == 1);
    assertEquals(Optional.empty(), proof(0));
    ledger.release(0);
    awaitAnchored(1);
    assertTrue(proof(0).isPresent());
  }

  private void start() throws IOException {
    start(settings(Duration.ofSeconds(8), Duration.ofSeconds(45)));
  }

  private void start(AnchoringSettings settings) throws IOException {
    anchoring = new LogAnchoring(journal, ledger, settings, new MetricRegistry());
    anchoring.start();
  }

  private LogAnchoring anchoring(MemoryJournal other) throws IOException {
    return new LogAnchoring(
        other,
        ledger,
        settings(Duration.ofSeconds(8), Duration.ofSeconds(45)),
        new MetricRegistry());
  }

  private AnchoringSettings settings(Duration patience, Duration finalityLimit) {
    return new AnchoringSettings(
        folder, INTERVAL, 0, patience, BACKOFF, Duration.ofMillis(5), finalityLimit);
  }

  private void awaitAnchored(int size) {
    Await.until(
        () -> size + " anchored: " + journal.anchoredSize() + ", " + anchoring.status(),
        () -> journal.anchoredSize() >= size);
  }

  private void awaitFinal(int size) {
    Await.until(
        () -> size + " final: " + journal.finalizedSize() + ", " + anchoring.status(),
        () -> journal.finalizedSize() >= size);
  }

  private Optional<InclusionProof> proof(long index) {
    return anchoring.proofs().proof(index).toCompletableFuture().join();
  }

  private void assertProofsHold() {
    List<byte[]> leaves = journal.leaves();
    for (int i = 0; i < leaves.size(); i++) {
      InclusionProof proof = proof(i).orElseThrow();
      assertArrayEquals(leaves.get(i), proof.leafHash());
      byte[] acc = proof.leafHash();
      for (int h = 0; h < proof.path().size(); h++) {
        byte[] one = {1};
        byte[] sibling = proof.path().get(h);
        acc =
            (proof.epochIndex() >> h & 1) == 0
                ? ReferenceTree.sha256(one, acc, sibling)
                : ReferenceTree.sha256(one, sibling, acc);
      }
      assertArrayEquals(proof.peak(), acc);
      assertTrue(ledger.holdsPeak(proof.epoch(), acc), "a peak on chain for " + i);
    }
  }

  private record Range(long start, long end) {}

  private List<Range> recorded() {
    return journal.commits().stream().map(c -> new Range(c.start(), c.end())).toList();
  }

  private static List<String> ranges(List<Chunk> chunks) {
    return chunks.stream().map(c -> c.start() + "-" + c.end()).toList();
  }
}
