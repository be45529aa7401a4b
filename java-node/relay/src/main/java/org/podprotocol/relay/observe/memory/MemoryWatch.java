package org.podprotocol.relay.observe.memory;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the memory in use once a second. From nine tenths of the limit on it shrinks the caches,
 * one at each look, the least valuable first, and then collects garbage, the more rarely the less
 * that helped. Beyond one and a half times the limit, when nothing is left to give back, it has an
 * eighth of the new messages refused, and at each further look another eighth, up to seven; below
 * one and a quarter it takes that back in the same steps. The caches may grow again when less than
 * four fifths of the limit have been in use for a minute.
 *
 * <p>What counts is the resident size against the limit, or the heap against 95 % of its maximum,
 * whichever is nearer.
 */
public final class MemoryWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MemoryWatch.class);

  /** Of the limit: caches are given back. */
  static final double TRIM = 0.90;

  /** Of the limit: load is shed. Well above it, since what a busy moment needs is not a cache. */
  static final double SHED = 1.5;

  /** Of the limit: less is shed. */
  static final double CALM = 1.25;

  /** Messages are refused by eighths, never all of them. */
  static final int EIGHTHS = 8;

  /** Of the limit: caches may grow again. */
  static final double EASE = 0.80;

  /** How long it has to be easy for that; also between the first collections of garbage. */
  static final Duration REST = Duration.ofMinutes(1);

  private static final Duration LONGEST_REST = Duration.ofHours(1);
  private static final double HEAP = 0.95;
  private static final int ACTIONS = 32;
  private static final long EVERY_MS = 1_000;
  private static final double MB = 1e6;
  private static final long HEAP_APART = 50_000_000;

  private final long limit;
  private final MemoryUse use;
  private final List<Trimmable> caches;
  private final LongSupplier nanoTime;
  private final Counter shed;
  private final List<Counter> trims = new ArrayList<>();
  private final Counter collections;
  private final Deque<MemoryAction> actions = new ArrayDeque<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("memory").factory());
  private volatile int share;
  private int shrunk;
  private Duration collectionRest = Duration.ZERO;
  private long collectedNs;
  private boolean easy;
  private long easySinceNs;

  /**
   * @param limitBytes resident size to stay below; 0: none, and nothing is ever trimmed or shed
   * @param caches the least valuable first
   */
  public MemoryWatch(
      long limitBytes, MemoryUse use, List<Trimmable> caches, MetricRegistry metrics) {
    this(limitBytes, use, caches, System::nanoTime, metrics);
  }

  MemoryWatch(
      long limitBytes,
      MemoryUse use,
      List<Trimmable> caches,
      LongSupplier nanoTime,
      MetricRegistry metrics) {
    limit = limitBytes;
    this.use = use;
    this.nanoTime = nanoTime;
    this.caches = List.copyOf(caches);
    collections = metrics.counter("memory.trims{cache=garbage}");
    shed = metrics.counter("memory.shed");
    metrics.gauge("memory.limit.bytes", () -> (Gauge<Long>) () -> limit);
    metrics.gauge("memory.pressure", () -> (Gauge<Double>) this::pressure);
    metrics.gauge("memory.shed.share", () -> (Gauge<Double>) this::shedShare);
    this.caches.forEach(
        cache -> trims.add(metrics.counter("memory.trims{cache=" + cache.name() + "}")));
  }

  /** A watch that never does anything. */
  public static MemoryWatch none(MetricRegistry metrics) {
    return new MemoryWatch(0, MemoryUse.ofThisProcess(), List.of(), metrics);
  }

  /**
   * The limit that goes with a Java heap: its maximum, and as much again, at least 50 MB, for what
   * is beside it.
   */
  public static long limitFor(long heapMaxBytes) {
    return heapMaxBytes + Math.max(heapMaxBytes, HEAP_APART);
  }

  /** Begins to look. */
  public void start() {
    if (limit > 0) {
      timer.scheduleWithFixedDelay(this::lookSafely, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      log.error("Looking at the memory failed.", e);
    }
  }

  /** One look, and what follows from it. */
  synchronized void look() {
    double pressure = pressure();
    long now = nanoTime.getAsLong();
    boolean trimmed = pressure >= TRIM && trimNext(now);
    easeOff(pressure, now);
    if (pressure >= SHED && !trimmed && share < EIGHTHS - 1) {
      share(share + 1);
    } else if (pressure < CALM && share > 0) {
      share(share - 1);
    }
  }

  /** False if there is nothing to give back now. */
  private boolean trimNext(long now) {
    if (shrunk < caches.size()) {
      shrink(shrunk++);
      return true;
    }
    if (now - collectedNs < collectionRest.toNanos()) {
      return false;
    }
    collectGarbage();
    collectedNs = now;
    Duration twice = collectionRest.multipliedBy(2);
    collectionRest =
        collectionRest.isZero() ? REST : twice.compareTo(LONGEST_REST) < 0 ? twice : LONGEST_REST;
    return true;
  }

  private void easeOff(double pressure, long now) {
    if (pressure >= EASE) {
      easy = false;
    } else if (!easy) {
      easy = true;
      easySinceNs = now;
    } else if (now - easySinceNs >= REST.toNanos()) {
      collectionRest = Duration.ZERO;
      if (shrunk > 0) {
        log.info("Memory: {} of {}; caches may grow again.", mb(use.residentBytes()), mb(limit));
        note("caches may grow again");
        caches.subList(0, shrunk).forEach(cache -> cache.restore().run());
        shrunk = 0;
      }
    }
  }

  private void shrink(int index) {
    Trimmable cache = caches.get(index);
    note("shrank " + cache.name());
    log.info("Memory: {} of {}; shrinking {}.", mb(use.residentBytes()), mb(limit), cache.name());
    cache.shrink().run();
    trims.get(index).inc();
  }

  private void collectGarbage() {
    note("collected garbage");
    System.gc();
    collections.inc();
  }

  private void share(int eighths) {
    if (share == 0) {
      log.warn(
          "Memory: {} of {} and nothing left to trim; new messages are refused in part"
              + " (memory.limit).",
          mb(use.residentBytes()),
          mb(limit));
    } else if (eighths == 0) {
      log.info(
          "Memory: {} of {}; all messages are taken again.", mb(use.residentBytes()), mb(limit));
    }
    share = eighths;
    note("refusing " + eighths + " of " + EIGHTHS + " new messages");
  }

  private void note(String what) {
    if (actions.size() == ACTIONS) {
      actions.removeFirst();
    }
    actions.addLast(new MemoryAction(Instant.now(), what, use.residentBytes()));
  }

  /** Empties all caches at once, whatever is in use; those that were not shrunk may refill. */
  public synchronized void trimAll() {
    for (int i = 0; i < caches.size(); i++) {
      shrink(i);
      if (i >= shrunk) {
        caches.get(i).restore().run();
      }
    }
    collectGarbage();
  }

  /** Whether the next message may be taken; counts those that may not. */
  public boolean admits() {
    int eighths = share;
    if (eighths == 0 || Math.floorMod(turn.getAndIncrement(), EIGHTHS) >= eighths) {
      return true;
    }
    shed.inc();
    return false;
  }

  /** Why messages are refused. */
  public String reason() {
    return "The relay is short of memory: %s of %s (memory.limit) are in use."
        .formatted(mb(use.residentBytes()), mb(limit));
  }

  private static String mb(long bytes) {
    return Math.round(bytes / MB) + " MB";
  }

  /** Memory in use as a share of what may be; 1 is the limit, 0 if there is none. */
  public double pressure() {
    return limit == 0
        ? 0
        : Math.max(
            use.residentBytes() / (double) limit, use.heapBytes() / (HEAP * use.heapMaxBytes()));
  }

  /** Share of new messages that is refused, 0 to 7/8. */
  public double shedShare() {
    return share / (double) EIGHTHS;
  }

  /** Whether as much is shed as may be. */
  public boolean exhausted() {
    return share == EIGHTHS - 1;
  }

  public long limitBytes() {
    return limit;
  }

  public MemoryUse use() {
    return use;
  }

  /** What was done lately, the oldest first. */
  public synchronized List<MemoryAction> actions() {
    return List.copyOf(actions);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
