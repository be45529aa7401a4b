package org.podprotocol.solana.send;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.LatestBlockhash;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.rpc.TransportException;

/**
 * A blockhash at {@code confirmed} that is always recent: refreshed in the background, never handed
 * out when it is older than a limit. {@code processed} hashes may belong to dropped blocks, {@code
 * finalized} ones have lost 13 seconds of their life.
 */
public final class BlockhashCache implements AutoCloseable {

  private static final Duration RETRY = Duration.ofMillis(500);
  private static final int MAX_WAITING = 65_536;

  private record Fetched(LatestBlockhash blockhash, long atNanos) {}

  private record Waiter(CompletableFuture<LatestBlockhash> future, long sinceNanos) {}

  private final SolanaRpc rpc;
  private final EventExecutor loop;
  private final Duration refresh;
  private final Duration maxAge;

  private volatile @Nullable Fetched newest;
  private volatile boolean closed;
  // Touched on the loop only.
  private final List<Waiter> waiting = new ArrayList<>();

  /**
   * Begins to fetch. Refreshes every {@code refresh}; what is older than {@code maxAge} is not
   * handed out.
   */
  public BlockhashCache(SolanaRpc rpc, EventExecutor loop, Duration refresh, Duration maxAge) {
    if (refresh.compareTo(maxAge) >= 0) {
      throw new IllegalArgumentException(
          "the refresh interval must be shorter than the greatest age");
    }
    this.rpc = rpc;
    this.loop = loop;
    this.refresh = refresh;
    this.maxAge = maxAge;
    loop.execute(this::fetch);
  }

  /** Refreshed every 2 seconds, at most 15 seconds old. */
  public static BlockhashCache start(SolanaRpc rpc, EventExecutor loop) {
    return new BlockhashCache(rpc, loop, Duration.ofSeconds(2), Duration.ofSeconds(15));
  }

  /**
   * The newest blockhash: at once if there is one, else with the next fetch that succeeds. Fails
   * with what fetching fails with, if that goes on for longer than a blockhash may be old.
   */
  public CompletableFuture<LatestBlockhash> latest() {
    Fetched fetched = newest;
    if (fetched != null && isYoung(fetched)) {
      return CompletableFuture.completedFuture(fetched.blockhash());
    }
    CompletableFuture<LatestBlockhash> future = new CompletableFuture<>();
    loop.execute(() -> await(future));
    return future;
  }

  private boolean isYoung(Fetched fetched) {
    return System.nanoTime() - fetched.atNanos() <= maxAge.toNanos();
  }

  private void await(CompletableFuture<LatestBlockhash> future) {
    Fetched fetched = newest;
    if (closed) {
      future.completeExceptionally(shutDown());
    } else if (fetched != null && isYoung(fetched)) {
      future.complete(fetched.blockhash());
    } else if (waiting.size() == MAX_WAITING) {
      future.completeExceptionally(
          new TransportException(
              TransportException.Reason.BUSY, "too many wait for a blockhash", null));
    } else {
      waiting.add(new Waiter(future, System.nanoTime()));
    }
  }

  private void fetch() {
    if (closed) {
      return;
    }
    long begun = System.nanoTime();
    rpc.getLatestBlockhash(Commitment.CONFIRMED)
        .whenComplete((hash, cause) -> loop.execute(() -> fetched(hash, cause, begun)));
  }

  private void fetched(@Nullable LatestBlockhash hash, @Nullable Throwable cause, long begunNanos) {
    Fetched before = newest;
    if (hash != null
        && (before == null
            || hash.contextSlot() >= before.blockhash().contextSlot()
            || !isYoung(before))) {
      newest = new Fetched(hash, begunNanos);
      waiting.forEach(waiter -> waiter.future().complete(hash));
      waiting.clear();
    }
    if (cause != null) {
      giveUp(cause);
    }
    Duration next = hash == null ? RETRY : refresh;
    if (!closed) {
      loop.schedule(this::fetch, next.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Who has waited as long as a blockhash may be old learns why there is none. */
  private void giveUp(Throwable cause) {
    long now = System.nanoTime();
    waiting.removeIf(
        waiter -> {
          boolean tired = now - waiter.sinceNanos() > maxAge.toNanos();
          if (tired) {
            waiter.future().completeExceptionally(cause);
          }
          return tired;
        });
  }

  private static TransportException shutDown() {
    return new TransportException(
        TransportException.Reason.SHUT_DOWN, "the blockhash cache has been closed", null);
  }

  /** Stops fetching; who still waits gets a failure. */
  @Override
  public void close() {
    closed = true;
    loop.execute(
        () -> {
          waiting.forEach(waiter -> waiter.future().completeExceptionally(shutDown()));
          waiting.clear();
        });
  }
}
