package org.podprotocol.relay.anchoring;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.podprotocol.relay.chain.ChainUnavailableException;
import org.podprotocol.relay.chain.LogSnapshot;
import org.podprotocol.relay.chain.RelayLedger;
import org.podprotocol.relay.chain.RelayLedger.Finality;

/**
 * Reads the log account, then computes the proof for just that size. One thread does it, so that a
 * slow chain does not hold up the proofs of agents; at most 16 wait, and further ones fail with
 * {@link RejectedExecutionException}.
 */
final class LedgerProofs implements ChainProofs {
  private static final int QUEUE = 16;

  private final RelayLedger ledger;
  private final TreeProofs proofs;
  private final ThreadPoolExecutor reader;

  LedgerProofs(RelayLedger ledger, TreeProofs proofs) {
    this.ledger = ledger;
    this.proofs = proofs;
    reader =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("chain-proofs").daemon().factory());
    reader.allowCoreThreadTimeOut(true);
  }

  @Override
  public CompletionStage<Optional<ChainProof>> proof(long index) {
    try {
      return CompletableFuture.supplyAsync(() -> compute(index), reader);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Optional<ChainProof> compute(long index) {
    LogSnapshot account;
    try {
      account = ledger.log(Finality.CONFIRMED);
    } catch (ChainUnavailableException e) {
      return unheld(index, "The chain can't be asked: " + e.getMessage() + ".");
    }
    if (index < account.firstIndex()) {
      return unheld(
          index, "The message is in an earlier epoch's log, which is sealed and keeps no peaks.");
    }
    return proofs
        .compute(index, account.firstIndex() + account.size())
        .map(proof -> new ChainProof(proof, Optional.of(account), ""));
  }

  private Optional<ChainProof> unheld(long index, String problem) {
    return proofs
        .compute(index, proofs.anchored())
        .map(proof -> new ChainProof(proof, Optional.empty(), problem));
  }

  void close() {
    reader.shutdownNow();
  }
}
