package org.podprotocol.solana.send;

import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.pubsub.PubSub;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.TransactionError;

/**
 * Tells when a transaction reaches a commitment, faster than asking does. Words may be missing: it
 * is asked besides.
 */
public interface SignatureWatch {

  /** Hears of it at most once, on any thread. */
  interface Listener {
    /** It is in the block of this slot; {@code error} is null if it succeeded. */
    void landed(long slot, @Nullable TransactionError error);
  }

  /** Begins to watch; the result ends it. */
  Runnable watch(Signature signature, Commitment commitment, Listener listener);

  /** By signatureSubscribe; where there is no room for a subscription, nothing is watched. */
  static SignatureWatch over(PubSub pubSub) {
    return new PubSubSignatureWatch(pubSub);
  }

  /** No watching. */
  static SignatureWatch none() {
    return (signature, commitment, listener) -> () -> {};
  }
}
