package org.podprotocol.relay.journal;

import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.podprotocol.relay.config.RetentionSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the journal forget finalized messages that are old, or too many, a little at a time between
 * groups.
 */
public final class Retention implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);
  private static final long CHECK_SECONDS = 30;

  private final SqliteJournal journal;
  private final RetentionSettings settings;
  private final Clock clock;
  private final long windowMs;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("retention").daemon().factory());

  /**
   * @param windowMs timestamps this old are still accepted, so what is younger than twice that
   *     stays in any case
   */
  public Retention(SqliteJournal journal, RetentionSettings settings, Clock clock, long windowMs) {
    this.journal = journal;
    this.settings = settings;
    this.clock = clock;
    this.windowMs = windowMs;
  }

  public void start() {
    if (!settings.keepsAll()) {
      thread.scheduleWithFixedDelay(this::pass, 0, CHECK_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void pass() {
    try {
      int segments = run();
      if (segments > 0) {
        log.info("Deleted {} finalized messages.", (long) segments * SegmentTail.SEGMENT);
      }
    } catch (RuntimeException e) {
      log.warn("Old messages could not be deleted: {}", e.getMessage());
    }
  }

  /** Deletes what may go; the number of segments. Blocks. */
  int run() {
    int deleted = 0;
    for (long segment = next(); segment >= 0 && !thread.isShutdown(); segment = next()) {
      delete(segment);
      deleted++;
    }
    return deleted;
  }

  private long next() {
    long latest = clock.millis() - 2 * windowMs;
    long byAge =
        settings.keep().isZero() ? Long.MIN_VALUE : clock.millis() - settings.keep().toMillis();
    boolean tooLarge = settings.keepBytes() > 0 && journal.bytesInUse() > settings.keepBytes();
    return journal.oldestSegment(Math.min(latest, tooLarge ? latest : byAge));
  }

  private void delete(long segment) {
    var more = new AtomicBoolean(true);
    while (more.get()) {
      journal
          .change(connection -> more.set(Pruning.step(connection, segment)))
          .toCompletableFuture()
          .join();
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
