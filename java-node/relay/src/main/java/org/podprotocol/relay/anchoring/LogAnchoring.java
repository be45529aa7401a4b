package org.podprotocol.relay.anchoring;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.tree.Chunk;
import org.podprotocol.relay.anchoring.EpochTrees.EpochTree;
import org.podprotocol.relay.anchoring.PendingCommits.Pending;
import org.podprotocol.relay.chain.ChainUnavailableException;
import org.podprotocol.relay.chain.CommitOutcome;
import org.podprotocol.relay.chain.LogSnapshot;
import org.podprotocol.relay.chain.OnChainCommit;
import org.podprotocol.relay.chain.RelayLedger;
import org.podprotocol.relay.chain.RelayLedger.Finality;
import org.podprotocol.relay.journal.CommitRecord;
import org.podprotocol.relay.journal.JournalListener;
import org.podprotocol.relay.journal.LeafLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit loop. One thread does everything: it takes new leaves from the journal into the tree,
 * sends commits, hears what became of them, and compares with the chain whenever something is in
 * doubt. Sizes are those of the present epoch.
 */
public final class LogAnchoring implements Anchoring {

  private static final Logger LOG = LoggerFactory.getLogger(LogAnchoring.class);

  /** A transaction can't land this long after it was sent: its blockhash lived for 151 blocks. */
  private static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(150);

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long CLOSE_SECONDS = 10;

  private final LeafLog journal;
  private final RelayLedger ledger;
  private final AnchoringSettings settings;
  private final EpochTrees trees;
  private final Reconciliation reconciliation;
  private final TreeProofs proofs;
  private final LedgerProofs chainProofs;
  private final AnchoringMetrics metrics;
  private final CommitPacer pacer;
  private final LagClock lag = new LagClock();
  private final AnchorTimes times;
  private final ScheduledExecutorService loop;
  private final AtomicBoolean announced = new AtomicBoolean();

  // The loop thread's own.
  private final PendingCommits pending = new PendingCommits();
  private boolean doubt;
  private boolean advancingEpoch;
  private long highestSlot;
  private long nextCheckNanos;
  private long oldestNotFinalNanos;
  private @Nullable ScheduledFuture<?> next;
  private long nextNanos;

  // Written by the loop thread, read by others.
  private volatile EpochTree current;
  private volatile long onChain;
  private volatile String problem = "starting";
  private volatile String commitProblem = "";
  private volatile boolean refusing;
  private volatile boolean closing;

