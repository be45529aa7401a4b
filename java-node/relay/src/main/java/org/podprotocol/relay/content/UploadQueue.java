package org.podprotocol.relay.content;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries content from the relay's own store to a remote one: a few at a time, smaller first with
 * ageing, again after a failure, until its pin has been seen there; later the pin is looked at on a
 * schedule. What is pending survives a restart. Content stays in the local store meanwhile.
 */
public final class UploadQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UploadQueue.class);
  private static final long MIB = 1 << 20;

  private final BlockSource local;
  private final BlockStore remote;
  private final UploadLedger ledger;
  private final Settings settings;
  private final Clock clock;
  private final Timer pinning;
  private final Counter failures;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Cid> inFlight = new HashSet<>();
  private final Set<Thread> workers = new HashSet<>();
  private @Nullable Thread dispatcher;
  private boolean closed;

  /** Something changed since the dispatcher last looked. */
  private boolean news;

  /**
   * @param parallel uploads at a time
   * @param maxPending uploads that may wait; more are refused
   * @param headStartPerMib how much later than a small one an upload counts as queued for each MiB
   *     of its size: smaller ones go first, but none is overtaken for longer than that
   * @param retryBase wait after the first failure; doubles with each
   * @param retryMax longest wait
   * @param recheck how often a stored pin is looked at
   */
  public record Settings(
      int parallel,
      int maxPending,
      Duration headStartPerMib,
      Duration retryBase,
      Duration retryMax,
      Duration recheck) {
    /** Five at a time, 10,000 waiting, 10 s a MiB, retries after 1 s to 5 min, a look a day. */
    public static Settings defaults() {
      return new Settings(
          5,
          10_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          Duration.ofDays(1));
    }
  }

  private UploadQueue(
      BlockSource local,
      BlockStore remote,
      UploadLedger ledger,
      Settings settings,
      Clock clock,
      MetricRegistry metrics) {
    pinning = metrics.timer("content.pin.latency");
    failures = metrics.counter("content.uploads.failures");
    this.local = local;
    this.remote = remote;
    this.ledger = ledger;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Opens the queue; {@link #start} begins to upload.
   *
   * @param file SQLite file that holds what is pending and stored
   */
  public static UploadQueue open(
      Path file,
      BlockSource local,
      BlockStore remote,
      Settings settings,
      Clock clock,
      MetricRegistry metrics)
      throws IOException {
    return new UploadQueue(local, remote, UploadLedger.open(file), settings, clock, metrics);
  }

  /** Starts to upload what is pending. */
  public void start() {
    lock.lock();
    try {
      if (dispatcher == null && !closed) {
        dispatcher = Thread.ofVirtual().name("content-uploads").start(this::dispatch);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes content that is in the local store. Durable when this returns.
   *
   * @return false if too many uploads wait: accept no more content that needs one
   */
  public boolean submit(Publishable content) throws IOException {
    lock.lock();
    try {
      if (ledger.state(content.root()).place() != UploadState.Place.LOCAL) {
        return true;
      }
      if (ledger.pending() >= settings.maxPending) {
        return false;
      }
      long now = clock.millis();
      long lateness = (long) ((double) content.size() / MIB * settings.headStartPerMib.toMillis());
      ledger.add(content.root(), content.size(), now + lateness, now);
      signalNews();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #submit} would take another upload now. */
  public boolean hasRoom() throws IOException {
    return ledger.pending() < settings.maxPending;
  }

  /** Where the content is. */
  public UploadState state(Cid root) throws IOException {
    return ledger.state(root);
  }

  /** Uploads that wait or run. */
  public long pending() throws IOException {
    return ledger.pending();
  }

  private void dispatch() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        recheckPins();
        startDue();
        awaitWork();
      } catch (InterruptedException e) {
        return;
      } catch (IOException e) {
        LOG.error("Uploads: {}", e.getMessage());
        if (!pause(settings.retryMax)) {
          return;
        }
      }
    }
  }

  private void startDue() throws IOException {
    lock.lock();
    try {
      // Those in flight are still listed as due, so as many more are asked for.
      List<UploadLedger.Entry> due =
          ledger.due(clock.millis(), settings.parallel + inFlight.size());
      for (UploadLedger.Entry entry : due) {
        if (closed || inFlight.size() >= settings.parallel) {
          return;
        }
        if (inFlight.add(entry.root())) {
          workers.add(
              Thread.ofVirtual().name("content-upload").start(() -> uploadAndRecord(entry)));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitWork() throws InterruptedException, IOException {
    lock.lock();
    try {
      long wait = settings.recheck.toMillis();
      if (inFlight.isEmpty()) {
        wait = Math.min(wait, Math.max(1, ledger.nextDueMs() - clock.millis()));
      } else {
        wait = Math.min(wait, settings.retryBase.toMillis());
      }
      if (!news) {
        changed.await(wait, TimeUnit.MILLISECONDS);
      }
      news = false;
    } finally {
      lock.unlock();
    }
  }

  private void signalNews() {
    news = true;
    changed.signalAll();
  }

  private boolean pause(Duration time) {
    lock.lock();
    try {
      changed.await(time.toMillis(), TimeUnit.MILLISECONDS);
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void uploadAndRecord(UploadLedger.Entry entry) {
    try {
      upload(entry.root());
      ledger.stored(entry.root(), clock.millis());
    } catch (IOException e) {
      recordFailure(entry, e);
    } finally {
      lock.lock();
      try {
        inFlight.remove(entry.root());
        workers.remove(Thread.currentThread());
        signalNews();
      } finally {
        lock.unlock();
      }
    }
  }

  private void recordFailure(UploadLedger.Entry entry, IOException cause) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
    } finally {
      lock.unlock();
    }
    failures.inc();
    String error = String.valueOf(cause.getMessage());
    LOG.warn("Upload of {} to {} failed, it stays here: {}", entry.root(), remote.name(), error);
    try {
      ledger.failed(entry.root(), error, clock.millis() + backoffMs(entry.attempts()));
    } catch (IOException e) {
      LOG.error("Uploads: {}", e.getMessage());
    }
  }

  private long backoffMs(int attempts) {
    long doubled = settings.retryBase.toMillis() << Math.min(attempts, 30);
    long capped = Math.min(doubled, settings.retryMax.toMillis());
    return capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1);
  }

  private void upload(Cid root) throws IOException {
    UnixFsFile.forEachBlock(
        root,
        local,
        cid -> {
          if (!remote.has(cid)) {
            byte[] block =
                local.get(cid).orElseThrow(() -> new MissingBlockException(local.name(), cid));
            remote.put(cid, block);
          }
        });
    long startedNs = System.nanoTime();
    remote.pin(root);
    if (!remote.isPinned(root)) {
      throw new IOException("%s took %s but does not list its pin".formatted(remote.name(), root));
    }
    pinning.update(System.nanoTime() - startedNs, TimeUnit.NANOSECONDS);
  }

  private void recheckPins() throws IOException {
    long now = clock.millis();
    for (UploadLedger.Entry entry :
        ledger.unseenSince(now - settings.recheck.toMillis(), settings.parallel)) {
      try {
        if (remote.isPinned(entry.root())) {
          ledger.seen(entry.root(), now);
        } else {
          LOG.warn("{} no longer pins {}; it goes up again", remote.name(), entry.root());
          ledger.lost(entry.root(), now);
        }
      } catch (IOException e) {
        LOG.warn("Could not look at pins of {}: {}", remote.name(), e.getMessage());
        return;
      }
    }
  }

  /** Stops; an upload that runs is broken off and goes on at the next start. */
  @Override
  public void close() throws IOException {
    Thread toStop;
    Set<Thread> running;
    lock.lock();
    try {
      closed = true;
      toStop = dispatcher;
      running = Set.copyOf(workers);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (toStop != null) {
      toStop.interrupt();
    }
    running.forEach(Thread::interrupt);
    try {
      if (toStop != null) {
        toStop.join(Duration.ofSeconds(5));
      }
      for (Thread worker : running) {
        worker.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ledger.close();
  }
}
