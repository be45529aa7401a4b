package org.podprotocol.solana.endpoint;

/**
 * How well a node does one class of calls: the share that succeeded and the latency, both fading
 * with time, so that an old failure is forgotten and an idle node is worth another look. Not
 * thread-safe.
 */
final class HealthScore {

  private static final double SUCCESS_SHARE = 0.7;
  private static final double LATENCY_SHARE = 0.3;

  private final double halfLifeNanos;
  private double successes;
  private double total;
  private double latencySum;
  private double latencyWeight;
  private long atNanos;

  HealthScore(long halfLifeNanos, long now) {
    this.halfLifeNanos = halfLifeNanos;
    this.atNanos = now;
  }

  void succeeded(long latencyNanos, long now) {
    fade(now);
    successes++;
    total++;
    latencySum += latencyNanos;
    latencyWeight++;
  }

  void failed(long now) {
    fade(now);
    total++;
  }

  /** Between 0 and 1, 1 where nothing is known; counts one imaginary success. */
  double successRate(long now) {
    fade(now);
    return (successes + 1) / (total + 1);
  }

  /** Mean of the recent latencies, 0 where none is known. */
  double latencyNanos(long now) {
    fade(now);
    return latencyWeight < 0.01 ? 0 : latencySum / latencyWeight;
  }

  /**
   * 0.7 success + 0.3 latency.
   *
   * @param bestLatencyNanos of all nodes, which scores full; twice as slow scores half
   */
  double score(double bestLatencyNanos, long now) {
    double own = latencyNanos(now);
    double latency = own <= bestLatencyNanos || own == 0 ? 1 : bestLatencyNanos / own;
    return SUCCESS_SHARE * successRate(now) + LATENCY_SHARE * latency;
  }

  private void fade(long now) {
    long elapsed = now - atNanos;
    if (elapsed <= 0) {
      return;
    }
    double factor = Math.pow(0.5, elapsed / halfLifeNanos);
    successes *= factor;
    total *= factor;
    latencySum *= factor;
    latencyWeight *= factor;
    atNanos = now;
  }
}
