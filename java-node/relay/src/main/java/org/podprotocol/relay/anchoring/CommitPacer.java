package org.podprotocol.relay.anchoring;

import java.time.Duration;

/**
 * Says when the next commit may be sent: not before the interval is over, and not so often that an
 * hour of it would cost more than the budget; later still after commits that failed. The first
 * commit after a quiet time may go at once.
 */
final class CommitPacer {

  private static final long MAX_BACKOFF_NANOS = Duration.ofSeconds(30).toNanos();
  private static final double HOUR_NANOS = Duration.ofHours(1).toNanos();

  private final long intervalNanos;
  private final long hourlyBudgetLamports;
  private final long backoffNanos;
  private long nextNanos;
  private int failures;

  CommitPacer(Duration interval, long hourlyBudgetLamports, Duration backoff, long nowNanos) {
    this.intervalNanos = interval.toNanos();
    this.hourlyBudgetLamports = hourlyBudgetLamports;
    this.backoffNanos = backoff.toNanos();
    this.nextNanos = nowNanos;
  }

  /** Nanoseconds until a commit may be sent, 0 if it may be now. */
  long delayNanos(long nowNanos) {
    return Math.max(0, nextNanos - nowNanos);
  }

  void sent(long nowNanos, long feeLamports) {
    long affordable =
        hourlyBudgetLamports == 0
            ? 0
            : (long) Math.ceil(HOUR_NANOS * feeLamports / hourlyBudgetLamports);
    nextNanos = nowNanos + Math.max(intervalNanos, affordable);
  }

  /** A commit did not land: the next waits, twice as long after each further one, 30 s at most. */
  void failed(long nowNanos) {
    long backoff = Math.min(backoffNanos << Math.min(failures, 6), MAX_BACKOFF_NANOS);
    failures++;
    nextNanos = Math.max(nextNanos, nowNanos + backoff);
  }

  void landed() {
    failures = 0;
  }
}
