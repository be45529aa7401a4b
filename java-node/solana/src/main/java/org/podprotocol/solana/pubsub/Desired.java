package org.podprotocol.solana.pubsub;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.rpc.MalformedResponseException;
import org.podprotocol.solana.rpc.RpcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription somebody wants, whatever the connection's state. Touched on the client's event
 * loop only.
 */
final class Desired<T> {

  private static final Logger log = LoggerFactory.getLogger(Desired.class);

  final SubscriptionRequest<T> request;
  private final SubscriptionListener<T> listener;

  /** The node's id on the present connection, or null. */
  @Nullable Long serverId;

  boolean over;
  int rejections;
  private boolean everSubscribed;

  Desired(SubscriptionRequest<T> request, SubscriptionListener<T> listener) {
    this.request = request;
    this.listener = listener;
  }

  void subscribed(long id) {
    serverId = id;
    boolean afterGap = everSubscribed;
    everSubscribed = true;
    guarded(() -> listener.subscribed(afterGap));
  }

  void rejected(RpcException reason) {
    over = true;
    guarded(() -> listener.rejected(reason));
  }

  void notified(JsonNode result) {
    if (over) {
      return;
    }
    T notification;
    try {
      notification = request.decode(result);
    } catch (MalformedResponseException e) {
      log.warn("an unreadable notification of {} was dropped", request, e);
      return;
    }
    over = request.once();
    guarded(() -> listener.notified(notification));
  }

  /** A listener's failure is its own: it must not take the connection down. */
  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      log.error("the listener of {} failed", request, e);
    }
  }
}
