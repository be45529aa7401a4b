package org.podprotocol.relay.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.podprotocol.relay.config.JournalSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: gathers work for the length of a window, commits it as one group,
 * then reports.
 */
final class JournalWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);
  private static final WriterWork STOP =
      new WriterWork.Mark(
          connection -> {}, () -> {}, new java.util.concurrent.CompletableFuture<>());

  /** How long changes that carry no message wait for one, whose sync they then share. */
  private static final long MARK_WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final JournalSettings settings;
  private final GroupCommit commit;
  private final StorageHealth health;
  private final Checkpointer checkpointer;
  private final Clock clock;
  private final BlockingQueue<WriterWork> queue;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final Thread thread;
  private volatile boolean closing;

  JournalWriter(
      JournalSettings settings,
      GroupCommit commit,
      StorageHealth health,
      Checkpointer checkpointer,
      Clock clock) {
    this.settings = settings;
    this.commit = commit;
    this.health = health;
    this.checkpointer = checkpointer;
    this.clock = clock;
    // Marks come from inside the relay, few at a time; they have room of their own beyond the
    // appends'.
    queue = new ArrayBlockingQueue<>(settings.queueMessages() + 256);
    thread = Thread.ofPlatform().name("journal-write").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  int queued() {
    return queue.size();
  }

  /** Queues an append, or fails it at once. */
  void append(WriterWork.Append append) {
    String refusal = health.refusal();
    if (closing) {
      append.fail(new StorageUnavailableException("the relay is shutting down"));
    } else if (refusal != null) {
      append.fail(new StorageUnavailableException(refusal));
      health.check();
    } else if (!enqueue(append)) {
      append.fail(new JournalFullException("the journal's queue is full"));
    }
  }

  private boolean enqueue(WriterWork.Append append) {
    if (queue.size() >= settings.queueMessages()) {
      return false;
    }
    int weight = append.candidate().weight();
    if (queuedBytes.addAndGet(weight) > settings.queueBytes() || !queue.offer(append)) {
      queuedBytes.addAndGet(-weight);
      return false;
    }
    return true;
  }

  void mark(WriterWork.Mark mark) {
    if (closing || !queue.offer(mark)) {
      mark.fail(
          closing
              ? new StorageUnavailableException("the relay is shutting down")
              : new JournalFullException("the journal's queue is full"));
    }
  }

  private void run() {
    var group = new ArrayList<WriterWork>();
    boolean stopped = false;
    while (!stopped) {
      try {
        stopped = gather(group);
      } catch (InterruptedException e) {
        // Nobody but close() may stop this thread, and it does so through the queue.
        log.warn("The journal's writer was interrupted and goes on.");
      }
      if (!group.isEmpty()) {
        commit(group);
        group.clear();
      }
    }
  }

  /** Fills the group; true if the writer is to stop after it. */
  private boolean gather(List<WriterWork> group) throws InterruptedException {
    WriterWork first = queue.take();
    long deadline = System.nanoTime() + MARK_WINDOW_NANOS;
    int appends = 0;
    long bytes = 0;
    @Nullable WriterWork work = first;
    while (work != null) {
      if (work == STOP) {
        return true;
      }
      group.add(work);
      if (work instanceof WriterWork.Append append) {
        int weight = append.candidate().weight();
        queuedBytes.addAndGet(-weight);
        bytes += weight;
        if (appends++ == 0) {
          deadline = Math.min(deadline, System.nanoTime() + settings.groupWindow().toNanos());
        }
      }
      if (appends >= Math.min(settings.groupMaxMessages(), commit.room())
          || bytes >= settings.groupMaxBytes()) {
        return false;
      }
      work = queue.poll();
      if (work == null) {
        long left = deadline - System.nanoTime();
        work = left > 0 ? queue.poll(left, TimeUnit.NANOSECONDS) : null;
      }
    }
    return false;
  }

  private void commit(List<WriterWork> group) {
    health.check();
    String refusal = health.refusal();
    if (refusal != null) {
      group.forEach(work -> work.fail(new StorageUnavailableException(refusal)));
      return;
    }
    try {
      checkpointer.wrote(commit.run(group, clock.millis()));
    } catch (SQLException e) {
      StorageUnavailableException failure = health.failed(e);
      group.forEach(work -> work.fail(failure));
    } catch (RuntimeException e) {
      log.error("A group could not be committed.", e);
      group.forEach(work -> work.fail(e));
    }
  }

  /** Commits what is queued, then stops. */
  @Override
  public void close() {
    closing = true;
    try {
      queue.put(STOP);
      thread.join();
      for (WriterWork work = queue.poll(); work != null; work = queue.poll()) {
        work.fail(new StorageUnavailableException("the relay is shutting down"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
