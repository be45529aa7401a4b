package org.podprotocol.solana.endpoint;

/** Counts down a {@link RateBudget}. Not thread-safe. */
final class TokenBucket {

  private final RateBudget budget;
  private double tokens;
  private long atNanos;

  TokenBucket(RateBudget budget, long now) {
    this.budget = budget;
    this.tokens = budget.burst();
    this.atNanos = now;
  }

  /** Nanoseconds until so many tokens are there; 0: now. */
  long waitNanos(int weight, long now) {
    refill(now);
    double missing = weight - tokens;
    return missing <= 0 ? 0 : (long) Math.ceil(missing / budget.perSecond() * 1e9);
  }

  void take(int weight, long now) {
    refill(now);
    tokens -= weight;
  }

  private void refill(long now) {
    tokens = Math.min(budget.burst(), tokens + (now - atNanos) / 1e9 * budget.perSecond());
    atNanos = now;
  }
}
