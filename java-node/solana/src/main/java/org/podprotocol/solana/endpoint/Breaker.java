package org.podprotocol.solana.endpoint;

/**
 * Keeps calls away from what fails: opens after several failures in a row, then lets a single probe
 * through at a time. The first cool-off is short, and each failed probe doubles it: a blip costs
 * little, a dead node is seldom asked. A probe that never reports back loses its lease.
 */
final class Breaker {

  /** Where a breaker stands. */
  enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  private final int threshold;
  private final long firstCoolOffNanos;
  private final long longestCoolOffNanos;
  private final long leaseNanos;

  private int failures;
  private long coolOffNanos;
  private boolean open;
  private long probeFromNanos;
  private boolean probing;
  private long leaseUntilNanos;

  Breaker(int threshold, long firstCoolOffNanos, long longestCoolOffNanos, long leaseNanos) {
    this.threshold = threshold;
    this.firstCoolOffNanos = firstCoolOffNanos;
    this.longestCoolOffNanos = longestCoolOffNanos;
    this.coolOffNanos = firstCoolOffNanos;
    this.leaseNanos = leaseNanos;
  }

  State state(long now) {
    if (!open) {
      return State.CLOSED;
    }
    return now - probeFromNanos >= 0 ? State.HALF_OPEN : State.OPEN;
  }

  /** True if a call may go out now. */
  boolean allows(long now) {
    return switch (state(now)) {
      case CLOSED -> true;
      case OPEN -> false;
      case HALF_OPEN -> !probing || now - leaseUntilNanos >= 0;
    };
  }

  /** A call goes out. In the half-open state it is the probe. */
  void begin(long now) {
    if (state(now) == State.HALF_OPEN) {
      probing = true;
      leaseUntilNanos = now + leaseNanos;
    }
  }

  void succeeded() {
    failures = 0;
    open = false;
    coolOffNanos = firstCoolOffNanos;
    probing = false;
  }

  void failed(long now) {
    failures++;
    probing = false;
    if (open && now - probeFromNanos < 0) {
      // A straggler from before it opened.
      return;
    }
    if (open || failures >= threshold) {
      open = true;
      probeFromNanos = now + coolOffNanos;
      coolOffNanos = Math.min(longestCoolOffNanos, coolOffNanos * 2);
    }
  }

  /** The call said nothing about the node. */
  void abandoned() {
    probing = false;
  }
}
