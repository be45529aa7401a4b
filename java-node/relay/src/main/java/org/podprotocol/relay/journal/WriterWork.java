package org.podprotocol.relay.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** What the writer thread is asked to do. */
sealed interface WriterWork {

  void fail(Throwable cause);

  /** Append a message. */
  record Append(Candidate candidate, long fingerprint, CompletableFuture<AppendOutcome> outcome)
      implements WriterWork {
    @Override
    public void fail(Throwable cause) {
      outcome.completeExceptionally(cause);
    }
  }

  /**
   * Change something else in the group's transaction; {@code published} runs after it is durable.
   */
  record Mark(Change change, Runnable published, CompletableFuture<Void> done)
      implements WriterWork {
    @Override
    public void fail(Throwable cause) {
      done.completeExceptionally(cause);
    }
  }

  /**
   * A change of rows; an {@link IllegalArgumentException} refuses it before it has changed
   * anything.
   */
  @FunctionalInterface
  interface Change {
    void apply(Connection connection) throws SQLException;
  }
}
