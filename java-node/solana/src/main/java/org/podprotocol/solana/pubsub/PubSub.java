package org.podprotocol.solana.pubsub;

/** Takes subscriptions: one socket or several. */
public interface PubSub {

  /**
   * Wants notifications from now until the subscription is cancelled, rejected, or has told all it
   * has to tell. The listener is called on a network thread and must not block.
   *
   * @throws IllegalStateException if there are as many subscriptions as allowed, or this has been
   *     closed
   */
  <T> Subscription subscribe(SubscriptionRequest<T> request, SubscriptionListener<T> listener);
}
