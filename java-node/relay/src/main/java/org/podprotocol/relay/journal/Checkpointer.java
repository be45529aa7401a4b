package org.podprotocol.relay.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves pages from the write-ahead log to the database beside the writer, then lets the writer move
 * the small rest between two groups, so that the log starts over from its beginning and does not
 * grow.
 */
final class Checkpointer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Checkpointer.class);
  private static final long BYTES_BETWEEN = 8L << 20;

  private final Connection connection;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("journal-checkpoint").daemon().factory());
  private long written;
  private volatile Step step = Step.IDLE;

  Checkpointer(Connection connection) {
    this.connection = connection;
  }

  /** The writer reports what it wrote, after each commit. */
  void wrote(long bytes) {
    written += bytes;
    if (step == Step.REST) {
      run();
      step = Step.IDLE;
    } else if (step == Step.IDLE && written >= BYTES_BETWEEN) {
      written = 0;
      step = Step.BESIDE;
      thread.execute(
          () -> {
            run();
            step = Step.REST;
          });
    }
  }

  private synchronized void run() {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      row.next();
    } catch (SQLException e) {
      log.warn("A checkpoint of the journal failed: {}", e.getMessage());
    }
  }

  @Override
  public void close() throws SQLException {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        log.warn("A checkpoint of the journal is still under way after 10 s.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      connection.close();
    }
  }

  private enum Step {
    IDLE,
    BESIDE,
    REST
  }
}
