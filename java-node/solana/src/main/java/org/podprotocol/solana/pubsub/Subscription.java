package org.podprotocol.solana.pubsub;

/** A wish for notifications. It outlives connections. */
public interface Subscription {

  /** Ends it; the listener hears nothing more of what comes later. Idempotent. */
  void cancel();
}
