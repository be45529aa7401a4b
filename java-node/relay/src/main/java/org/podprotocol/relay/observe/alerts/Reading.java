package org.podprotocol.relay.observe.alerts;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.podprotocol.relay.observe.Metrics;
import org.podprotocol.relay.observe.Window;
import org.podprotocol.relay.observe.WindowSnapshot;

/**
 * The value of a metric by a rule's statistic. Of several series, counters are added up; of the
 * others the one that is worst for the rule counts.
 */
final class Reading {
  private static final double NANOS_OF_MS = 1e6;

  private final MetricSelector selector;
  private final Statistic statistic;
  private final Duration window;
  private final boolean highIsBad;
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long atNs, double value) {}

  Reading(String metric, Statistic statistic, Duration window, boolean highIsBad) {
    selector = MetricSelector.parse(metric);
    this.statistic = statistic;
    this.window = window;
    this.highIsBad = highIsBad;
  }

  /** The value now; empty if there is none (yet). Keeps a sample for later. */
  OptionalDouble take(MetricRegistry metrics, long nowNs) {
    Map<String, Metric> all = metrics.getMetrics();
    if (statistic.isQuantile() || hasWindows(all, metrics)) {
      return ofWindows(all, metrics);
    }
    OptionalDouble value = plain(all);
    if (value.isEmpty() || statistic == Statistic.VALUE) {
      return value;
    }
    samples.addLast(new Sample(nowNs, value.getAsDouble()));
    while (nowNs - samples.getFirst().atNs > window.toNanos()) {
      samples.removeFirst();
    }
    DoubleStream values = samples.stream().mapToDouble(Sample::value);
    return switch (statistic) {
      case MIN -> values.min();
      case MAX -> values.max();
      case MEAN -> values.average();
      case INCREASE -> OptionalDouble.of(increase());
      case RATE -> OptionalDouble.of(rate());
      default -> OptionalDouble.empty();
    };
  }

  private double increase() {
    return Math.max(0, samples.getLast().value - samples.getFirst().value);
  }

  private double rate() {
    double seconds = (samples.getLast().atNs - samples.getFirst().atNs) / 1e9;
    return seconds == 0 ? 0 : increase() / seconds;
  }

  private boolean hasWindows(Map<String, Metric> all, MetricRegistry metrics) {
    return (statistic == Statistic.MIN || statistic == Statistic.MAX || statistic == Statistic.MEAN)
        && metrics instanceof Metrics windowed
        && all.keySet().stream()
            .anyMatch(name -> selector.matches(name) && windowed.windows(name).isPresent());
  }

  private OptionalDouble ofWindows(Map<String, Metric> all, MetricRegistry metrics) {
    if (!(metrics instanceof Metrics windowed)) {
      return OptionalDouble.empty();
    }
    Window span =
        Window.of(window).orElseThrow(() -> new IllegalStateException("no window of " + window));
    var values = DoubleStream.builder();
    all.forEach(
        (name, metric) -> {
          if (selector.matches(name)) {
            double unit = metric instanceof Timer ? NANOS_OF_MS : 1;
            windowed
                .windows(name)
                .map(kept -> kept.window(span))
                .filter(snapshot -> snapshot.count() > 0)
                .ifPresent(snapshot -> values.add(of(snapshot) / unit));
          }
        });
    return worst(values.build());
  }

  private double of(WindowSnapshot snapshot) {
    return switch (statistic) {
      case MIN -> snapshot.getMin();
      case MAX -> snapshot.getMax();
      case MEAN -> snapshot.getMean();
      default -> snapshot.getValue(statistic.quantile());
    };
  }

  private OptionalDouble plain(Map<String, Metric> all) {
    var gauges = DoubleStream.builder();
    double counted = 0;
    boolean counts = false;
    for (var entry : all.entrySet()) {
      if (!selector.matches(entry.getKey())) {
        continue;
      }
      if (entry.getValue() instanceof Counting counter) {
        counted += counter.getCount();
        counts = true;
      } else if (entry.getValue() instanceof Gauge<?> gauge
          && gauge.getValue() instanceof Number number) {
        gauges.add(number.doubleValue());
      }
    }
    return counts ? OptionalDouble.of(counted) : worst(gauges.build());
  }

  private OptionalDouble worst(DoubleStream values) {
    return highIsBad ? values.max() : values.min();
  }
}
