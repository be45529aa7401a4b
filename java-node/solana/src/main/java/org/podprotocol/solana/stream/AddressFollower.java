package org.podprotocol.solana.stream;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.pubsub.LogsNotification;
import org.podprotocol.solana.pubsub.PubSub;
import org.podprotocol.solana.pubsub.Subscription;
import org.podprotocol.solana.pubsub.SubscriptionListener;
import org.podprotocol.solana.pubsub.SubscriptionRequest;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.SignatureInfo;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of all transactions that name an address, each once, oldest first, with no gaps:
 * notifications only wake it, the history ({@code getSignaturesForAddress} down to a cursor) is
 * what counts. So lost connections, cut logs and missed notifications do no harm; what failed is
 * asked again.
 */
public final class AddressFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AddressFollower.class);
  private static final int PAGE = 1000;
  private static final int REMEMBERED = 4096;

  /**
   * Takes a piece of history. The next comes when the future completes; a failed one is told again.
   */
  @FunctionalInterface
  public interface Consumer {
    /** Transactions in the order of the ledger, none told before. Called on a network thread. */
    CompletableFuture<Void> told(List<SignatureInfo> transactions);
  }

  private final SolanaRpc rpc;
  private final EventExecutor loop;
  private final PublicKey address;
  private final Commitment commitment;
  private final Duration sweep;
  private final int maxPages;
  private final Consumer consumer;
  private final Subscription subscription;
  // Touched on the loop only.
  private final Map<Signature, Boolean> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Signature, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };
  private @Nullable Signature cursor;
  private long cursorSlot;
  private boolean reading;
  private boolean again;
  private volatile boolean closed;

  /**
   * Begins to follow.
   *
   * @param cursor the last transaction known before, or null: from the beginning of the address's
   *     history
   * @param cursorSlot its slot, or 0
   * @param sweep how often the history is read even if nothing is notified
   * @param maxPages of 1,000 transactions that one reading may span; more is an error that is
   *     logged and tried again
   */
  public AddressFollower(
      SolanaRpc rpc,
      PubSub pubSub,
      EventExecutor loop,
      PublicKey address,
      Commitment commitment,
      @Nullable Signature cursor,
      long cursorSlot,
      Duration sweep,
      int maxPages,
      Consumer consumer) {
    if (commitment == Commitment.PROCESSED) {
      throw new IllegalArgumentException("histories are kept from confirmed on");
    }
    this.rpc = rpc;
    this.loop = loop;
    this.address = address;
    this.commitment = commitment;
    this.cursor = cursor;
    this.cursorSlot = cursorSlot;
    this.sweep = sweep;
    this.maxPages = maxPages;
    this.consumer = consumer;
    this.subscription =
        pubSub.subscribe(
            SubscriptionRequest.logs(address, commitment),
            new SubscriptionListener<LogsNotification>() {
              @Override
              public void notified(LogsNotification notification) {
                loop.execute(AddressFollower.this::read);
              }

              @Override
              public void subscribed(boolean afterGap) {
                loop.execute(AddressFollower.this::read);
              }
            });
    loop.execute(this::read);
    scheduleSweep();
  }

  private void scheduleSweep() {
    loop.schedule(
        () -> {
          if (!closed) {
            read();
            scheduleSweep();
          }
        },
        sweep.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private void read() {
    if (closed) {
      return;
    }
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    again = false;
    collect(null, new ArrayList<>(), 0)
        .thenComposeAsync(this::deliver, loop)
        .whenCompleteAsync((done, cause) -> finished(cause), loop);
  }

  /** Newest first, page by page, down to the cursor. */
  private CompletableFuture<List<SignatureInfo>> collect(
      @Nullable Signature before, List<SignatureInfo> found, int pages) {
    if (pages == maxPages) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(
              "more than " + maxPages * PAGE + " transactions since the cursor"));
    }
    return rpc.getSignaturesForAddress(address, before, cursor, PAGE, commitment)
        .thenComposeAsync(
            page -> {
              boolean reachedCursor = false;
              for (SignatureInfo info : page) {
                // A node that doesn't know the cursor goes on below it.
                if (info.slot() < cursorSlot || info.signature().equals(cursor)) {
                  reachedCursor = true;
                  break;
                }
                if (!told.containsKey(info.signature())) {
                  found.add(info);
                }
              }
              return reachedCursor || page.size() < PAGE
                  ? CompletableFuture.completedFuture(found)
                  : collect(page.get(page.size() - 1).signature(), found, pages + 1);
            },
            loop);
  }

  private CompletableFuture<Void> deliver(List<SignatureInfo> newestFirst) {
    if (newestFirst.isEmpty() || closed) {
      return CompletableFuture.completedFuture(null);
    }
    List<SignatureInfo> ordered = new ArrayList<>(newestFirst);
    Collections.reverse(ordered);
    return consumer
        .told(Collections.unmodifiableList(ordered))
        .thenRunAsync(
            () -> {
              ordered.forEach(info -> told.put(info.signature(), true));
              SignatureInfo newest = newestFirst.get(0);
              cursor = newest.signature();
              cursorSlot = newest.slot();
            },
            loop);
  }

  private void finished(@Nullable Throwable cause) {
    reading = false;
    if (cause != null) {
      log.warn(
          "the history of {} could not be read or taken; the next sweep tries again",
          address,
          cause);
    } else if (again) {
      read();
    }
  }

  /** Ends the following; a piece under way may still be told. */
  @Override
  public void close() {
    closed = true;
    subscription.cancel();
  }
}
