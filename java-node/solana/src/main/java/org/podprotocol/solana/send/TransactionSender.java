package org.podprotocol.solana.send;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.rpc.SolanaRpc;

/**
 * Sends transactions and finds out what became of them.
 *
 * <p>The signature is known before anything is sent, and the same bytes are sent again until the
 * transaction is seen or can't land any more: sending is idempotent. Statuses are polled in
 * batches; where there are few transactions their signatures are subscribed to as well. Nothing is
 * queued without bound: see {@link SenderOptions#maxInFlight()}.
 *
 * <p>Preparation runs on the caller's thread and on network threads, the rest on one event loop.
 */
public final class TransactionSender implements AutoCloseable {

  private final EventExecutor loop;
  private final SenderOptions options;
  private final SignatureWatch watch;
  private final SendObserver observer;
  private final TransactionPreparer preparer;
  private final SendQueue queue;
  private final ConfirmationTracker tracker;
  private final AtomicInteger admitted = new AtomicInteger();
  // Touched on the loop only.
  private final Map<Signature, InFlight> inFlight = new LinkedHashMap<>();
  private int watches;
  private volatile boolean closed;

  /**
   * A sender over one transport.
   *
   * @param reads where statuses, heights, simulations and prices come from
   * @param sends where transactions go; may be the same
   * @param blockhashes shared by all senders of a cluster
   * @param fee decides the price of a compute unit
   * @param watch tells of signatures faster than polling does
   * @param loop one of the network's event loops: {@code network.eventLoops().next()}
   */
  public TransactionSender(
      SolanaRpc reads,
      SolanaRpc sends,
      BlockhashCache blockhashes,
      PriorityFee fee,
      SignatureWatch watch,
      EventExecutor loop,
      SenderOptions options) {
    this(reads, sends, blockhashes, fee, watch, loop, options, SendObserver.none());
  }

  /** The same, observed. */
  public TransactionSender(
      SolanaRpc reads,
      SolanaRpc sends,
      BlockhashCache blockhashes,
      PriorityFee fee,
      SignatureWatch watch,
      EventExecutor loop,
      SenderOptions options,
      SendObserver observer) {
    this.observer = observer;
    this.loop = loop;
    this.options = options;
    this.watch = watch;
    this.preparer = new TransactionPreparer(reads, blockhashes, fee, options);
    this.queue = new SendQueue(sends, loop, options, this::end);
    this.tracker =
        new ConfirmationTracker(reads, loop, options, inFlight.values(), queue, this::end);
  }

  /**
   * Sends a transaction.
   *
   * @return its stages; they fail with {@link SenderBusyException} if too many are in flight, with
   *     {@link IllegalArgumentException} if the request can't make a transaction, and with an
   *     {@link org.podprotocol.solana.rpc.RpcException} if blockhash, price or simulation could not
   *     be had
   */
  public Submission send(SendRequest request) {
    if (closed) {
      return Submission.failed(new IllegalStateException("the sender has been closed"));
    }
    if (admitted.incrementAndGet() > options.maxInFlight()) {
      admitted.decrementAndGet();
      return Submission.failed(new SenderBusyException(options.maxInFlight()));
    }
    Submission submission = new Submission();
    submission.outcome().whenComplete((outcome, cause) -> admitted.decrementAndGet());
    try {
      CompletableFuture<Prepared> preparing = preparer.prepare(request);
      if (!preparing.isDone()) {
        // A signer that never answers must not hold its place for ever.
        preparing.orTimeout(options.giveUpAfter().toMillis(), TimeUnit.MILLISECONDS);
      }
      preparing.whenComplete((prepared, cause) -> prepared(request, submission, prepared, cause));
    } catch (IllegalArgumentException e) {
      submission.fail(e);
    }
    return submission;
  }

  private void prepared(
      SendRequest request,
      Submission submission,
      @Nullable Prepared prepared,
      @Nullable Throwable cause) {
    if (cause != null) {
      submission.fail(
          cause instanceof CompletionException && cause.getCause() != null
              ? cause.getCause()
              : cause);
    } else if (prepared instanceof Prepared.Refused refused) {
      submission.end(refused.outcome());
    } else if (prepared instanceof Prepared.Signed signed) {
      begin(new InFlight(signed, request.commitment(), submission));
    }
  }

  private void begin(InFlight item) {
    item.submission.signed().complete(item.id);
    loop.execute(
        () -> {
          if (closed) {
            item.submission.fail(new IllegalStateException("the sender has been closed"));
            return;
          }
          if (inFlight.putIfAbsent(item.id, item) != null) {
            item.submission.fail(
                new IllegalArgumentException("transaction " + item.id + " is already in flight"));
            return;
          }
          subscribe(item);
          queue.add(item);
          tracker.wake();
        });
  }

  /** Subscribes before the first send, so that no word can come too early. */
  private void subscribe(InFlight item) {
    if (watches >= options.maxSignatureWatches()) {
      return;
    }
    watches++;
    item.watched = true;
    item.unwatch =
        watch.watch(
            item.id,
            item.target,
            (slot, error) ->
                loop.execute(
                    () ->
                        end(
                            item,
                            error == null
                                ? new Outcome.Landed(item.id, slot, item.target)
                                : new Outcome.Failed(
                                    item.id, slot, error.countedFrom(item.ownInstructions)))));
  }

  private void end(InFlight item, Outcome outcome) {
    if (item.ended) {
      return;
    }
    item.ended = true;
    inFlight.remove(item.id);
    if (item.watched) {
      watches--;
      item.unwatch.run();
    }
    item.submission.end(outcome);
    long now = System.nanoTime();
    observer.ended(
        new SendReport(
            outcome,
            item.transaction.message().signers().size(),
            item.sends,
            item.acceptedNanos == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(item.acceptedNanos - item.begunNanos)),
            Duration.ofNanos(now - item.begunNanos)));
  }

  /** Transactions between {@link #send} and their outcome. */
  public int inFlight() {
    return admitted.get();
  }

  /** Signed transactions that wait for a send call to become free. */
  public int queued() {
    return queue.depth();
  }

  /** Stops sending; what is in flight ends as {@link Outcome.Unknown}, with its signature. */
  @Override
  public void close() {
    closed = true;
    loop.execute(
        () ->
            new ArrayList<>(inFlight.values())
                .forEach(item -> end(item, new Outcome.Unknown(item.id, "the sender was closed"))));
  }
}
