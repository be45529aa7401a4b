package org.podprotocol.relay.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.SentMessage;
import org.podprotocol.client.relay.ProblemException;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.cli.Causes;
import org.podprotocol.relay.cli.ChainSession;

/**
 * Sends messages and keeps the receipts. A relay that can't be reached is asked again: the same
 * message can be sent any number of times.
 */
final class Dispatch {
  private static final int UNDER_WAY = 200;
  private static final long PAUSE_MS = 200;

  private final PodClient client;
  private final long patienceNanos;
  private final Semaphore room = new Semaphore(UNDER_WAY);
  private final Map<Hash, SentMessage> accepted = new ConcurrentHashMap<>();
  private volatile @Nullable Throwable failure;

  /**
   * @param patience how long one message is tried
   */
  Dispatch(PodClient client, Duration patience) {
    this.client = client;
    this.patienceNanos = patience.toNanos();
  }

  /** Sends when there is room; the receipt is checked when it comes. */
  CompletableFuture<SentMessage> send(Utterance utterance) {
    room.acquireUninterruptibly();
    CompletableFuture<SentMessage> done = new CompletableFuture<>();
    attempt(utterance, System.nanoTime() + patienceNanos, done);
    done.whenComplete(
        (sent, cause) -> {
          if (cause == null) {
            accepted.put(utterance.id(), sent);
          } else {
            failure = cause;
          }
          room.release();
        });
    return done;
  }

  private void attempt(
      Utterance utterance, long deadlineNanos, CompletableFuture<SentMessage> done) {
    client
        .submit(utterance.message())
        .whenComplete(
            (sent, thrown) -> {
              if (thrown == null) {
                done.complete(sent);
                return;
              }
              Throwable cause = Causes.of(thrown);
              if (!isPassing(cause) || System.nanoTime() > deadlineNanos) {
                done.completeExceptionally(cause);
                return;
              }
              CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS)
                  .execute(() -> attempt(utterance, deadlineNanos, done));
            });
  }

  private static boolean isPassing(Throwable cause) {
    return cause instanceof IOException
        || cause instanceof TimeoutException
        || (cause instanceof ProblemException problem && problem.problem().status() == 503);
  }

  /** Waits until all that was sent is answered. */
  Map<Hash, SentMessage> finish() {
    room.acquireUninterruptibly(UNDER_WAY);
    room.release(UNDER_WAY);
    Throwable cause = failure;
    if (cause != null) {
      ChainSession.await(CompletableFuture.failedFuture(cause));
    }
    return Map.copyOf(accepted);
  }
}
