package org.podprotocol.relay.chain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decoded accounts by address, kept current by a feed of changes.
 *
 * <p>While the feed is up, an entry holds until it expires. While it is down, an entry holds for
 * {@link #GRACE} after it was last known to be current, and is read again after that; if it can't
 * be, the lookup fails. After a gap in the feed all entries are read again. Of two states of an
 * account the one of the later slot stays. Absent accounts are remembered too, and concurrent
 * lookups of an address share one read.
 */
final class AccountCache<V> {

  private static final Logger LOG = LoggerFactory.getLogger(AccountCache.class);

  /** How old an answer may be when nothing tells of changes. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration EXPIRY = Duration.ofMinutes(5);
  private static final Duration ABSENT_EXPIRY = Duration.ofSeconds(30);
  private static final int MAX_READS = 1_024;
  private static final int BACKFILL_BATCH = 100;
  private static final int NO_GENERATION = -1;

  /**
   * What an account was at a slot.
   *
   * @param value empty: there is no such account
   */
  record Reading<V>(Optional<V> value, long slot) {}

  /** Reads accounts from the chain; stages fail with {@link ChainUnavailableException}. */
  interface Source<V> {

    /** One account, from a node that has reached {@code minSlot}. */
    CompletableFuture<Reading<V>> read(PublicKey address, long minSlot);

    /** At most 100 accounts, in the order of the addresses. */
    CompletableFuture<List<Reading<V>>> readAll(List<PublicKey> addresses);
  }

  /** Hears of a value that replaced another, or is new to the cache ({@code before} is null). */
  interface Listener<V> {
    void changed(PublicKey address, @Nullable Optional<V> before, Optional<V> now);
  }

  private record Entry<V>(Reading<V> reading, int generation, long readNanos) {}

  private final Source<V> source;
  private final Listener<V> listener;
  private final Ticker ticker;
  private final Cache<PublicKey, Entry<V>> entries;
  private final ConcurrentMap<PublicKey, CompletableFuture<Optional<V>>> reads =
      new ConcurrentHashMap<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  private volatile boolean up;
  private volatile int generation;
  private volatile long lastUpNanos;

  AccountCache(int capacity, Source<V> source, Listener<V> listener, Ticker ticker) {
    this.source = source;
    this.listener = listener;
    this.ticker = ticker;
    entries =
        Caffeine.newBuilder()
            .maximumSize(capacity)
            .ticker(ticker)
            .executor(Runnable::run)
            .expireAfter(
                Expiry.<PublicKey, Entry<V>>writing(
                    (address, entry) -> entry.reading.value.isPresent() ? EXPIRY : ABSENT_EXPIRY))
            .build();
  }

  /** The account at this address, or empty if there is none. */
  CompletableFuture<Optional<V>> get(PublicKey address) {
    Entry<V> entry = entries.getIfPresent(address);
    if (entry != null && holds(entry)) {
      hits.increment();
      return CompletableFuture.completedFuture(entry.reading.value);
    }
    misses.increment();
    if (reads.size() >= MAX_READS) {
      return CompletableFuture.failedFuture(
          new ChainUnavailableException(MAX_READS + " accounts are being read already"));
    }
    var result = new CompletableFuture<Optional<V>>();
    CompletableFuture<Optional<V>> underWay = reads.putIfAbsent(address, result);
    if (underWay != null) {
      return underWay;
    }
    // Read before the answer is asked for: what was known when the question went out.
    int asked = generation;
    CompletableFuture<Reading<V>> reading;
    try {
      reading = source.read(address, entry == null ? 0 : entry.reading.slot);
    } catch (RuntimeException e) {
      reading = CompletableFuture.failedFuture(e);
    }
    reading
        .thenApply(read -> apply(address, read, asked))
        .whenComplete(
            (value, failure) -> {
              reads.remove(address, result);
              if (failure == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(unavailable(failure));
              }
            });
    return result;
  }

  private static Throwable unavailable(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof ChainUnavailableException
        ? cause
        : new ChainUnavailableException("an account can't be read: " + cause.getMessage(), cause);
  }

  private boolean holds(Entry<V> entry) {
    boolean followed = entry.generation == generation;
    if (up && followed) {
      return true;
    }
    long current = entry.readNanos;
    if (followed && lastUpNanos - current > 0) {
      current = lastUpNanos;
    }
    return ticker.read() - current < GRACE.toNanos();
  }

  /**
   * Takes a change from the feed. Addresses nobody asked for are not kept, but the listener hears
   * of them. A change of an earlier slot than what is known replaces nothing; since it may also
   * come from a node that does not say the right slot, the account is read again.
   */
  void changed(PublicKey address, Reading<V> reading) {
    Entry<V> known = entries.getIfPresent(address);
    if (known == null && !reads.containsKey(address)) {
      tell(address, null, reading.value);
    } else if (known != null && known.reading.slot > reading.slot) {
      entries
          .asMap()
          .computeIfPresent(
              address,
              (key, entry) ->
                  new Entry<>(entry.reading, NO_GENERATION, ticker.read() - GRACE.toNanos()));
      get(address);
    } else {
      apply(address, reading, generation);
    }
  }

  /** A listener that fails must not keep others from their answers. */
  private void tell(PublicKey address, @Nullable Optional<V> before, Optional<V> now) {
    try {
      listener.changed(address, before, now);
    } catch (RuntimeException e) {
      LOG.error("A listener failed on a change of {}", address, e);
    }
  }

  /** Keeps the later of two states; returns what is kept. */
  private Optional<V> apply(PublicKey address, Reading<V> reading, int asOf) {
    var before =
        new Object() {
          @Nullable Optional<V> value;
          boolean replaced;
        };
    Entry<V> kept =
        entries
            .asMap()
            .compute(
                address,
                (key, old) -> {
                  if (old != null && old.reading.slot > reading.slot) {
                    return old;
                  }
                  before.value = old == null ? null : old.reading.value;
                  before.replaced = true;
                  return new Entry<>(reading, asOf, ticker.read());
                });
    if (before.replaced && !reading.value.equals(before.value)) {
      tell(address, before.value, reading.value);
    }
    return kept.reading.value;
  }

  /**
   * The feed delivers again: everything cached is read anew, since changes may have been missed.
   * Completes when that is done; what could not be read is read when it is asked for.
   */
  CompletableFuture<Void> feedUp() {
    int asked = generation + 1;
    generation = asked;
    up = true;
    List<PublicKey> addresses = List.copyOf(entries.asMap().keySet());
    CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
    for (int from = 0; from < addresses.size(); from += BACKFILL_BATCH) {
      List<PublicKey> batch =
          addresses.subList(from, Math.min(from + BACKFILL_BATCH, addresses.size()));
      done =
          done.thenCompose(nothing -> source.readAll(batch))
              .thenAccept(
                  readings -> {
                    for (int i = 0; i < batch.size(); i++) {
                      apply(batch.get(i), readings.get(i), asked);
                    }
                  });
    }
    return done;
  }

  /**
   * The feed is silent or gone.
   *
   * @param lastNanos when it was last known to deliver, by the ticker
   */
  void feedDown(long lastNanos) {
    lastUpNanos = lastNanos;
    up = false;
  }

  /** Holds no more than this many entries from now on; those used least go. */
  void capacity(int most) {
    entries.policy().eviction().ifPresent(eviction -> eviction.setMaximum(most));
    entries.cleanUp();
  }

  long hits() {
    return hits.sum();
  }

  long misses() {
    return misses.sum();
  }

  long size() {
    return entries.estimatedSize();
  }
}
