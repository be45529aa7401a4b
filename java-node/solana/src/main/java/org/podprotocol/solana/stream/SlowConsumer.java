package org.podprotocol.solana.stream;

/**
 * What happens when a consumer is slower than its stream and its buffer is full. Others are never
 * held up.
 */
public enum SlowConsumer {
  /**
   * The oldest unread items are dropped, and the consumer is told how many: for states, where the
   * newest counts.
   */
  DROP_OLDEST,
  /**
   * The stream ends: for events, where a hole is worse than an end that can be noticed and filled.
   */
  END
}
