package org.podprotocol.solana.pubsub;

import io.netty.channel.EventLoop;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.endpoint.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions over one WebSocket. What is wanted is kept apart from what the node knows: after
 * every loss of the connection all wanted subscriptions are made again, and their listeners are
 * told that there was a gap.
 *
 * <p>The connection is made when the first subscription comes and kept until this is closed. A peer
 * that falls silent is pinged, then given up; so is one that tells no slots. New attempts back off
 * with jitter, and go to the next node, if there are several.
 */
public final class PubSubClient implements PubSub, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PubSubClient.class);

  private final PubSubOptions options;
  private final List<PubSubConnector> connectors;
  private final EventLoop loop;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger connects = new AtomicInteger();
  // Touched on the loop only.
  private final Set<Desired<?>> desired = new LinkedHashSet<>();
  private @Nullable PubSubConnection connection;
  private boolean connecting;
  private int attempt;
  private int current;
  private volatile boolean connected;
  private volatile boolean closed;

  /**
   * Connects with the first subscription.
   *
   * @throws IllegalArgumentException if the URL is not ws or wss
   */
  public PubSubClient(Network network, URI url, PubSubOptions options) {
    this(network, List.of(url), options);
  }

  /**
   * Connects with the first subscription, to the first node; when a connection is lost or can't be
   * made, to the next in turn.
   *
   * @throws IllegalArgumentException if there is no URL, or one is not ws or wss
   */
  public PubSubClient(Network network, List<URI> urls, PubSubOptions options) {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("a PubSub client needs a URL");
    }
    this.options = options;
    this.loop = network.eventLoops().next();
    this.connectors =
        urls.stream().map(url -> new PubSubConnector(network, loop, url, options)).toList();
  }

  @Override
  public <T> Subscription subscribe(
      SubscriptionRequest<T> request, SubscriptionListener<T> listener) {
    if (closed) {
      throw new IllegalStateException("the PubSub client has been closed");
    }
    if (count.incrementAndGet() > options.maxSubscriptions()) {
      count.decrementAndGet();
      throw new IllegalStateException(
          "there are already " + options.maxSubscriptions() + " subscriptions on this connection");
    }
    Desired<T> wanted = new Desired<>(request, listener);
    loop.execute(() -> add(wanted));
    return () -> loop.execute(() -> cancel(wanted));
  }

  private void add(Desired<?> wanted) {
    if (closed) {
      count.decrementAndGet();
      return;
    }
    desired.add(wanted);
    if (connection != null) {
      connection.subscribe(wanted);
    } else {
      connect();
    }
  }

  private void cancel(Desired<?> wanted) {
    wanted.over = true;
    if (forget(wanted) && connection != null) {
      connection.unsubscribe(wanted);
    }
  }

  private final ConnectionOwner owner =
      new ConnectionOwner() {
        @Override
        public void proven() {
          // The next loss starts with a short wait again.
          attempt = 0;
        }

        @Override
        public void forget(Desired<?> wanted) {
          PubSubClient.this.forget(wanted);
        }

        @Override
        public void lost(PubSubConnection which, String reason) {
          PubSubClient.this.lost(which, reason);
        }
      };

  ConnectionOwner owner() {
    return owner;
  }

  private boolean forget(Desired<?> wanted) {
    boolean removed = desired.remove(wanted);
    if (removed) {
      count.decrementAndGet();
    }
    return removed;
  }

  private void connect() {
    if (connecting || closed || connection != null) {
      return;
    }
    connecting = true;
    connectors.get(current).connect(this);
  }

  /** Called by the connector, on the loop. */
  void opened(PubSubConnection opened) {
    connecting = false;
    if (closed) {
      opened.close("the client has been closed");
      return;
    }
    connection = opened;
    connected = true;
    connects.incrementAndGet();
    for (Desired<?> wanted : desired) {
      wanted.serverId = null;
    }
    opened.start(new ArrayList<>(desired));
  }

  /** Called when an attempt failed or the connection is lost, on the loop. */
  void lost(@Nullable PubSubConnection which, String reason) {
    if (which == null) {
      connecting = false;
    } else if (which != connection) {
      return;
    } else {
      connection = null;
      connected = false;
    }
    if (closed) {
      return;
    }
    // The wait grows with each round of all nodes.
    Duration wait = backoff(attempt++ / connectors.size());
    PubSubConnector left = connectors.get(current);
    current = (current + 1) % connectors.size();
    log.info(
        "{}: {}; next attempt at {} in {} ms",
        left,
        reason,
        connectors.get(current),
        wait.toMillis());
    loop.schedule(this::connect, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Duration backoff(int failures) {
    long longest = options.longestBackoff().toMillis();
    long wait = Math.min(longest, options.firstBackoff().toMillis() << Math.min(failures, 16));
    return Duration.ofMillis(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
  }

  /** True while there is a connection. */
  public boolean isConnected() {
    return connected;
  }

  /** Connections made so far. */
  public int connects() {
    return connects.get();
  }

  /** Subscriptions wanted now. */
  public int subscriptions() {
    return count.get();
  }

  /** Room for more subscriptions. */
  boolean hasRoom() {
    return count.get() < options.maxSubscriptions();
  }

  /** Ends the connection and all subscriptions; listeners hear nothing more. */
  @Override
  public void close() {
    closed = true;
    loop.execute(
        () -> {
          for (Desired<?> wanted : List.copyOf(desired)) {
            wanted.over = true;
            forget(wanted);
          }
          PubSubConnection open = connection;
          connection = null;
          connected = false;
          if (open != null) {
            open.close("the client has been closed");
          }
        });
  }
}
