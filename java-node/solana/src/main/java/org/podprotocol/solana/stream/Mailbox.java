package org.podprotocol.solana.stream;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.stream.StreamConsumer.End;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bounded buffer between a stream and one consumer. */
final class Mailbox<T> {

  private static final Logger log = LoggerFactory.getLogger(Mailbox.class);

  private final int capacity;
  private final SlowConsumer policy;
  private final Executor executor;
  private final StreamConsumer<T> consumer;
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private boolean gap;
  private boolean draining;
  private boolean over;
  private @Nullable End end;
  private Runnable onEnd = () -> {};

  Mailbox(int capacity, SlowConsumer policy, Executor executor, StreamConsumer<T> consumer) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a buffer holds at least one item");
    }
    this.capacity = capacity;
    this.policy = policy;
    this.executor = executor;
    this.consumer = consumer;
  }

  /** What to do when the stream is over, for whatever reason; at once if it already is. */
  void onEnd(Runnable action) {
    synchronized (this) {
      onEnd = action;
      if (!over) {
        return;
      }
    }
    action.run();
  }

  void put(T item) {
    boolean tooSlow = false;
    synchronized (this) {
      if (over) {
        return;
      }
      if (items.size() == capacity) {
        if (policy == SlowConsumer.DROP_OLDEST) {
          items.remove();
          gap = true;
        } else {
          tooSlow = true;
        }
      }
      if (!tooSlow) {
        items.add(item);
      }
    }
    if (tooSlow) {
      end(End.TOO_SLOW);
    } else {
      wake();
    }
  }

  void gap() {
    synchronized (this) {
      if (over) {
        return;
      }
      gap = true;
    }
    wake();
  }

  void cancel() {
    finish(null);
  }

  void end(End reason) {
    finish(reason);
  }

  private void finish(@Nullable End reason) {
    Runnable action;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      end = reason;
      items.clear();
      gap = false;
      action = onEnd;
    }
    action.run();
    if (reason != null) {
      wake();
    }
  }

  private void wake() {
    synchronized (this) {
      if (draining) {
        return;
      }
      draining = true;
    }
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException e) {
      log.warn("a consumer's executor takes no work: its stream ends", e);
      synchronized (this) {
        draining = false;
      }
      cancel();
    }
  }

  private void drain() {
    while (true) {
      T item = null;
      boolean tellGap;
      End tellEnd;
      synchronized (this) {
        tellGap = gap;
        gap = false;
        if (!tellGap) {
          item = items.poll();
        }
        tellEnd = end;
        end = null;
        if (!tellGap && item == null && tellEnd == null) {
          draining = false;
          return;
        }
      }
      try {
        if (tellGap) {
          consumer.gap();
        }
        if (item != null) {
          consumer.next(item);
        }
        if (tellEnd != null) {
          consumer.ended(tellEnd);
        }
      } catch (RuntimeException e) {
        log.error("a stream's consumer failed: its stream ends", e);
        cancel();
      }
    }
  }
}