  public LogAnchoring(
      LeafLog journal, RelayLedger ledger, AnchoringSettings settings, MetricRegistry registry)
      throws IOException {
    this.journal = journal;
    this.ledger = ledger;
    this.settings = settings;
    trees = EpochTrees.open(settings.treeFolder(), journal);
    reconciliation = new Reconciliation(journal, trees);
    proofs = new TreeProofs(journal, ledger, trees);
    chainProofs = new LedgerProofs(ledger, proofs);
    metrics = new AnchoringMetrics(registry);
    times = new AnchorTimes(metrics.latency);
    pacer =
        new CommitPacer(
            settings.interval(),
            settings.hourlyBudgetLamports(),
            settings.backoff(),
            System.nanoTime());
    loop =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("anchoring").daemon().factory());
    metrics.gauge("lag.ms", () -> status().lagMs());
    metrics.gauge("size", journal::anchoredSize);
    metrics.gauge("finalized", journal::finalizedSize);
  }

  @Override
  public void start() {
    try {
      loop.submit(this::begin).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while comparing journal and chain", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("The trees can't be read: " + e.getCause(), e.getCause());
    }
  }

  private Void begin() throws IOException {
    reconcile();
    problem = "";
    if (current.firstIndex() + onChain < journal.size()) {
      lag.appended(current.firstIndex() + onChain, System.currentTimeMillis());
    }
    journal.addListener(
        new JournalListener() {
          @Override
          public void appended(long from, long to) {
            long now = System.currentTimeMillis();
            lag.appended(from, now);
            times.appended(from, to, now);
            wake();
          }
        });
    passIn(0);
    return null;
  }

  @Override
  public ProofSource proofs() {
    return proofs;
  }

  /** Proofs with the account they are held against. */
  public ChainProofs chainProofs() {
    return chainProofs;
  }

  /** The log's tiles and checkpoints. */
  public PublishedLog published(CheckpointSigner signer) {
    return new TreeTiles(trees, journal::anchoredSize, signer);
  }

  @Override
  public AnchoringStatus status() {
    String detail = problem.isEmpty() ? commitProblem : problem;
    return new AnchoringStatus(
        detail.isEmpty(), detail.isEmpty() ? "ok" : detail, lag.lagMs(System.currentTimeMillis()));
  }

  /** Brings the next pass forward to when a commit may be sent; called from any thread. */
  private void wake() {
    if (announced.compareAndSet(false, true)) {
      try {
        loop.execute(() -> passIn(pacer.delayNanos(System.nanoTime())));
      } catch (RejectedExecutionException e) {
        LOG.debug("woken after it was closed");
      }
    }
  }

  /** Sees to it that a pass begins within this time; one that is planned earlier stays. */
  private void passIn(long delayNanos) {
    long at = System.nanoTime() + delayNanos;
    if (next != null) {
      if (nextNanos - at <= 0) {
        return;
      }
      next.cancel(false);
    }
    nextNanos = at;
    next = loop.schedule(this::pass, delayNanos, TimeUnit.NANOSECONDS);
  }

  private void pass() {
    next = null;
    announced.set(false);
    if (refusing || closing) {
      return;
    }
    try {
      if (doubt) {
        reconcile();
      }
      takeIn();
      if (current.tree().size() == ledger.epochCapacity() && onChain == ledger.epochCapacity()) {
        advanceEpoch();
      } else {
        commit();
      }
      followFinality();
      problem = "";
    } catch (ChainUnavailableException e) {
      metrics.chainErrors.inc();
      problem = "The chain can't be asked: " + e.getMessage();
      LOG.warn("{}", problem);
      doubt = true;
    } catch (JournalBehindChainException | LogDivergedException e) {
      refuse(e.getMessage(), e);
    } catch (IOException e) {
      refuse("The trees in " + settings.treeFolder() + " can't be written: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      refuse("Anchoring stopped: " + e, e);
    }
    scheduleNext();
  }

  private void scheduleNext() {
    if (refusing || closing) {
      return;
    }
    long now = System.nanoTime();
    boolean behind = current.tree().size() > onChain || journal.size() > current.end();
    long delay;
    if (doubt) {
      delay = RETRY_NANOS;
    } else if (behind) {
      delay = Math.max(pacer.delayNanos(now), TimeUnit.MILLISECONDS.toNanos(20));
    } else if (journal.finalizedSize() < journal.anchoredSize()) {
      delay = Math.max(nextCheckNanos - now, 0);
    } else {
      return;
    }
    passIn(delay);
  }

  private void refuse(String message, Throwable cause) {
    refusing = true;
    problem = message;
    LOG.error("{}", message, cause);
  }

  /** Reads the log on chain and makes memory and journal agree with it. */
  private void reconcile() throws IOException {
    LogSnapshot chain = ledger.log(Finality.CONFIRMED);
    if (chain.contextSlot() < highestSlot) {
      throw new ChainUnavailableException(
          "the endpoint is at slot %d, a commit landed in slot %d"
              .formatted(chain.contextSlot(), highestSlot));
    }
    metrics.reconciled.inc();
    EpochTree tree = reconciliation.check(chain);
    if (current != null && current.epoch() != tree.epoch()) {
      pending.clear();
    }
    current = tree;
    long chainEnd = chain.firstIndex() + chain.size();
    if (journal.anchoredSize() > chainEnd) {
      LOG.warn(
          "{} messages were anchored by commits that were rolled back; sending them again",
          journal.anchoredSize() - chainEnd);
      metrics.rolledBack.inc();
      pending.clear();
      await(journal.recordRolledBack(chainEnd));
    } else if (journal.anchoredSize() < chainEnd) {
      recordFromHistory(chain);
      pacer.landed();
      commitProblem = "";
    }
    onChain = chain.size();
    pending.dropUpTo(onChain);
    proofs.anchored(chainEnd);
    times.anchored(chainEnd, System.currentTimeMillis());
    lag.anchored(chainEnd, journal.size());
    oldestNotFinalNanos = System.nanoTime();
    doubt = false;
  }

  /** Marks what landed without our hearing of it, by the chain's own account of it. */
  private void recordFromHistory(LogSnapshot chain) {
    EpochTree tree = trees.covering(journal.anchoredSize());
    for (int epoch = tree.epoch(); epoch <= chain.epoch(); epoch++) {
      long first = epoch == chain.epoch() ? chain.firstIndex() : tree.firstIndex();
      long known = Math.max(0, journal.anchoredSize() - first);
      for (OnChainCommit commit : ledger.commitsSince(epoch, known)) {
        record(first + commit.end(), commit.signature(), commit.slot());
      }
      if (epoch < chain.epoch()) {
        tree = trees.covering(journal.anchoredSize());
      }
    }
    long chainEnd = chain.firstIndex() + chain.size();
    if (journal.anchoredSize() < chainEnd) {
      throw new ChainUnavailableException(
          "the chain's history of %s ends before its %d messages"
              .formatted(chain.log(), chain.size()));
    }
  }

  private void takeIn() throws IOException {
    long end = Math.min(journal.size(), current.firstIndex() + ledger.epochCapacity());
    trees.extend(current, end);
    current.tree().sync();
  }

  private void commit() throws IOException {
    long now = System.nanoTime();
    if (pending.dropUnfollowedSentBefore(now - LIFETIME_NANOS)) {
      doubt = true;
      return;
    }
    long target = current.tree().size();
    boolean unsent = target > pending.lastEnd(onChain);
    boolean overdue =
        target > onChain && pending.noneFollowedSince(now - settings.patience().toNanos());
    if (closing || !(unsent || overdue) || pacer.delayNanos(now) > 0) {
      return;
    }
    List<Chunk> chunks =
        ChunkPlan.plan(
            current.tree(), onChain, pending.ends(onChain), target, ledger.maxChunkBytes());
    if (chunks.isEmpty() || !overdue && chunks.getLast().end() <= pending.lastEnd(onChain)) {
      metrics.held.inc();
      return;
    }
    long fee = ledger.commitFeeLamports();
    pacer.sent(now, fee);
    Pending sent = pending.add(chunks.getLast().end(), now);
    metrics.sent.inc();
    int epoch = current.epoch();
    ledger
        .commit(epoch, chunks)
        .thenAcceptAsync(outcome -> heard(epoch, sent, outcome), loop)
        .exceptionally(this::failedToHear);
  }

  private void heard(int epoch, Pending sent, CommitOutcome outcome) {
    try {
      switch (outcome) {
        case CommitOutcome.Landed landed -> {
          metrics.landed.inc();
          metrics.feeLamports.inc(ledger.commitFeeLamports());
          metrics.confirmation.update(System.nanoTime() - sent.sentNanos, TimeUnit.NANOSECONDS);
          pending.remove(sent);
          pacer.landed();
          commitProblem = "";
          highestSlot = Math.max(highestSlot, landed.slot());
          if (epoch == current.epoch() && sent.end > onChain) {
            landed(sent.end, landed);
          }
        }
        case CommitOutcome.Refused refused -> {
          metrics.refused.inc();
          metrics.feeLamports.inc(ledger.commitFeeLamports());
          pending.remove(sent);
          distrust("Commit %s was refused: %s".formatted(refused.signature(), refused.error()));
        }
        case CommitOutcome.Expired expired -> {
          metrics.expired.inc();
          pending.remove(sent);
          distrust("Commit %s expired".formatted(expired.signature()));
        }
        case CommitOutcome.Unknown unknown -> {
          metrics.unknown.inc();
          sent.followed = false;
          distrust("What became of a commit is not known: " + unknown.error());
        }
      }
      if (doubt) {
        pacer.failed(System.nanoTime());
        passIn(0);
      } else {
        scheduleNext();
      }
    } catch (RuntimeException e) {
      refuse("Anchoring stopped: " + e, e);
    }
  }

  private void distrust(String why) {
    LOG.warn("{}", why);
    commitProblem = why;
    doubt = true;
  }

  private void landed(long end, CommitOutcome.Landed landed) {
    boolean allFinalBefore = journal.finalizedSize() == journal.anchoredSize();
    record(current.firstIndex() + end, landed.signature(), landed.slot());
    onChain = end;
    pending.dropUpTo(end);
    proofs.anchored(current.firstIndex() + end);
    times.anchored(current.firstIndex() + end, System.currentTimeMillis());
    lag.anchored(current.firstIndex() + end, journal.size());
    if (allFinalBefore) {
      long now = System.nanoTime();
      oldestNotFinalNanos = now;
      nextCheckNanos = now + settings.checkInterval().toNanos();
    }
  }

  private Void failedToHear(Throwable failure) {
    refuse("Anchoring stopped: " + failure, failure);
    return null;
  }

  private void record(long end, String signature, long slot) {
    long anchored = journal.anchoredSize();
    if (end > anchored) {
      await(journal.recordAnchored(new CommitRecord(anchored, end, signature, slot)));
    }
  }

  /** Marks what has become final; takes doubt when something that should be is not. */
  private void followFinality() {
    long now = System.nanoTime();
    if (journal.finalizedSize() >= journal.anchoredSize() || now - nextCheckNanos < 0) {
      return;
    }
    nextCheckNanos = now + settings.checkInterval().toNanos();
    LogSnapshot chain = ledger.log(Finality.FINALIZED);
    long end = Math.min(chain.firstIndex() + chain.size(), journal.anchoredSize());
    if (end > journal.finalizedSize()) {
      await(journal.recordFinalized(end));
      oldestNotFinalNanos = now;
    } else if (now - oldestNotFinalNanos > settings.finalityLimit().toNanos()) {
      doubt = true;
    }
  }

  private void advanceEpoch() {
    if (advancingEpoch || closing) {
      return;
    }
    advancingEpoch = true;
    ledger
        .nextEpoch(current.epoch())
        .thenAcceptAsync(
            outcome -> {
              advancingEpoch = false;
              LOG.info("Next epoch after {}: {}", current.epoch(), outcome);
              doubt = true;
              passIn(0);
            },
            loop)
        .exceptionally(this::failedToHear);
  }

  private static void await(CompletionStage<Void> stage) {
    try {
      stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the journal can't be marked: " + e.getCause(), e.getCause());
    }
  }

  /** Stops sending, and waits for commits under way for at most ten seconds. */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
      while (System.nanoTime() < deadline && !loop.submit(() -> noneFollowed()).get()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      loop.shutdown();
      loop.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      chainProofs.close();
      proofs.close();
      trees.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | IOException e) {
      LOG.warn("closing: {}", e.toString());
    }
  }

  private boolean noneFollowed() {
    return pending.noneFollowed();
  }
}
