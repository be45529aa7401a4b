package org.podprotocol.relay.observe;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Sampling;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import java.util.Map;
import java.util.TreeMap;
import org.podprotocol.relay.observe.MetricCatalog.Kind;

/**
 * A registry in the Prometheus text format 0.0.4. The name {@code
 * http.requests{route=inbox,status=200}} becomes the metric {@code pod_http_requests_total} with
 * these labels. Timers, which Dropwizard keeps in nanoseconds, become summaries in seconds; the
 * quantiles of summaries are those of the last minute. What is counted in milliseconds is told in
 * seconds.
 */
public final class PrometheusText {
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private PrometheusText() {}

  public static String of(MetricRegistry registry) {
    var text = new StringBuilder(8192);
    String family = "";
    for (Map.Entry<String, Metric> entry : new TreeMap<>(registry.getMetrics()).entrySet()) {
      Name name = Name.of(entry.getKey(), entry.getValue());
      if (!name.family.equals(family)) {
        family = name.family;
        text.append("# HELP ")
            .append(family)
            .append(' ')
            .append(MetricCatalog.prometheusHelp(name.source))
            .append('\n');
        text.append("# TYPE ")
            .append(family)
            .append(' ')
            .append(kind(entry.getValue()).prometheus())
            .append('\n');
      }
      double sum =
          registry instanceof Metrics metrics
              ? metrics.windows(entry.getKey()).map(WindowedReservoir::sum).orElse(0.0)
              : 0;
      write(text, name, entry.getValue(), sum);
    }
    return text.toString();
  }

  private static void write(StringBuilder text, Name name, Metric metric, double sum) {
    switch (metric) {
      case Counter counter ->
          line(text, name.family, name.labels, counter.getCount() / name.unit());
      case Meter meter -> line(text, name.family, name.labels, meter.getCount() / name.unit());
      case Timer timer -> summary(text, name, timer, sum, NANOS);
      case Histogram histogram -> summary(text, name, histogram, sum, 1);
      case Gauge<?> gauge -> {
        if (gauge.getValue() instanceof Number number) {
          line(text, name.family, name.labels, number.doubleValue() / name.unit());
        }
      }
      default -> throw new IllegalStateException("no text form for " + metric.getClass());
    }
  }

  private static void summary(
      StringBuilder text, Name name, Metric metric, double sum, double unit) {
    Snapshot snapshot = ((Sampling) metric).getSnapshot();
    quantile(text, name, "0.5", snapshot.getMedian() / unit);
    quantile(text, name, "0.95", snapshot.get95thPercentile() / unit);
    quantile(text, name, "0.99", snapshot.get99thPercentile() / unit);
    quantile(text, name, "0.999", snapshot.get999thPercentile() / unit);
    line(text, name.family + "_sum", name.labels, sum / unit);
    line(text, name.family + "_count", name.labels, ((Counting) metric).getCount());
  }

  private static void quantile(StringBuilder text, Name name, String quantile, double value) {
    String labels = name.labels.isEmpty() ? "" : name.labels + ",";
    line(text, name.family, labels + "quantile=\"" + quantile + '"', value);
  }

  private static void line(StringBuilder text, String name, String labels, double value) {
    text.append(name);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    text.append(' ');
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      text.append((long) value);
    } else {
      text.append(value);
    }
    text.append('\n');
  }

  private static Kind kind(Metric metric) {
    return switch (metric) {
      case Counter c -> Kind.COUNTER;
      case Meter m -> Kind.COUNTER;
      case Timer t -> Kind.TIMER;
      case Histogram h -> Kind.HISTOGRAM;
      default -> Kind.GAUGE;
    };
  }

  /**
   * @param source the dotted name without labels
   * @param labels as Prometheus writes them, without braces
   */
  private record Name(String source, String family, String labels) {

    static Name of(String name, Metric metric) {
      int brace = name.indexOf('{');
      String source = brace < 0 ? name : name.substring(0, brace);
      String family = MetricCatalog.prometheusName(source, kind(metric));
      return new Name(
          source, family, brace < 0 ? "" : labels(name.substring(brace + 1, name.length() - 1)));
    }

    /** What its values are divided by. */
    double unit() {
      return MetricCatalog.isInMilliseconds(source) ? MILLIS : 1;
    }

    private static String labels(String text) {
      var labels = new StringBuilder();
      for (String pair : text.split(",")) {
        int equals = pair.indexOf('=');
        labels.append(labels.isEmpty() ? "" : ",").append(pair, 0, equals).append("=\"");
        labels
            .append(pair.substring(equals + 1).replace("\\", "\\\\").replace("\"", "\\\""))
            .append('"');
      }
      return labels.toString();
    }
  }
}
