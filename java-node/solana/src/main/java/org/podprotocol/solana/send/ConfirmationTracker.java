package org.podprotocol.solana.send;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.rpc.BlockPosition;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.ReadOptions;
import org.podprotocol.solana.rpc.SignatureStatus;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of transactions, in rounds: statuses in batches, then sends again, then
 * expiry. Lives on one event loop; a round begins only when the one before has ended.
 */
final class ConfirmationTracker {

  private static final Logger log = LoggerFactory.getLogger(ConfirmationTracker.class);
  private static final long POSITION_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SolanaRpc rpc;
  private final EventExecutor loop;
  private final SenderOptions options;
  private final Collection<InFlight> inFlight;
  private final SendQueue queue;
  private final BiConsumer<InFlight, Outcome> end;

  private boolean running;
  private @Nullable BlockPosition position;
  private long positionAtNanos = System.nanoTime() - POSITION_INTERVAL_NANOS;

  /** The collection is the sender's live view of what is under way. */
  ConfirmationTracker(
      SolanaRpc rpc,
      EventExecutor loop,
      SenderOptions options,
      Collection<InFlight> inFlight,
      SendQueue queue,
      BiConsumer<InFlight, Outcome> end) {
    this.rpc = rpc;
    this.loop = loop;
    this.options = options;
    this.inFlight = inFlight;
    this.queue = queue;
    this.end = end;
  }

  /** Makes sure that rounds go on. */
  void wake() {
    if (!running) {
      running = true;
      scheduleRound();
    }
  }

  private void scheduleRound() {
    loop.schedule(this::round, options.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void round() {
    if (inFlight.isEmpty()) {
      running = false;
      return;
    }
    List<InFlight> delivered = new ArrayList<>(inFlight);
    delivered.removeIf(item -> !item.maybeDelivered);
    List<CompletableFuture<?>> open = new ArrayList<>();
    for (List<InFlight> chunk : chunks(delivered)) {
      open.add(ask(chunk, false, Long.MAX_VALUE));
    }
    if (System.nanoTime() - positionAtNanos >= POSITION_INTERVAL_NANOS) {
      open.add(onLoop(rpc.getBlockPosition(Commitment.CONFIRMED), this::advance));
    }
    then(open, this::judge);
  }

  /** Resends what is due, and looks closer at what can't land any more. */
  private void judge() {
    long now = System.nanoTime();
    List<InFlight> over = new ArrayList<>();
    List<CompletableFuture<?>> open = new ArrayList<>();
    for (InFlight item : new ArrayList<>(inFlight)) {
      if (now - item.begunNanos > options.giveUpAfter().toNanos()) {
        end.accept(
            item, new Outcome.Unknown(item.id, "no word of it for " + options.giveUpAfter()));
        continue;
      }
      boolean due = item.accepted && !item.seen && now >= item.nextSendNanos;
      if (item.lifetime instanceof Lifetime.Blocks blocks) {
        if (isOver(blocks)) {
          over.add(item);
        } else if (due && canLand(blocks)) {
          queue.add(item);
        }
      } else if (item.lifetime instanceof Lifetime.Nonce nonce) {
        if (due) {
          queue.add(item);
        }
        open.add(checkNonce(item, nonce));
      }
    }
    BlockPosition at = position;
    if (at != null) {
      chunks(over).forEach(chunk -> open.add(ask(chunk, true, at.slot())));
    }
    then(open, this::scheduleRound);
  }

  /** Nodes differ; the furthest one counts. */
  private void advance(BlockPosition found) {
    BlockPosition before = position;
    if (before == null || found.blockHeight() >= before.blockHeight()) {
      position = found;
      positionAtNanos = System.nanoTime();
    }
  }

  private boolean canLand(Lifetime.Blocks blocks) {
    BlockPosition at = position;
    return at == null
        || at.blockHeight() + options.stopResendBlocks() < blocks.lastValidBlockHeight();
  }

  private boolean isOver(Lifetime.Blocks blocks) {
    BlockPosition at = position;
    return at != null && at.blockHeight() > blocks.lastValidBlockHeight() + options.settleBlocks();
  }

  /**
   * Asks for statuses. What is unknown to a node that has reached {@code finalSlot} has expired;
   * other nodes may just be behind.
   */
  private CompletableFuture<?> ask(List<InFlight> chunk, boolean history, long finalSlot) {
    List<Signature> signatures = chunk.stream().map(item -> item.id).toList();
    return onLoop(
        rpc.getSignatureStatuses(signatures, history),
        answer -> {
          for (int i = 0; i < chunk.size(); i++) {
            InFlight item = chunk.get(i);
            if (!item.ended) {
              apply(item, answer.value().get(i).orElse(null), answer.slot() >= finalSlot);
            }
          }
        });
  }

  private void apply(InFlight item, @Nullable SignatureStatus status, boolean isFinal) {
    item.seen = status != null;
    if (status == null) {
      if (isFinal) {
        end.accept(item, new Outcome.Expired(item.id));
      }
    } else if (status.commitment().isAtLeast(item.target)) {
      end.accept(
          item,
          status.error() == null
              ? new Outcome.Landed(item.id, status.slot(), status.commitment())
              : new Outcome.Failed(
                  item.id, status.slot(), status.error().countedFrom(item.ownInstructions)));
    }
  }

  /** Once the account holds another value, the transaction has landed or never will. */
  private CompletableFuture<?> checkNonce(InFlight item, Lifetime.Nonce nonce) {
    CompletableFuture<Void> checked = new CompletableFuture<>();
    onLoop(
            rpc.getAccountInfo(nonce.account(), ReadOptions.at(Commitment.CONFIRMED)),
            found -> {
              if (!item.ended && !DurableNonce.holds(found.value(), nonce.value())) {
                ask(List.of(item), true, found.slot())
                    .whenComplete((v, c) -> checked.complete(null));
              } else {
                checked.complete(null);
              }
            })
        .whenComplete(
            (done, cause) -> {
              if (cause != null) {
                checked.complete(null);
              }
            });
    return checked;
  }

  /** Handles an answer on the loop. A failed call is no word at all: the next round asks again. */
  private <T> CompletableFuture<?> onLoop(CompletableFuture<T> call, Consumer<T> handler) {
    return call.thenAcceptAsync(handler, loop);
  }

  private void then(List<CompletableFuture<?>> open, Runnable next) {
    open.forEach(
        call ->
            call.whenComplete(
                (done, cause) -> {
                  if (cause != null) {
                    log.debug("a question about transactions failed", cause);
                  }
                }));
    CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
        .whenCompleteAsync((done, cause) -> next.run(), loop);
  }

  private static List<List<InFlight>> chunks(List<InFlight> items) {
    List<List<InFlight>> chunks = new ArrayList<>();
    for (int from = 0; from < items.size(); from += SolanaRpc.MAX_STATUSES) {
      chunks.add(items.subList(from, Math.min(items.size(), from + SolanaRpc.MAX_STATUSES)));
    }
    return chunks;
  }
}
