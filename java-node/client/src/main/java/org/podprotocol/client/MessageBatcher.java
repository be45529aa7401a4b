package org.podprotocol.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.podprotocol.client.relay.Acceptance;
import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.client.relay.ProblemException;
import org.podprotocol.client.relay.SendResult;

/**
 * Joins messages into requests: the first of a quiet spell goes at once; while a request is under
 * way others gather, and go when they fill one, when it ends, or when the pause is over.
 */
final class MessageBatcher {
  private static final int MAX_WAITING = 10_000;
  private static final int MAX_BATCH_BYTES = 1 << 20;

  private final Function<List<OutgoingMessage>, CompletableFuture<List<SendResult>>> send;
  private final int batchSize;
  private final Duration pause;
  private final ScheduledExecutorService timer;

  // Guarded by this.
  private final Queue<Item> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean timed;

  MessageBatcher(
      Function<List<OutgoingMessage>, CompletableFuture<List<SendResult>>> send,
      int batchSize,
      Duration pause,
      ScheduledExecutorService timer) {
    this.send = send;
    this.batchSize = batchSize;
    this.pause = pause;
    this.timer = timer;
  }

  private record Item(OutgoingMessage message, CompletableFuture<Acceptance> result) {}

  /** Fails with {@link RejectedExecutionException} if too many wait. */
  CompletableFuture<Acceptance> send(OutgoingMessage message) {
    Item item = new Item(message, new CompletableFuture<>());
    List<Item> batch = List.of();
    synchronized (this) {
      if (waiting.size() == MAX_WAITING) {
        return CompletableFuture.failedFuture(
            new RejectedExecutionException(MAX_WAITING + " messages wait already"));
      }
      waiting.add(item);
      if (underWay == 0 || waiting.size() >= batchSize) {
        batch = take();
      } else if (!timed) {
        timed = true;
        timer.schedule(this::timeIsUp, pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    dispatch(batch);
    return item.result();
  }

  private void timeIsUp() {
    List<Item> batch;
    synchronized (this) {
      timed = false;
      batch = take();
    }
    dispatch(batch);
  }

  private void ended() {
    List<Item> batch = List.of();
    synchronized (this) {
      underWay--;
      if (underWay == 0) {
        batch = take();
      }
    }
    dispatch(batch);
  }

  /** The next batch, counted as under way; empty if nothing waits. Called with the lock held. */
  private List<Item> take() {
    List<Item> batch = new ArrayList<>();
    int bytes = 0;
    while (batch.size() < batchSize) {
      Item next = waiting.peek();
      if (next == null) {
        break;
      }
      bytes += (int) next.message().envelope().contentLength();
      if (!batch.isEmpty() && bytes > MAX_BATCH_BYTES) {
        break;
      }
      batch.add(waiting.remove());
    }
    if (!batch.isEmpty()) {
      underWay++;
    }
    return batch;
  }

  private void dispatch(List<Item> batch) {
    if (batch.isEmpty()) {
      return;
    }
    CompletableFuture<List<SendResult>> sent;
    try {
      sent = send.apply(batch.stream().map(Item::message).toList());
    } catch (RuntimeException e) {
      sent = CompletableFuture.failedFuture(e);
    }
    sent.whenComplete(
        (results, failure) -> {
          ended();
          for (int i = 0; i < batch.size(); i++) {
            CompletableFuture<Acceptance> result = batch.get(i).result();
            if (failure != null) {
              boolean wrapped =
                  failure instanceof CompletionException && failure.getCause() != null;
              result.completeExceptionally(wrapped ? failure.getCause() : failure);
            } else if (results.get(i) instanceof SendResult.Accepted accepted) {
              result.complete(accepted.acceptance());
            } else if (results.get(i) instanceof SendResult.Refused refused) {
              result.completeExceptionally(new ProblemException(refused.problem()));
            }
          }
        });
  }
}
