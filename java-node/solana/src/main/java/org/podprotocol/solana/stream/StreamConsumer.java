package org.podprotocol.solana.stream;

/** Reads a stream. Called on its executor, one call at a time, so it may take its time. */
@FunctionalInterface
public interface StreamConsumer<T> {

  /** Why a stream ended. */
  enum End {
    /** The consumer was too slow, and its policy says {@link SlowConsumer#END}. */
    TOO_SLOW,
    /** The node refuses the subscription. */
    REJECTED,
    /** The hub has been closed. */
    CLOSED
  }

  /** The next item. */
  void next(T item);

  /**
   * Items were missed: the connection was lost for a while, or items were dropped. Comes before
   * what follows them.
   */
  default void gap() {}

  /** No more items will come; not called after the consumer itself cancelled. */
  default void ended(End reason) {}
}
