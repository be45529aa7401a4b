package org.podprotocol.solana.send;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.HttpStatusException;
import org.podprotocol.solana.rpc.RpcErrorException;
import org.podprotocol.solana.rpc.SendOptions;
import org.podprotocol.solana.rpc.Simulation;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.rpc.TransactionError;
import org.podprotocol.solana.rpc.TransportException;
import org.podprotocol.solana.transaction.Transaction;

/**
 * Hands transactions to nodes, in order, so many at once; tries again where a node was at fault.
 * Lives on one event loop.
 */
final class SendQueue {

  private static final long FIRST_RETRY_MS = 100;

  private final SolanaRpc rpc;
  private final EventExecutor loop;
  private final SenderOptions options;
  private final BiConsumer<InFlight, Outcome> end;
  private final ArrayDeque<InFlight> queue = new ArrayDeque<>();
  private volatile int waiting;
  private int underWay;

  SendQueue(
      SolanaRpc rpc, EventExecutor loop, SenderOptions options, BiConsumer<InFlight, Outcome> end) {
    this.rpc = rpc;
    this.loop = loop;
    this.options = options;
    this.end = end;
  }

  /** Transactions that wait for their turn; may be read on any thread. */
  int depth() {
    return waiting;
  }

  void add(InFlight item) {
    if (item.ended || item.sending) {
      return;
    }
    item.sending = true;
    queue.add(item);
    pump();
    waiting = queue.size();
  }

  private void pump() {
    while (underWay < options.maxConcurrentSends()) {
      List<InFlight> group = nextGroup();
      if (group.isEmpty()) {
        return;
      }
      underWay++;
      send(group);
    }
  }

  /**
   * As many from the head as may share a request: the same preflight, no more than the batch
   * allows.
   */
  private List<InFlight> nextGroup() {
    List<InFlight> group = new ArrayList<>();
    while (group.size() < options.sendBatch() && !queue.isEmpty()) {
      InFlight head = queue.peek();
      if (head.ended) {
        head.sending = false;
        queue.remove();
        continue;
      }
      if (!group.isEmpty() && skipsPreflight(head) != skipsPreflight(group.get(0))) {
        break;
      }
      group.add(queue.remove());
    }
    return group;
  }

  private static boolean skipsPreflight(InFlight item) {
    return !item.preflight || item.accepted;
  }

  private void send(List<InFlight> group) {
    Long minContextSlot = null;
    for (InFlight item : group) {
      item.sends++;
      if (item.lifetime instanceof Lifetime.Blocks blocks) {
        minContextSlot =
            minContextSlot == null
                ? blocks.contextSlot()
                : Math.max(minContextSlot, blocks.contextSlot());
      }
    }
    SendOptions how =
        new SendOptions(skipsPreflight(group.get(0)), Commitment.CONFIRMED, 0, minContextSlot);
    List<Transaction> transactions = group.stream().map(item -> item.transaction).toList();
    List<CompletableFuture<Signature>> answers =
        transactions.size() == 1
            ? List.of(rpc.sendTransaction(transactions.get(0), how))
            : rpc.sendTransactions(transactions, how);
    int[] open = {group.size()};
    for (int i = 0; i < group.size(); i++) {
      InFlight item = group.get(i);
      answers
          .get(i)
          .whenComplete(
              (signature, cause) ->
                  loop.execute(
                      () -> {
                        item.sending = false;
                        if (!item.ended) {
                          answered(item, unwrap(cause));
                        }
                        if (--open[0] == 0) {
                          underWay--;
                          pump();
                          waiting = queue.size();
                        }
                      }));
    }
  }

  private static @Nullable Throwable unwrap(@Nullable Throwable cause) {
    return cause instanceof CompletionException && cause.getCause() != null
        ? cause.getCause()
        : cause;
  }

  private void answered(InFlight item, @Nullable Throwable cause) {
    if (cause == null) {
      accept(item);
      return;
    }
    if (cause instanceof RpcErrorException error) {
      refused(item, error);
      return;
    }
    if (!(cause instanceof TransportException transport && transport.wasNotSent())
        && !(cause instanceof HttpStatusException)) {
      item.maybeDelivered = true;
    }
    Duration asked =
        cause instanceof HttpStatusException status
            ? status.retryAfter().orElse(Duration.ZERO)
            : Duration.ZERO;
    retry(item, asked);
  }

  private void accept(InFlight item) {
    item.maybeDelivered = true;
    item.accepted = true;
    if (item.acceptedNanos == 0) {
      item.acceptedNanos = System.nanoTime();
    }
    item.failures = 0;
    item.nextSendNanos = System.nanoTime() + options.resendInterval().toNanos();
    item.submission.sent().complete(item.id);
  }

  private void refused(InFlight item, RpcErrorException error) {
    Simulation simulation = Simulation.ofPreflightFailure(error);
    TransactionError reason = simulation == null ? null : simulation.error();
    if (reason != null && reason.kind().equals("AlreadyProcessed")) {
      accept(item);
    } else if (reason != null && reason.kind().equals("BlockhashNotFound")
        || error.isNodeFault()
        || item.maybeDelivered) {
      // Either this node is behind, or an earlier send may have landed and made this one's
      // preflight fail.
      retry(item, Duration.ZERO);
    } else {
      end.accept(
          item,
          new Outcome.Rejected(
              String.valueOf(error.getMessage()),
              reason == null ? null : reason.countedFrom(item.ownInstructions),
              simulation == null ? List.of() : simulation.logs()));
    }
  }

  private void retry(InFlight item, Duration asked) {
    long longest = options.resendInterval().toMillis();
    long backoff = Math.min(longest, FIRST_RETRY_MS << Math.min(item.failures++, 10));
    long wait = Math.max(backoff, asked.toMillis());
    item.nextSendNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
    if (!item.accepted) {
      loop.schedule(() -> add(item), wait, TimeUnit.MILLISECONDS);
    }
  }
}
