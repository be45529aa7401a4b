package org.podprotocol.relay.anchoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.podprotocol.relay.anchoring.EpochTrees.EpochTree;
import org.podprotocol.relay.chain.RelayLedger;
import org.podprotocol.relay.journal.CommitRecord;
import org.podprotocol.relay.journal.LeafLog;

/**
 * Proofs from the trees, for what is confirmed. Two threads compute them; at most 1,024 wait, and
 * further ones fail with {@link RejectedExecutionException}.
 */
final class TreeProofs implements ProofSource {

  private static final int THREADS = 2;
  private static final int QUEUE = 1_024;

  private final LeafLog journal;
  private final RelayLedger ledger;
  private final EpochTrees trees;
  private final ThreadPoolExecutor readers;
  private volatile long anchored;

  TreeProofs(LeafLog journal, RelayLedger ledger, EpochTrees trees) {
    this.journal = journal;
    this.ledger = ledger;
    this.trees = trees;
    readers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("proofs-", 0).daemon().factory());
    readers.allowCoreThreadTimeOut(true);
  }

  /** Messages below this global index are in the log on chain. */
  void anchored(long end) {
    anchored = end;
  }

  @Override
  public CompletionStage<Optional<InclusionProof>> proof(long index) {
    if (index < 0 || index >= anchored) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    try {
      return CompletableFuture.supplyAsync(() -> compute(index, anchored), readers);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Where what is known to be in the log on chain ends, as a global index. */
  long anchored() {
    return anchored;
  }

  /**
   * The proof against the log as it is or was with messages below {@code end}; empty if the trees
   * do not reach that far.
   */
  Optional<InclusionProof> compute(long index, long end) {
    Optional<CommitRecord> commit = journal.commitCovering(index);
    if (index >= end || commit.isEmpty()) {
      return Optional.empty();
    }
    EpochTree epoch = trees.covering(index);
    MerkleLog tree = epoch.tree();
    long treeSize = Math.min(end - epoch.firstIndex(), ledger.epochCapacity());
    if (treeSize > tree.size()) {
      return Optional.empty();
    }
    long epochIndex = index - epoch.firstIndex();
    try {
      return Optional.of(
          new InclusionProof(
              epoch.epoch(),
              ledger.logAddress(epoch.epoch()),
              index,
              epochIndex,
              tree.node(0, epochIndex),
              tree.pathToPeak(epochIndex, treeSize),
              treeSize,
              tree.peak(epochIndex, treeSize),
              commit.get().signature(),
              commit.get().slot(),
              index < journal.finalizedSize()));
    } catch (IOException e) {
      throw new UncheckedIOException("the tree of epoch " + epoch.epoch() + " can't be read", e);
    }
  }

  void close() throws InterruptedException {
    readers.shutdown();
    readers.awaitTermination(5, TimeUnit.SECONDS);
  }
}
