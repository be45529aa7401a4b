package org.podprotocol.solana.pubsub;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.podprotocol.solana.endpoint.Network;

/**
 * Several sockets to one server, for more subscriptions than a socket may have; opened as they are
 * needed.
 */
public final class PubSubSockets implements PubSub, AutoCloseable {

  private final Network network;
  private final URI url;
  private final PubSubOptions options;
  private final int maxSockets;
  private final List<PubSubClient> sockets = new ArrayList<>();
  private boolean closed;

  /** At most so many sockets. */
  public PubSubSockets(Network network, URI url, PubSubOptions options, int maxSockets) {
    if (maxSockets < 1) {
      throw new IllegalArgumentException("at least one socket is needed");
    }
    this.network = network;
    this.url = url;
    this.options = options;
    this.maxSockets = maxSockets;
  }

  @Override
  public synchronized <T> Subscription subscribe(
      SubscriptionRequest<T> request, SubscriptionListener<T> listener) {
    if (closed) {
      throw new IllegalStateException("the sockets have been closed");
    }
    for (PubSubClient socket : sockets) {
      if (socket.hasRoom()) {
        return socket.subscribe(request, listener);
      }
    }
    if (sockets.size() == maxSockets) {
      throw new IllegalStateException(
          "all " + maxSockets + " sockets have as many subscriptions as allowed");
    }
    PubSubClient socket = new PubSubClient(network, url, options);
    sockets.add(socket);
    return socket.subscribe(request, listener);
  }

  /** Sockets opened so far. */
  public synchronized int sockets() {
    return sockets.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    sockets.forEach(PubSubClient::close);
  }
}
