package org.podprotocol.relay.cli.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Times from when something was due. A sender that falls behind does not shorten them, so there is
 * no coordinated omission to correct for.
 */
final class Latencies {
  private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final double[] PERCENTILES = {
    0, 10, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.9, 99.99, 100
  };

  private final Histogram histogram = new ConcurrentHistogram(MAX_NANOS, 3);
  private final Timeline timeline = new Timeline();

  /** Sets the start of the timeline. */
  void startAt(long nanos) {
    timeline.startAt(nanos);
  }

  void record(long dueNanos, long nowNanos) {
    histogram.recordValue(Math.clamp(nowNanos - dueNanos, 1, MAX_NANOS));
    timeline.count(nowNanos);
  }

  /** The percentile at this place of the curve. */
  static double percentile(int place) {
    return PERCENTILES[place];
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

  /** The same, with the curve of percentiles and how many there were in each second. */
  ObjectNode fullJson() {
    ObjectNode json = json().put("count", count());
    ArrayNode curve = json.putArray("percentiles");
    for (double percentile : PERCENTILES) {
      curve.addArray().add(percentile).add(millis(percentile));
    }
    json.set("perSecond", timeline.json());
    return json;
  }

  @Override
  public String toString() {
    return "p50 %.2f ms, p99 %.2f ms, max %.2f ms".formatted(millis(50), millis(99), maxMillis());
  }
}
