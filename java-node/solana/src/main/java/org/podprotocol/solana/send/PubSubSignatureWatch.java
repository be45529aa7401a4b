package org.podprotocol.solana.send;

import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.pubsub.PubSub;
import org.podprotocol.solana.pubsub.Subscription;
import org.podprotocol.solana.pubsub.SubscriptionRequest;
import org.podprotocol.solana.rpc.Commitment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches signatures by signatureSubscribe. */
record PubSubSignatureWatch(PubSub pubSub) implements SignatureWatch {

  private static final Logger log = LoggerFactory.getLogger(PubSubSignatureWatch.class);

  @Override
  public Runnable watch(Signature signature, Commitment commitment, Listener listener) {
    try {
      Subscription subscription =
          pubSub.subscribe(
              SubscriptionRequest.signature(signature, commitment),
              notification -> listener.landed(notification.slot(), notification.error()));
      return subscription::cancel;
    } catch (IllegalStateException e) {
      // No room: the sender polls anyway.
      log.debug("signature {} is not watched: {}", signature, e.getMessage());
      return () -> {};
    }
  }
}
