package org.podprotocol.solana.pubsub;

/** Who keeps the wanted subscriptions of a connection. Called on the connection's event loop. */
interface ConnectionOwner {

  /** The node has answered something: the connection works. */
  void proven();

  /** A subscription is over. */
  void forget(Desired<?> wanted);

  /** The connection is gone. */
  void lost(PubSubConnection which, String reason);
}
