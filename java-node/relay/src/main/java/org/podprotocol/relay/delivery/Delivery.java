package org.podprotocol.relay.delivery;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.journal.Journal;
import org.podprotocol.relay.journal.JournalListener;
import org.podprotocol.relay.journal.StoredMessage;

/** Who listens to which inbox. */
public final class Delivery implements JournalListener {
  /** In place of a sequence number: begin after what is there. */
  public static final long ONLY_NEW = 0;

  private final Journal journal;
  private final Map<Address, List<Subscription>> byInbox = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Counter pushed;
  private final Timer latency;

  public Delivery(Journal journal, MetricRegistry metrics) {
    this.journal = journal;
    pushed = metrics.counter("delivery.pushed");
    latency = metrics.timer("delivery.latency");
    metrics.counter("delivery.slow");
    metrics.gauge("delivery.subscriptions", () -> (Gauge<Integer>) count::get);
    journal.addListener(this);
  }

  /**
   * Begins to feed a sink with an inbox. What the sink's connection may read has been checked.
   *
   * @param from first sequence number wanted, or {@link #ONLY_NEW}
   * @return the subscription, once it is known where it begins; nothing has been sent then. {@link
   *     Subscription#resume()}, on the sink's executor, begins.
   */
  public CompletionStage<Subscription> subscribe(Address inbox, long from, Sink sink) {
    CompletionStage<Long> start =
        from == ONLY_NEW ? journal.inboxNext(inbox) : CompletableFuture.completedFuture(from);
    return start.thenApply(
        seq -> {
          var subscription = new Subscription(journal, inbox, seq, sink, this::pushed);
          byInbox.merge(inbox, List.of(subscription), Delivery::joined);
          count.incrementAndGet();
          return subscription;
        });
  }

  private void pushed(StoredMessage message, boolean live) {
    pushed.inc();
    if (live) {
      long ms = Math.max(0, System.currentTimeMillis() - message.acceptedAtMs());
      latency.update(ms, TimeUnit.MILLISECONDS);
    }
  }

  /** Ends a subscription. On the sink's executor. */
  public void unsubscribe(Subscription subscription) {
    subscription.close();
    byInbox.computeIfPresent(
        subscription.inbox(),
        (inbox, all) -> {
          List<Subscription> left = all.stream().filter(other -> other != subscription).toList();
          if (left.size() < all.size()) {
            count.decrementAndGet();
          }
          return left.isEmpty() ? null : left;
        });
  }

  @Override
  public void stored(List<StoredMessage> messages) {
    if (byInbox.isEmpty()) {
      return;
    }
    for (StoredMessage message : messages) {
      for (Subscription subscription :
          byInbox.getOrDefault(message.envelope().recipient(), List.of())) {
        subscription.offer(message);
      }
    }
  }

  private static List<Subscription> joined(List<Subscription> some, List<Subscription> more) {
    return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
  }
}
