package org.podprotocol.relay.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A fixed number of read connections and threads, with a bounded queue before them. */
final class ReaderPool implements AutoCloseable {
  private final BlockingQueue<JournalQueries> idle;
  private final List<JournalQueries> all;
  private final ThreadPoolExecutor threads;

  ReaderPool(List<JournalQueries> connections, int threadCount, int queue) {
    all = new ArrayList<>(connections);
    idle = new ArrayBlockingQueue<>(connections.size(), false, connections);
    threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().name("journal-read-", 0).daemon().factory());
  }

  /** Runs a query on a reader thread. */
  <T> CompletionStage<T> submit(Query<T> query) {
    var result = new CompletableFuture<T>();
    try {
      threads.execute(
          () -> {
            T value;
            try {
              value = run(query);
            } catch (RuntimeException e) {
              result.completeExceptionally(e);
              return;
            }
            result.complete(value);
          });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(
          threads.isShutdown()
              ? new StorageUnavailableException("the journal is closed")
              : new JournalFullException("too many reads wait"));
    }
    return result;
  }

  /** Runs a query on this thread. */
  <T> T run(Query<T> query) {
    JournalQueries connection;
    try {
      connection = idle.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageUnavailableException("interrupted while waiting for the journal", e);
    }
    try {
      return query.on(connection);
    } catch (SQLException e) {
      throw new StorageUnavailableException("the journal can't be read: " + e.getMessage(), e);
    } finally {
      idle.add(connection);
    }
  }

  int queued() {
    return threads.getQueue().size();
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
      for (JournalQueries connection : all) {
        connection.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new StorageUnavailableException("a reader does not close", e);
    }
  }

  @FunctionalInterface
  interface Query<T> {
    T on(JournalQueries connection) throws SQLException;
  }
}
