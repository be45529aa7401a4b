package org.podprotocol.relay.observe;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.TreeMap;

/**
 * A registry as JSON: counters and gauges as numbers, timers and histograms with their total and
 * their windows. Times are milliseconds. A gauge without a value is left out.
 */
public final class MetricsJson {
  private static final double NANOS_OF_MS = 1e6;

  private MetricsJson() {}

  public static void write(MetricRegistry registry, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (var entry : new TreeMap<>(registry.getMetrics()).entrySet()) {
      switch (entry.getValue()) {
        case Counter counter -> out.writeNumberField(entry.getKey(), counter.getCount());
        case Meter meter -> out.writeNumberField(entry.getKey(), meter.getCount());
        case Gauge<?> gauge -> {
          if (gauge.getValue() instanceof Number number) {
            out.writeNumberField(entry.getKey(), number.doubleValue());
          }
        }
        default -> {
          if (registry instanceof Metrics metrics) {
            var windows = metrics.windows(entry.getKey());
            if (windows.isPresent()) {
              out.writeFieldName(entry.getKey());
              double unit = entry.getValue() instanceof Timer ? NANOS_OF_MS : 1;
              windows(windows.get(), unit, out);
            }
          }
        }
      }
    }
    out.writeEndObject();
  }

  private static void windows(WindowedReservoir reservoir, double unit, JsonGenerator out)
      throws IOException {
    out.writeStartObject();
    out.writeNumberField("total", reservoir.total());
    for (Window window : Window.values()) {
      WindowSnapshot values = reservoir.window(window);
      out.writeObjectFieldStart(window.text());
      out.writeNumberField("seconds", values.seconds());
      out.writeNumberField("count", values.count());
      out.writeNumberField("min", values.getMin() / unit);
      out.writeNumberField("max", values.getMax() / unit);
      out.writeNumberField("mean", values.getMean() / unit);
      out.writeNumberField("p50", values.getMedian() / unit);
      out.writeNumberField("p95", values.get95thPercentile() / unit);
      out.writeNumberField("p99", values.get99thPercentile() / unit);
      out.writeNumberField("p999", values.get999thPercentile() / unit);
      out.writeEndObject();
    }
    out.writeEndObject();
  }
}
