package org.podprotocol.solana.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.pubsub.PubSub;
import org.podprotocol.solana.pubsub.Subscription;
import org.podprotocol.solana.pubsub.SubscriptionListener;
import org.podprotocol.solana.pubsub.SubscriptionRequest;
import org.podprotocol.solana.rpc.RpcException;
import org.podprotocol.solana.stream.StreamConsumer.End;

/**
 * Shares subscriptions: streams of equal requests have one upstream subscription, made with the
 * first and released with the last.
 */
public final class StreamHub implements AutoCloseable {

  private final PubSub pubSub;
  private final Map<SubscriptionRequest<?>, Upstream<?>> upstreams = new HashMap<>();
  private boolean closed;

  /** Over one socket or several. */
  public StreamHub(PubSub pubSub) {
    this.pubSub = pubSub;
  }

  /**
   * Opens a stream.
   *
   * @param buffer items that may wait for the consumer
   * @param policy what happens when there are more
   * @param executor runs the consumer, one call at a time
   * @return ends the stream; what is under way may still be delivered
   * @throws IllegalStateException if no subscription can be made, or the hub has been closed
   */
  public <T> Subscription open(
      SubscriptionRequest<T> request,
      int buffer,
      SlowConsumer policy,
      Executor executor,
      StreamConsumer<T> consumer) {
    Mailbox<T> mailbox = new Mailbox<>(buffer, policy, executor, consumer);
    Upstream<T> upstream;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the hub has been closed");
      }
      upstream = upstream(request);
      upstream.readers.add(mailbox);
    }
    mailbox.onEnd(() -> leave(upstream, mailbox));
    return mailbox::cancel;
  }

  @SuppressWarnings("unchecked") // Equal requests have decoders of the same kind.
  private <T> Upstream<T> upstream(SubscriptionRequest<T> request) {
    Upstream<T> known = (Upstream<T>) upstreams.get(request);
    if (known != null) {
      return known;
    }
    Upstream<T> made = new Upstream<>(request);
    made.subscription = pubSub.subscribe(request, made);
    upstreams.put(request, made);
    return made;
  }

  private void leave(Upstream<?> upstream, Mailbox<?> mailbox) {
    Subscription unused = null;
    synchronized (this) {
      upstream.readers.remove(mailbox);
      if (upstream.readers.isEmpty() && upstreams.remove(upstream.request, upstream)) {
        unused = upstream.subscription;
      }
    }
    if (unused != null) {
      unused.cancel();
    }
  }

  private void over(Upstream<?> upstream, End reason) {
    List<? extends Mailbox<?>> readers;
    synchronized (this) {
      upstreams.remove(upstream.request, upstream);
      readers = List.copyOf(upstream.readers);
    }
    readers.forEach(reader -> reader.end(reason));
  }

  /** Upstream subscriptions now. */
  public synchronized int upstreams() {
    return upstreams.size();
  }

  /** Ends all streams. The PubSub connection belongs to whoever made it. */
  @Override
  public void close() {
    List<Upstream<?>> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(upstreams.values());
    }
    for (Upstream<?> upstream : open) {
      over(upstream, End.CLOSED);
      Subscription subscription = upstream.subscription;
      if (subscription != null) {
        subscription.cancel();
      }
    }
  }

  /** One subscription and who reads it. */
  private final class Upstream<T> implements SubscriptionListener<T> {
    final SubscriptionRequest<T> request;
    final CopyOnWriteArrayList<Mailbox<T>> readers = new CopyOnWriteArrayList<>();
    @Nullable Subscription subscription;

    Upstream(SubscriptionRequest<T> request) {
      this.request = request;
    }

    @Override
    public void notified(T notification) {
      readers.forEach(reader -> reader.put(notification));
    }

    @Override
    public void subscribed(boolean afterGap) {
      if (afterGap) {
        readers.forEach(Mailbox::gap);
      }
    }

    @Override
    public void rejected(RpcException reason) {
      over(this, End.REJECTED);
    }
  }
}
