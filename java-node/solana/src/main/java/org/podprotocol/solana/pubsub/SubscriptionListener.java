package org.podprotocol.solana.pubsub;

import org.podprotocol.solana.rpc.RpcException;

/** Hears of one subscription, on a network thread: must not block. */
@FunctionalInterface
public interface SubscriptionListener<T> {

  /** Something happened. */
  void notified(T notification);

  /**
   * The node has taken the subscription.
   *
   * @param afterGap true if the connection was lost before: what happened since then was not told
   *     and never will be
   */
  default void subscribed(boolean afterGap) {}

  /** The node refuses the subscription; it is over. */
  default void rejected(RpcException reason) {}
}
