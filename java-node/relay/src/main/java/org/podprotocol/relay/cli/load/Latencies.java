package org.podprotocol.relay.cli.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Times from when a message was due to be sent. A sender that falls behind does not shorten them,
 * so there is no coordinated omission to correct for.
 */
final class Latencies {
  private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Histogram histogram = new ConcurrentHistogram(MAX_NANOS, 3);

  void record(long dueNanos, long nowNanos) {
    histogram.recordValue(Math.clamp(nowNanos - dueNanos, 1, MAX_NANOS));
  }

  long count() {
    return histogram.getTotalCount();
  }

  /**
   * @param percentile 0 to 100
   */
  double millis(double percentile) {
    return rounded(histogram.getValueAtPercentile(percentile));
  }

  double maxMillis() {
    return rounded(histogram.getMaxValue());
  }

  private static double rounded(long nanos) {
    return Math.round(nanos / 1e4) / 100.0;
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("p50", millis(50))
        .put("p99", millis(99))
        .put("max", maxMillis());
  }

  @Override
  public String toString() {
    return "p50 %.2f ms, p99 %.2f ms, max %.2f ms".formatted(millis(50), millis(99), maxMillis());
  }
}
